import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { openDatabase } from '../../src/ledger/database.js';
import { seededRandom } from '../deliver/seeded-random.js';

// LIFECYCLE_KILLS=200 is the long form, by hand before a new version of the driver is taken.
const KILLS = Number(process.env.LIFECYCLE_KILLS ?? 10);
const CHILD = fileURLToPath(new URL('./committing-child.mjs', import.meta.url));

it(
  `keeps every acknowledged batch, whole, over ${KILLS} SIGKILLs`,
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'ledger-'));
    const path = join(folder, 'ledger.db');
    const random = seededRandom(20260301);
    const acknowledged = new Set<number>();
    let next = 0;
    let unfinished = 0;
    for (let kill = 0; kill < KILLS; kill += 1) {
      const heard = await runUntilKilled(path, next, 1 + random() * 80);
      expect(heard.length, 'the child committed something').toBeGreaterThan(0);
      for (const batch of heard) acknowledged.add(batch);
      const stored = storedBatches(path);
      expect([...acknowledged].filter((batch) => stored.get(batch) !== 7)).toEqual([]);
      expect([...stored].filter(([, rows]) => rows !== 7)).toEqual([]);
      unfinished += stored.size - acknowledged.size;
      for (const batch of stored.keys()) acknowledged.add(batch);
      next = Math.max(...stored.keys()) + 1;
    }
    const db = openDatabase(path, 1000);
    expect(db.prepare('PRAGMA integrity_check').all()).toMatchObject([{ integrity_check: 'ok' }]);
    const journal = db.prepare<{ n: number }>(`SELECT count(*) AS n FROM journal WHERE kind = 'planned'`).get();
    expect(journal?.n).toBe(acknowledged.size * 7);
    db.close();
    rmSync(folder, { recursive: true });
    if (process.env.LIFECYCLE_KILLS !== undefined) {
      console.log(
        `${KILLS} kills, ${acknowledged.size} batches stored, ${unfinished} of them not acknowledged, 0 lost, 0 torn`,
      );
    }
  },
  KILLS * 2000,
);

async function runUntilKilled(path: string, first: number, afterMs: number): Promise<readonly number[]> {
  const child = spawn(process.execPath, [CHILD, path, String(first)], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'close');
  let text = '';
  const spoke = new Promise<void>((resolve) => {
    child.stdout.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      resolve();
    });
  });
  await Promise.race([spoke, ended]);
  await sleep(afterMs);
  child.kill('SIGKILL');
  await ended;
  return text
    .slice(0, text.lastIndexOf('\n') + 1)
    .split('\n')
    .filter((line) => line !== '')
    .map(Number);
}

function storedBatches(path: string): ReadonlyMap<number, number> {
  const db = openDatabase(path, 1000);
  const rows = db
    .prepare<{ batch: string; n: number }>('SELECT occasion AS batch, count(*) AS n FROM messages GROUP BY 1')
    .all();
  db.close();
  return new Map(rows.map(({ batch, n }) => [Number(batch), n]));
}
