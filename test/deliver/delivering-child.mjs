// Delivers what the ledger has planned, and says when the first message is done. Killed by sigkill.test.ts, stopped by stopped-worker.test.ts.
import { writeSync } from 'node:fs';
import { openSmtp } from '../../dist/deliver/channels/smtp.js';
import { deliver } from '../../dist/deliver/deliver.js';
import { thisMachine } from '../../dist/commands/this-machine.js';
import { openSqliteLedger } from '../../dist/ledger/sqlite.js';

const [path, port, now, host = 'here', ttl = '60000'] = process.argv.slice(2);
const ledger = openSqliteLedger(path, thisMachine);
const fence = ledger.acquire({ host, pid: process.pid, ttl: Number(ttl) }, Number(now));
const way = openSmtp(`smtp://127.0.0.1:${port}`);

function build({ id, campaign, step, profileId, sendAt }, date) {
  const head = `Message-ID: <${id}@shop.test>\r\nDate: ${new Date(date).toUTCString()}\r\n\r\n`;
  const bytes = Buffer.from(head + 'hello\r\n'.repeat(3000));
  return { id, from: 'bounce@shop.test', to: 'anna@x.test', bytes, campaign, step, profileId, sendAt };
}

let begun = false;
await deliver({
  ledger,
  fence,
  way,
  machine: thisMachine,
  clock: () => Number(now),
  prepare: async (messages) =>
    new Map(messages.map((message) => [message.id, { kind: 'parcel', build: (date) => build(message, date) }])),
  parallel: 3,
  signal: new AbortController().signal,
  onProgress() {
    if (!begun) writeSync(1, 'first\n');
    begun = true;
  },
});
await way.close();
ledger.close();
