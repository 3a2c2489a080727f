/** Where a function is least, as far as was found. */
export interface Minimum {
  readonly at: readonly number[];
  readonly value: number;
  readonly converged: boolean;
}

type Point = readonly number[];

interface Corner {
  readonly point: Point;
  readonly value: number;
}

/** How near to each other the values (against their size) and the places of all corners are when it is done. */
const ALIKE = { value: 1e-12, place: 1e-7 };
const MOST_STEPS = 500;
const MOST_ROUNDS = 4;

/**
 * Finds where a function of a few numbers is least, without derivatives: the downhill simplex of Nelder and Mead (The Computer Journal 7, 1965), begun anew from where it ended until
 * that finds nothing better. A value that is not a number counts as infinitely high.
 */
export function minimize(f: (point: Point) => number, start: Point): Minimum {
  let best = descend(f, start, 0.5);
  for (let round = 0; round < MOST_ROUNDS && best.converged; round++) {
    const again = descend(f, best.at, 0.1);
    if (again.value >= best.value - 1e-9 * Math.abs(best.value)) return again.value < best.value ? again : best;
    best = again;
  }
  return { ...best, converged: false };
}

function descend(f: (point: Point) => number, start: Point, step: number): Minimum {
  const at = (point: Point): Corner => {
    const value = f(point);
    return { point, value: Number.isNaN(value) ? Number.POSITIVE_INFINITY : value };
  };
  const last = start.length;
  let corners = [start, ...start.map((_, i) => start.map((x, j) => (i === j ? x + step : x)))].map(at);
  for (let n = 0; n < MOST_STEPS; n++) {
    // Of equals the elder stays in front: a sort keeps their order.
    corners.sort((a, b) => (a.value === b.value ? 0 : a.value - b.value));
    const [best, worst] = [corners[0]!, corners[last]!];
    if (isSettled(corners)) return { at: best.point, value: best.value, converged: true };
    const middle = start.map((_, j) => corners.slice(0, last).reduce((sum, { point }) => sum + point[j]!, 0) / last);
    const beyond = (by: number): Corner => at(middle.map((x, j) => x + by * (x - worst.point[j]!)));
    const reflected = beyond(1);
    if (reflected.value < best.value) {
      const further = beyond(2);
      corners[last] = further.value < reflected.value ? further : reflected;
    } else if (reflected.value < corners[last - 1]!.value) corners[last] = reflected;
    else {
      const nearer = beyond(reflected.value < worst.value ? 0.5 : -0.5);
      if (nearer.value < Math.min(reflected.value, worst.value)) corners[last] = nearer;
      else corners = [best, ...corners.slice(1).map(({ point }) => at(point.map((x, j) => (x + best.point[j]!) / 2)))];
    }
  }
  const best = corners.reduce((least, each) => (each.value < least.value ? each : least));
  return { at: best.point, value: best.value, converged: false };
}

function isSettled(corners: readonly Corner[]): boolean {
  const [best, worst] = [corners[0]!, corners.at(-1)!];
  const isLevel = worst.value - best.value <= ALIKE.value * Math.abs(best.value);
  return isLevel && corners.every(({ point }) => point.every((x, j) => Math.abs(x - best.point[j]!) <= ALIKE.place));
}
