import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { FAULTS, type Fault } from './faults.js';
import { simulateSeed } from './simulate-seed.js';

/** How many seeds all test files together live through, and from which on. */
const SEEDS = Number(process.env.LIFECYCLE_SEEDS ?? (process.env.CI ? 10_000 : 2400));
const FROM = Number(process.env.LIFECYCLE_SEED_FROM ?? 0);
/** Only this one, with its log; without some faults, so many to make it short. */
const ONE = process.env.SEED;
const WITHOUT = new Set((process.env.WITHOUT ?? '').split(',').filter((name) => name !== '') as Fault[]);
const HOURS = 3_600_000;

/** A test over its part of the seeds: of `parts` files this is the one numbered `part` from 0. */
export function runSeeds(part: number, parts: number): void {
  if (ONE !== undefined) {
    it.runIf(part === 0)(`seed ${ONE} leaves nothing to complain of`, async () => {
      const { complaints, log, kinds } = await simulateSeed(Number(ONE), WITHOUT);
      process.stdout.write(`${log()}\n${kinds.join(', ')}\n`);
      expect(complaints).toEqual([]);
    });
    return;
  }
  const own = Array.from({ length: SEEDS }, (_, i) => FROM + i).filter((seed) => seed % parts === part);
  const struck = new Map<Fault, number>();
  let messages = 0;

  it(`${own.length} seeds leave nothing to complain of`, { timeout: 24 * HOURS }, async () => {
    for (const seed of own) {
      const outcome = await simulateSeed(seed);
      if (outcome.complaints.length > 0) expect.fail(await explain(seed));
      messages += outcome.messages;
      for (const [fault, times] of outcome.struck) struck.set(fault, (struck.get(fault) ?? 0) + times);
    }
  });

  // A hundred times in ten thousand seeds; fewer say too little.
  it.runIf(own.length >= 1000)('everything that can go wrong went wrong often, and much was sent all the same', () => {
    const rare = FAULTS.filter((fault) => (struck.get(fault) ?? 0) * 100 < own.length);
    expect(rare).toEqual([]);
    expect(messages).toBeGreaterThan(own.length);
  });

  it('a seed gives the same log every time', async () => {
    for (const seed of own.slice(0, 40)) {
      const [first, second] = [await simulateSeed(seed), await simulateSeed(seed)];
      expect(second.log()).toBe(first.log());
    }
  });

  it.runIf(part === 0)('seeds that failed once do not fail again', async () => {
    for (const seed of knownSeeds()) expect((await simulateSeed(seed)).complaints, `seed ${seed}`).toEqual([]);
  });
}

/** `seeds.txt`: a seed a line, and after it what it had found. */
function knownSeeds(): readonly number[] {
  const lines = readFileSync(new URL('seeds.txt', import.meta.url), 'utf8').split('\n');
  return lines.filter((line) => /^\d/.test(line)).map((line) => Number.parseInt(line, 10));
}

/** What a seed is complained of for, and one line that does it again with as few kinds of trouble as it takes. */
async function explain(seed: number): Promise<string> {
  const { kinds } = await simulateSeed(seed);
  const without = new Set<Fault>();
  for (const kind of kinds) {
    const { complaints } = await simulateSeed(seed, new Set([...without, kind]));
    if (complaints.length > 0) without.add(kind);
  }
  const { complaints } = await simulateSeed(seed, without);
  const needed = kinds.filter((kind) => !without.has(kind));
  const again = without.size === 0 ? '' : ` WITHOUT="${[...without].join(',')}"`;
  return `SEED=${seed}${again} npm run simulate\nit takes: ${needed.join(', ')}\n${complaints.join('\n')}`;
}
