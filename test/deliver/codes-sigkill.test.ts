import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { thisMachine } from '../../src/commands/this-machine.js';
import { openSqliteLedger } from '../../src/ledger/sqlite.js';
import { examplePlan, MINUTE, planned, T0 } from '../ledger/examples.js';
import { seededRandom } from './seeded-random.js';

const MESSAGES = 200;
const KILLS = Number(process.env.LIFECYCLE_KILLS ?? 8);

it(
  `gives no code to two messages and two codes to none, over ${KILLS} SIGKILLs`,
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'codes-'));
    const path = join(folder, 'ledger.db');
    const inbox = join(folder, 'inbox.txt');
    const codes = Array.from({ length: MESSAGES }, (_, i) => `C${1000 + i}`);
    writeFileSync(join(folder, 'codes.csv'), `code\n${codes.join('\n')}\n`);
    planMessages(path);
    const sink = start('sink-child.mjs', inbox);
    const port = (await firstLine(sink)).trim();
    const random = seededRandom(11);
    let struck = 0;
    try {
      for (let kill = 0; kill < KILLS; kill += 1) {
        const runner = start('giving-child.mjs', path, folder, port, String(T0));
        const ended = once(runner, 'exit');
        await Promise.race([firstLine(runner), ended]);
        await sleep(random() * 20);
        if (runner.exitCode === null) struck += 1;
        runner.kill('SIGKILL');
        await ended;
      }
      const quiet = start('giving-child.mjs', path, folder, port, String(T0));
      expect(await once(quiet, 'exit')).toEqual([0, null]);
    } finally {
      sink.kill('SIGKILL');
    }

    const received = readFileSync(inbox, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => line.split('.') as [string, string]);
    const ledger = openSqliteLedger(path, thisMachine);
    const given = ledger.givenCodes();
    const dropped = ledger.messages('dropped', MESSAGES);
    ledger.close();
    rmSync(folder, { recursive: true });

    expect(struck, 'kills that struck while it was sending').toBeGreaterThan(KILLS / 2);
    // As many codes as messages: a single one lost on the way would leave somebody without.
    expect(dropped).toEqual([]);
    expect([...given.values()].sort()).toEqual(codes);
    for (const [id, code] of received) expect(given.get(id), id).toBe(code);
    expect(new Set(received.map(([, code]) => code)).size).toBe(received.length);
  },
  KILLS * 3000,
);

function planMessages(path: string): void {
  const ledger = openSqliteLedger(path, thisMachine);
  const fence = ledger.acquire({ host: 'here', pid: process.pid, ttl: MINUTE }, T0);
  const tick = ledger.beginTick(fence, T0, examplePlan(), {});
  const ids = Array.from({ length: MESSAGES }, (_, i) => `m${i}`);
  ledger.commit(
    fence,
    tick,
    ids.map((id, i) => planned({ id, profileId: `p${i % 50}`, step: `s${Math.floor(i / 50)}`, incentive: 'ten' })),
  );
  ledger.close();
}

function start(script: string, ...args: readonly string[]): ChildProcess {
  const path = fileURLToPath(new URL(`./${script}`, import.meta.url));
  return spawn(process.execPath, [path, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
}

async function firstLine(child: ChildProcess): Promise<string> {
  const [chunk] = (await once(child.stdout!, 'data')) as [Buffer];
  return chunk.toString();
}
