import { expect, it } from 'vitest';
import { thisMachine } from '../../src/commands/this-machine.js';
import { type Means, tickAndDeliver } from '../../src/commands/tick-and-deliver.js';
import { openDatabase } from '../../src/ledger/database.js';
import { ledgerOver } from '../../src/ledger/sqlite.js';
import { exampleJourney, HOUR, T0 } from '../ledger/examples.js';
import { lettered, welcomeStructure } from '../ledger/plans-conformance.js';

it('decides nothing when another run left people in a structure that its data was not read for', async () => {
  const [before, plan] = [lettered('sha256:a', 'one'), lettered('sha256:b', 'two')];
  const ledger = ledgerOver(openDatabase(':memory:', 0), 'memory', thisMachine, () => {});
  const fence = ledger.acquire({ host: 'here', pid: process.pid, ttl: 60_000 }, T0);
  const tick = ledger.beginTick(fence, T0, before, {});
  ledger.commit(fence, tick, [{ kind: 'entered', journey: exampleJourney({ structure: welcomeStructure(before) }) }]);
  ledger.endTick(fence, tick, {}, {}, 1);
  ledger.release(fence);
  const terminal = { host: 'here', pid: process.pid, now: () => T0 + HOUR, err: () => {} };
  const order = { terminal, plan, ticks: [T0 + HOUR] } as unknown as Parameters<typeof tickAndDeliver>[0];
  await expect(tickAndDeliver(order, { ledger } as unknown as Means)).rejects.toMatchObject({
    code: 'LC902',
    message: 'another run worked on the ledger while this one read the data',
  });
  expect(ledger.plans()).toHaveLength(1);
  ledger.close();
});
