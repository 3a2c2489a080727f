// Delivers what the ledger has planned, each message with a code of its own in its Message-ID. Killed by codes-sigkill.test.ts.
import { writeSync } from 'node:fs';
import { openSmtp } from '../../dist/deliver/channels/smtp.js';
import { openCodePools } from '../../dist/deliver/code-pools.js';
import { deliver } from '../../dist/deliver/deliver.js';
import { thisMachine } from '../../dist/commands/this-machine.js';
import { openSqliteLedger } from '../../dist/ledger/sqlite.js';

const [path, root, port, now] = process.argv.slice(2);
const ledger = openSqliteLedger(path, thisMachine);
const fence = ledger.acquire({ host: 'here', pid: process.pid, ttl: 60_000 }, Number(now));
const way = openSmtp(`smtp://127.0.0.1:${port}`);
const pools = openCodePools({ incentives: { ten: { codes: 'codes.csv' } } }, root, ledger);

function prepare(message) {
  const code = pools.codeFor(message);
  if (code === null) return { kind: 'drop', reason: 'no-code' };
  const { id, campaign, step, profileId, sendAt } = message;
  const build = () => {
    const bytes = Buffer.from(`Message-ID: <${id}.${code}@shop.test>\r\n\r\n${'hello\r\n'.repeat(500)}`);
    const to = 'anna@x.test';
    return { channel: 'email', id, from: 'bounce@shop.test', to, bytes, campaign, step, profileId, sendAt };
  };
  return { kind: 'parcel', build, code: { incentive: 'ten', code } };
}

let begun = false;
await deliver({
  ledger,
  fence,
  way,
  machine: thisMachine,
  clock: () => Number(now),
  prepare: async (messages) => new Map(messages.map((message) => [message.id, prepare(message)])),
  parallel: 3,
  signal: new AbortController().signal,
  onProgress() {
    if (!begun) writeSync(1, 'first\n');
    begun = true;
  },
});
await way.close();
ledger.close();
