// Delivers what the ledger has planned, and says when the first message is done; with a folder of codes each message has one of its own in its Message-ID.
// Killed by sigkill.test.ts, stopped by stopped-worker.test.ts.
import { writeSync } from 'node:fs';
import { thisMachine } from '../../dist/commands/this-machine.js';
import { openSmtp } from '../../dist/deliver/channels/smtp.js';
import { openCodePools } from '../../dist/deliver/code-pools.js';
import { deliver } from '../../dist/deliver/deliver.js';
import { openSqliteLedger } from '../../dist/ledger/sqlite.js';

const [path, port, now, host = 'here', ttl = '60000', codes] = process.argv.slice(2);
const ledger = openSqliteLedger(path, thisMachine);
const fence = ledger.acquire({ host, pid: process.pid, ttl: Number(ttl) }, Number(now));
const way = openSmtp(`smtp://127.0.0.1:${port}`);
const incentives = codes === undefined ? {} : { ten: { codes: 'codes.csv' } };
const pools = openCodePools({ incentives }, codes, ledger);

function prepare(message) {
  const code = codes === undefined ? null : pools.codeFor(message);
  if (code === null && codes !== undefined) return { kind: 'drop', reason: 'no-code' };
  const { id, campaign, step, profileId, sendAt } = message;
  const to = 'anna@x.test';
  const build = (date) => {
    const head = `Message-ID: <${id}${code === null ? '' : `.${code}`}@shop.test>\r\nDate: ${new Date(date).toUTCString()}\r\n\r\n`;
    const bytes = Buffer.from(head + 'hello\r\n'.repeat(3000));
    return { channel: 'email', id, from: 'bounce@shop.test', to, bytes, campaign, step, profileId, sendAt };
  };
  return { kind: 'parcel', address: to, build, ...(code === null ? {} : { code: { incentive: 'ten', code } }) };
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
