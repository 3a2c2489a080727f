import type { Trait } from '../model/condition.js';
import type { FactEvent } from '../model/facts.js';
import type { Instant } from '../model/value.js';
import { eventsNamed, type Person } from './person.js';

/** A trait that adds up points that fade. */
export type ScoreTrait = Extract<Trait, { kind: 'score' }>;

const TERMS = 16;

/** (−ln 2)^k / k!, the series of 2^−x around 0. */
export const FADING: readonly number[] = Array.from({ length: TERMS }, (_, k) => {
  let term = 1;
  for (let i = 1; i <= k; i++) term *= -Math.LN2 / i;
  return term;
});

/** Half-lives after which nothing is left that a number could hold. */
export const GONE = 1000;

/**
 * 2^(−age / halfLife), made of halvings and a series rather than the library's power, so that a database computes the very same number. 0 after a thousand half-lives.
 */
export function fade(age: number, halfLife: number): number {
  const whole = Math.floor(age / halfLife);
  if (whole >= GONE) return 0;
  const rest = (age - whole * halfLife) / halfLife;
  let series = 0;
  for (let k = TERMS - 1; k >= 0; k--) series = series * rest + FADING[k]!;
  return series * 2 ** -whole;
}

/** The points of a person at a moment, added up in the order of the events. */
export function scoreAt(trait: ScoreTrait, at: Instant, person: Person): number {
  let sum = 0;
  for (const { weight, time } of scored(trait, person)) if (time <= at) sum += weight * fade(at - time, trait.halfLife);
  return sum;
}

/**
 * The instants around which points that only fade pass one of the limits, beginning anew at each event: what is left falls by the same factor whatever it is made of.
 */
export function scoreCrossings(trait: ScoreTrait, limits: readonly number[], person: Person): readonly Instant[] {
  const events = scored(trait, person);
  const points: Instant[] = [];
  let [left, last] = [0, 0];
  for (const [index, { weight, time }] of events.entries()) {
    left = left * fade(time - last, trait.halfLife) + weight;
    last = time;
    const next = events[index + 1]?.time ?? Number.POSITIVE_INFINITY;
    for (const limit of limits) {
      // Nothing passes zero by fading, but in the end nothing is left.
      if (limit === 0) points.push(time + GONE * trait.halfLife);
      const ratio = left / limit;
      if (!(ratio >= 1)) continue;
      const about = time + trait.halfLife * Math.log2(ratio);
      if (about > next + 2 || !Number.isFinite(about)) continue;
      for (let off = -2; off <= 2; off++) points.push(Math.round(about) + off);
    }
  }
  return points;
}

function scored(trait: ScoreTrait, person: Person): readonly (FactEvent & { readonly weight: number })[] {
  const weights = new Map(trait.weights.map(({ event, weight }) => [event, weight]));
  if (weights.size === 1) {
    const [[event, weight] = ['', 0]] = weights;
    return eventsNamed(person.facts, event).map((each) => ({ ...each, weight }));
  }
  return person.facts.events.flatMap((each) => {
    const weight = weights.get(each.name);
    return weight === undefined ? [] : [{ ...each, weight }];
  });
}
