import { normalCdf, normalDensity } from './normal.js';

/** What is believed of one arm before the test, per person: mean, how far arms differ (`sigma`), how far people do (`deviation`). */
export interface Prior {
  readonly mean: number;
  readonly sigma: number;
  readonly deviation: number;
}

/** People of each of two arms alike that a test should have when the better one then goes to the rest of `people`. (E. M. Feit & R. Berman, Test & Roll, Marketing Science 2019, equation 10.) */
export function testAndRoll(people: number, { sigma, deviation }: Omit<Prior, 'mean'>): number {
  const s = deviation ** 2;
  // The usual form loses its digits where 4 N s² σ² is small.
  const b = 3 * s;
  return (people * s) / (b + Math.sqrt(b ** 2 + 4 * people * s * sigma ** 2));
}

/** The same where the arms are unlike, a holdout and a message: people of each that earn most in all, in test and roll-out together (ibid., section 5). */
export function unlikeTestAndRoll(
  people: number,
  first: Prior,
  second: Prior,
): { readonly first: number; readonly second: number } {
  let best = { first: 1, second: 1 };
  let most = expectedProfit(people, first, second, best);
  // The profit is smooth with one top: steps in both sizes that grow while they help and shrink while they do not.
  for (let step = Math.max(1, people / 16); step >= 0.5; ) {
    let moved = false;
    for (const [x, y] of [
      [1, 0],
      [-1, 0],
      [0, 1],
      [0, -1],
      [1, 1],
      [-1, -1],
      [1, -1],
      [-1, 1],
    ] as const) {
      const next = { first: best.first + x * step, second: best.second + y * step };
      if (next.first < 1 || next.second < 1 || next.first + next.second > people) continue;
      const profit = expectedProfit(people, first, second, next);
      if (profit <= most) continue;
      [best, most, moved] = [next, profit, true];
    }
    if (!moved) step /= 2;
  }
  return { first: Math.round(best.first), second: Math.round(best.second) };
}

/** Test: everybody's prior mean; roll-out: the larger of the two means that will then be believed, normal each. */
function expectedProfit(
  people: number,
  first: Prior,
  second: Prior,
  sizes: { readonly first: number; readonly second: number },
): number {
  const learned = ({ sigma, deviation }: Prior, n: number): number => sigma ** 4 / (sigma ** 2 + deviation ** 2 / n);
  const spread = Math.sqrt(learned(first, sizes.first) + learned(second, sizes.second));
  const apart = first.mean - second.mean;
  const better = second.mean + apart * normalCdf(apart / spread) + spread * normalDensity(apart / spread);
  return sizes.first * first.mean + sizes.second * second.mean + (people - sizes.first - sizes.second) * better;
}
