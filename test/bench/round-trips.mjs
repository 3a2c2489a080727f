import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { thisMachine } from '../../dist/commands/this-machine.js';
import { countConnections, timedWay } from '../../dist/deliver/channels/connection-count.js';
import { openSmtp } from '../../dist/deliver/channels/smtp.js';
import { deliver } from '../../dist/deliver/deliver.js';
import { openThrottle } from '../../dist/deliver/throttle.js';
import { openSqliteLedger } from '../../dist/ledger/sqlite.js';
import { plainLetters, planLetters } from './tools/plain-letters.mjs';

// A throttle, and a mail server that is so many milliseconds away: messages a second and connections with five, and with as many as the rate takes.
const MESSAGES = Number(process.argv[2] ?? 1500);
const prepare = plainLetters(45_000);
const T0 = Date.UTC(2026, 2, 1, 9);
const folder = mkdtempSync(join(tmpdir(), 'lifecycle-bench-'));
try {
  console.log(`load ${loadavg().map((n) => n.toFixed(1)).join(' ')}`);
  for (const [away, perSecond] of [[20, 100], [20, 300], [80, 100]]) {
    // Each in its turn.
    const [five, sized] = [await measure(away, perSecond, null), await measure(away, perSecond, countConnections(perSecond / 1000))];
    const say = ({ rate, connections }) => `${rate.toFixed(0)}/s over ${connections}`;
    console.log(`${away} ms away, at most ${perSecond}/s: ${say(five)} connections as they were, ${say(sized)} by measured round-trips: ${(sized.rate / five.rate).toFixed(2)} times`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function measure(away, perSecond, count) {
  const server = await startFarServer(away);
  const name = `${away}-${perSecond}-${count === null}`;
  const ledger = openSqliteLedger(join(folder, `${name}.db`), thisMachine);
  const fence = planLetters(ledger, name, MESSAGES, T0);
  const began = performance.now();
  const clock = () => T0 + Math.floor(performance.now() - began);
  const smtp = openSmtp(`smtp://127.0.0.1:${server.port}`);
  const { sent } = await deliver({
    ...{ ledger, fence, machine: thisMachine, clock, signal: new AbortController().signal },
    way: count === null ? smtp : timedWay(smtp, count, clock),
    parallel: count === null ? 5 : () => count.now,
    throttle: openThrottle({ email: { rate: { count: perSecond, per: 1000, text: '' }, perDomain: {}, otherDomains: null } }),
    prepare,
  });
  const seconds = (performance.now() - began) / 1000;
  await smtp.close();
  ledger.close();
  server.close();
  if (sent !== MESSAGES) throw new Error(`${sent} sent`);
  return { rate: sent / seconds, connections: server.connections() };
}

/** A mail server whose every answer takes its time. */
async function startFarServer(away) {
  let connections = 0;
  const server = createServer((socket) => {
    connections += 1;
    let input = '';
    let inText = false;
    const say = (text) => setTimeout(() => socket.write(text), away);
    socket.on('error', () => {});
    say('220 far away\r\n');
    socket.on('data', (chunk) => {
      input += chunk.toString('latin1');
      for (let replies = ''; ; ) {
        const end = inText ? '\r\n.\r\n' : '\r\n';
        const at = input.indexOf(end);
        if (at < 0) {
          if (replies !== '') say(replies);
          return;
        }
        const verb = input.slice(0, 4);
        input = input.slice(at + end.length);
        if (inText) replies += '250 queued\r\n';
        else if (verb === 'EHLO') replies += '250-far\r\n250 PIPELINING\r\n';
        else replies += verb === 'DATA' ? '354 go on\r\n' : '250 ok\r\n';
        inText = !inText && verb === 'DATA';
      }
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { port: server.address().port, connections: () => connections, close: () => server.close() };
}
