import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

/** `LIFECYCLE_FUZZ=100` tries a hundred times as many inputs, and `LIFECYCLE_SEED` others. */
const TIMES = Number(process.env.LIFECYCLE_FUZZ ?? 1);
const SEED = process.env.LIFECYCLE_SEED ?? 'steady';
const CHILD = fileURLToPath(new URL('fuzz-child.mjs', import.meta.url));
const HANGS_MS = 30_000;

interface Told {
  readonly n: number;
  readonly problems?: readonly string[];
  readonly name?: string;
  readonly input?: string;
  readonly held?: string;
}

/** Has a process with a small heap try the inputs, and gives what was wrong: also its death, and that it no longer says anything. */
async function tryInputs(
  subject: string,
  count: number,
): Promise<{ readonly tried: readonly Told[]; readonly wrong: readonly string[] }> {
  const args = ['--max-old-space-size=256', CHILD, subject, SEED, '0', String(count)];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const tried: Told[] = [];
  const wrong: string[] = [];
  let last = -1;
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr = `${stderr}${text}`.slice(-2000);
  });
  const hang = setTimeout(() => child.kill('SIGKILL'), HANGS_MS);
  const again = (n: number): string => `(node ${args.slice(0, 3).join(' ')} ${SEED} ${n} ${n + 1})`;
  const ended = new Promise<string | null>((done) => {
    child.on('close', (code, signal) => done(code === 0 ? null : `ended with ${signal ?? code}`));
  });
  for await (const line of createInterface(child.stdout)) {
    hang.refresh();
    const told = JSON.parse(line) as Told & { readonly begins?: number };
    if (told.begins !== undefined) last = told.begins;
    else tried.push(told);
    if (told.problems !== undefined) wrong.push(`${told.name}: ${told.problems.join('; ')} ${again(told.n)}`);
  }
  const death = await ended;
  clearTimeout(hang);
  if (death !== null) wrong.push(`input ${last} ${death} ${again(last)}: ${stderr}`);
  return { tried, wrong };
}

describe('hostile input costs bounded time and memory, and is told at its place', () => {
  it.each([
    ['syntax', 150],
    ['liquid', 400],
    ['yaml', 50],
    ['template', 40],
    ['rows', 40],
    ['mail', 1000],
  ])('%s', { timeout: 60_000 + TIMES * 120_000 }, async (subject, count) => {
    const { tried, wrong } = await tryInputs(subject, count * TIMES);
    expect(wrong).toEqual([]);
    expect(tried).toHaveLength(count * TIMES);
    // Where everything is held back, nothing is proved of what goes.
    expect(tried.filter(({ held }) => held === undefined).length).toBeGreaterThan(count * TIMES * 0.1);
  });
});
