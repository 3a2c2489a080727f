import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { thisMachine } from '../../src/commands/this-machine.js';
import { deliver, type Prepared } from '../../src/deliver/deliver.js';
import type { Ledger } from '../../src/ledger/ledger.js';
import { openSqliteLedger } from '../../src/ledger/sqlite.js';
import { readDkimKey } from '../../src/render/dkim/read-key.js';
import { signAndVerify } from '../../src/render/dkim/sign-and-verify.js';
import { examplePlan, MINUTE, planned, T0 } from '../ledger/examples.js';
import { exampleParcel } from './parcels.js';

let folder: string;
let ledger: Ledger;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ledger-'));
  ledger = openSqliteLedger(join(folder, 'ledger.db'), thisMachine);
});
afterEach(() => {
  ledger.close();
  rmSync(folder, { recursive: true });
});

it('a message whose signature does not verify stops the run and stays planned; not a byte of it leaves', async () => {
  const keys = [0, 1].map(() => {
    const pem = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' });
    const key = readDkimKey(pem.toString());
    if ('problem' in key) throw new Error(key.problem);
    return key;
  });
  // What is published belongs to another key, as after half a change of keys.
  const key = { ...keys[0]!, published: keys[1]!.published };
  const sign = signAndVerify([{ domain: 'shop.test', selector: 's1', key }]);

  const fence = ledger.acquire({ host: 'here', pid: process.pid, ttl: MINUTE }, T0);
  const tick = ledger.beginTick(fence, T0, examplePlan(), {});
  ledger.commit(fence, tick, [planned({ id: 'm1', profileId: 'p1' }), planned({ id: 'm2', profileId: 'p2' })]);
  let handed = 0;
  const run = deliver({
    ledger,
    fence,
    machine: thisMachine,
    clock: () => T0,
    way: {
      hand: async () => {
        handed += 1;
        return { kind: 'accepted', reply: '250 ok' };
      },
      close: async () => {},
    },
    prepare: async (messages) =>
      new Map(
        messages.map(({ id }): [string, Prepared] => {
          const parcel = exampleParcel(id);
          return [id, { kind: 'parcel', build: async () => ({ ...parcel, bytes: await sign(parcel.bytes) }) }];
        }),
      ),
    parallel: 2,
    signal: new AbortController().signal,
  });
  await expect(run).rejects.toMatchObject({ code: 'LC926', exitCode: 3 });
  expect(handed).toBe(0);
  expect(ledger.messages('planned', 10).map(({ id }) => id)).toEqual(['m1', 'm2']);
});
