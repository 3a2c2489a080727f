import { writeFileSync } from 'node:fs';
import { seedRandom } from '../model/random.js';

/** Without what is mistaken for something else when it is read aloud. */
const LETTERS = [...'ABCDEFGHJKLMNPQRSTUVWXYZ23456789'];
const LENGTH = 7;
/** A stream of its own, apart from those of the people. */
const STREAM = -1;

/** Codes for an incentive, each once: the same seed, the same codes, and a longer list begins like a shorter one. */
export function makeCodes(count: number, seed: number): readonly string[] {
  const random = seedRandom(seed, STREAM);
  const codes = new Set<string>();
  while (codes.size < count) {
    codes.add(`QK-${Array.from({ length: LENGTH }, () => random.pick(LETTERS)).join('')}`);
  }
  return [...codes];
}

/** Writes them as lifecycle reads them: one a line, below a line that says `code`. */
export function writeCodes(path: string, count: number, seed: number): void {
  writeFileSync(path, `${['code', ...makeCodes(count, seed)].join('\n')}\n`);
}
