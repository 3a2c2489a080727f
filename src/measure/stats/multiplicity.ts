/** p after correction for all of a family, each at its own place: with probability at most α none of those that stand is false. (S. Holm 1979.) */
export function holm(p: readonly number[]): readonly number[] {
  let largest = 0;
  return adjust(p, ascending(p), (value, rank) => {
    largest = Math.max(largest, Math.min(1, value * (p.length - rank)));
    return largest;
  });
}

/** p after correction: of those that stand at α, at most this share is false on average. (Y. Benjamini & Y. Hochberg 1995.) */
export function benjaminiHochberg(p: readonly number[]): readonly number[] {
  let smallest = 1;
  return adjust(p, ascending(p).reverse(), (value, rank) => {
    smallest = Math.min(smallest, (value * p.length) / (p.length - rank));
    return smallest;
  });
}

function ascending(p: readonly number[]): number[] {
  return p.map((_, index) => index).sort((a, b) => p[a]! - p[b]! || a - b);
}

/** `next` gets each p in that order, with its place in it. */
function adjust(
  p: readonly number[],
  order: readonly number[],
  next: (value: number, rank: number) => number,
): readonly number[] {
  const adjusted = p.map(() => 1);
  for (const [rank, index] of order.entries()) adjusted[index] = next(p[index]!, rank);
  return adjusted;
}
