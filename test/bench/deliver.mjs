import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { thisMachine } from '../../dist/commands/this-machine.js';
import { openSmtp } from '../../dist/deliver/channels/smtp.js';
import { deliver } from '../../dist/deliver/deliver.js';
import { openSqliteLedger } from '../../dist/ledger/sqlite.js';
import { plainLetters, planLetters } from './tools/plain-letters.mjs';

// Hands finished messages to a mail server on this machine, with the ledger on a real disk: one commit for all connections of a turn, beside one for every write.
const MESSAGES = Number(process.argv[2] ?? 2000);
const prepare = plainLetters(45_000);
const T0 = Date.UTC(2026, 2, 1, 9);
const folder = mkdtempSync(join(tmpdir(), 'lifecycle-bench-'));
const sink = spawn(
  process.execPath,
  [fileURLToPath(new URL('../e2e/sink-child.mjs', import.meta.url)), join(folder, 'accepted'), 'write', ''],
  { stdio: ['ignore', 'pipe', 'inherit'] },
);
try {
  const [port] = await once(sink.stdout, 'data');
  const url = `smtp://127.0.0.1:${port.toString().trim()}`;
  console.log(`load ${loadavg().map((n) => n.toFixed(1)).join(' ')}`);
  for (const parallel of [5, 20, 50]) {
    const alone = await measure(url, parallel, true);
    const grouped = await measure(url, parallel, false);
    const say = ({ rate, commits }) => `${Math.round(rate)} messages a second (${commits.toFixed(2)} commits each)`;
    const times = (grouped.rate / alone.rate).toFixed(2);
    console.log(`${parallel} connections: ${say(alone)} one by one, ${say(grouped)} together: ${times} times`);
  }
} finally {
  sink.kill();
  rmSync(folder, { recursive: true, force: true });
}

async function measure(url, parallel, oneByOne) {
  const path = join(folder, `${parallel}-${oneByOne}.db`);
  const ledger = openSqliteLedger(path, thisMachine);
  const fence = planLetters(ledger, `${parallel}${oneByOne}`, MESSAGES, T0);

  let commits = 0;
  const counted = Object.fromEntries(
    ['claim', 'unclaim', 'beginAttempts', 'renew'].map((name) => [
      name,
      (...args) => {
        commits += 1;
        return ledger[name](...args);
      },
    ]),
  );
  const together = (acts) => {
    commits += oneByOne ? acts.length : 1;
    return oneByOne ? acts.map((act) => ({ value: act() })) : ledger.together(acts);
  };
  const way = openSmtp(url);
  const began = performance.now();
  const { sent } = await deliver({
    ...{ ledger: { ...ledger, ...counted, together }, fence, way, machine: thisMachine, clock: () => T0, parallel },
    signal: new AbortController().signal,
    prepare,
  });
  const seconds = (performance.now() - began) / 1000;
  await way.close();
  ledger.close();
  if (sent !== MESSAGES) throw new Error(`${sent} sent`);
  return { rate: sent / seconds, commits: commits / sent };
}
