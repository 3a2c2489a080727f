import { compareText } from './diagnostic.js';

/** The candidates near enough to `word` to be what was meant, nearest first; at most three. */
export function suggest(word: string, candidates: Iterable<string>): readonly string[] {
  const lower = word.toLowerCase();
  // In a path such as profile.name only the part behind the last dot is weighed, lest any attribute be near any other.
  const limit = Math.max(1, Math.floor((word.length - word.lastIndexOf('.') - 1) * 0.4));
  return [...new Set(candidates)]
    .map((candidate) => ({
      candidate,
      distance:
        candidate.toLowerCase() === lower
          ? 0.5
          : editDistance(lower.slice(0, 80), candidate.toLowerCase().slice(0, 80), limit),
    }))
    .filter(({ candidate, distance }) => distance <= limit && candidate !== word)
    .sort((a, b) => a.distance - b.distance || compareText(a.candidate, b.candidate))
    .slice(0, 3)
    .map(({ candidate }) => candidate);
}

/** Insertions, deletions, replacements and swaps of neighbours that make `b` of `a` (optimal string alignment); more than `limit` is Infinity. */
function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return Number.POSITIVE_INFINITY;
  let beforeLast: readonly number[] = [];
  let last: readonly number[] = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let best = Math.min(row[j - 1]! + 1, last[j]! + 1, last[j - 1]! + (same ? 0 : 1));
      if (!same && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) best = Math.min(best, beforeLast[j - 2]! + 1);
      row.push(best);
    }
    beforeLast = last;
    last = row;
  }
  const distance = last[b.length]!;
  return distance <= limit ? distance : Number.POSITIVE_INFINITY;
}
