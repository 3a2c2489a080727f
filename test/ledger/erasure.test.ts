import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { thisMachine } from '../../src/commands/this-machine.js';
import { compareWithJournal } from '../../src/ledger/compare-ledgers.js';
import { openSqliteLedger } from '../../src/ledger/sqlite.js';
import { exampleJourney, examplePlan, MINUTE, planned, T0 } from './examples.js';

it('writes nothing down again of somebody who was suppressed before they were forgotten', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ledger-'));
  const ledger = openSqliteLedger(join(folder, 'ledger.db'), thisMachine);
  const fence = ledger.acquire({ host: 'here', pid: process.pid, ttl: MINUTE }, T0);
  const tick = ledger.beginTick(fence, T0, examplePlan(), {});
  ledger.commit(fence, tick, [{ kind: 'entered', journey: exampleJourney() }, planned()]);
  ledger.suppress({ profileId: 'p1', address: null, topic: null, since: T0, reason: 'unsubscribed' });
  ledger.forget(fence, { profileId: 'p1', addresses: ['p1@x.test'], at: T0, reason: 'asked' });
  ledger.commit(fence, tick, [{ kind: 'entered', journey: exampleJourney() }, planned()]);
  expect(ledger.story('p1')).toMatchObject({ journeys: [], messages: [], suppressions: [{ topic: null }] });
  expect(ledger.remembered(['p0', 'p1', 'p2'])).toEqual(['p0', 'p2']);
  expect(ledger.suppressions('p9', 'p1@x.test')).toMatchObject([{ topic: null, reason: 'forgotten' }]);
  const standing = ledger.standings([{ profileId: 'p9', address: 'p1@x.test' }], 0);
  expect(standing).toMatchObject([{ suppressions: [{ topic: null, reason: 'forgotten' }], handedOver: [] }]);
  expect(ledger.claim(fence, T0, 9)).toEqual([]);
  expect(ledger.summary().campaigns).toMatchObject([{ entered: 1, exited: { forgotten: 1 } }]);
  ledger.suppress({ profileId: 'p1', address: null, topic: null, since: T0, reason: 'by hand' });
  ledger.forget(fence, { profileId: 'p1', addresses: [], at: T0, reason: 'asked again' });
  expect(ledger.suppressed().filter(({ profileId }) => profileId === 'p1')).toEqual([]);
  ledger.close();
  rmSync(folder, { recursive: true });
});

it('forgets of messages whose answer was lost what they said, and not what became of them', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ledger-'));
  const path = join(folder, 'ledger.db');
  const ledger = openSqliteLedger(path, thisMachine);
  const fence = ledger.acquire({ host: 'here', pid: process.pid, ttl: MINUTE }, T0);
  const tick = ledger.beginTick(fence, T0, examplePlan(), {});
  const ids = ['again', 'arrived', 'lost', 'not-there'];
  ledger.commit(
    fence,
    tick,
    ids.map((id) => planned({ id, step: id })),
  );
  ledger.claim(fence, T0, 9);
  for (const id of ids) {
    ledger.handingOver(fence, id, T0, { body: '{"to":"p1@x.test"}' });
    ledger.settle(fence, id, T0, { status: 'unknown', reply: 'p1@x.test: no answer' });
  }
  ledger.sendAgain(fence, 'again', T0, T0 + MINUTE);
  ledger.resolve(fence, 'arrived', T0, { as: 'sent', reason: 'Anna told us' });
  ledger.resolve(fence, 'not-there', T0, { as: 'planned', reason: 'Anna told us' });
  ledger.forget(fence, { profileId: 'p1', addresses: ['p1@x.test'], at: T0, reason: 'asked' });
  const became = ledger.named('', 9).map(({ id, status, body }) => [id, status, body]);
  expect(became).toEqual([
    ['again', 'dropped', null],
    ['arrived', 'sent', null],
    ['lost', 'unknown', null],
    ['not-there', 'dropped', null],
  ]);
  ledger.suppress({ profileId: 'p1', address: null, topic: null, since: T0, reason: 'by hand' });
  ledger.forget(fence, { profileId: 'p1', addresses: [], at: T0, reason: 'asked again' });
  expect(ledger.suppressed().filter(({ profileId }) => profileId === 'p1')).toEqual([]);
  ledger.close();
  expect(compareWithJournal(path)).toEqual([]);
  expect(readFileSync(path).includes('p1@x.test')).toBe(false);
  expect(readFileSync(path).includes('Anna')).toBe(false);
  rmSync(folder, { recursive: true });
});
