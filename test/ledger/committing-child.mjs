// Commits batches of seven messages for ever, and says the number of each after its commit. Killed by sigkill.test.ts.
import { writeSync } from 'node:fs';
import { thisMachine } from '../../dist/commands/this-machine.js';
import { openSqliteLedger } from '../../dist/ledger/sqlite.js';

const [path, first] = process.argv.slice(2);
const now = Date.UTC(2026, 2, 1, 9);
const ledger = openSqliteLedger(path, thisMachine);
const fence = ledger.acquire({ host: 'here', pid: process.pid, ttl: 60_000 }, now);
const tick = ledger.beginTick(fence, now, { hash: 'sha256:a', campaigns: [{ id: 'c', moved: [] }], templates: {} }, {});

const base = { campaign: 'c', step: 's', entryKey: 'k', occurrence: 0, event: { order: 'o1' }, plan: 'sha256:a' };
for (let batch = Number(first); ; batch += 1) {
  const decisions = [0, 1, 2, 3, 4, 5, 6].map((i) => ({
    kind: 'planned',
    message: {
      ...base,
      id: `${batch}-${i}`,
      profileId: `p${i}`,
      occasion: String(batch),
      channel: 'email',
      topic: 'marketing',
      transactional: false,
      template: 'c/s',
      subject: null,
      incentive: null,
      priority: 0,
      dueAt: now,
      sendAt: now,
      validUntil: now + 1000,
    },
  }));
  ledger.commit(fence, tick, decisions);
  writeSync(1, `${batch}\n`);
}
