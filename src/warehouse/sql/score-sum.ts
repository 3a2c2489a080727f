import { FADING, GONE, type ScoreTrait } from '../../decide/score.js';
import type { Layout } from '../layout.js';
import { literal } from './text.js';

/** SQL over `events` (joined with the moments) that adds up a score at the instant `at`, bit for bit as `scoreAt` does; NULL without events. */
export function scoreSum({ weights, halfLife }: ScoreTrait, layout: Layout, at: string): string {
  const { points, codes } = fadedPoints({ weights, halfLife }, layout, at);
  return `sum(${points} ORDER BY ord) FILTER (WHERE name IN (${codes.join(', ') || 'NULL'}))`;
}

/** SQL over `events` for the points of one event that are left at the instant `at`, of those events that have any. */
export function fadedPoints(
  { weights, halfLife }: Pick<ScoreTrait, 'weights' | 'halfLife'>,
  layout: Layout,
  at: string,
): { readonly points: string; readonly codes: readonly number[] } {
  const codes = weights.flatMap(({ event, weight }) => {
    const code = layout.eventCodes.get(event);
    return code === undefined ? [] : [{ code, weight }];
  });
  const points = `CASE name ${codes.map(({ code, weight }) => `WHEN ${code} THEN ${double(weight)}`).join(' ')} END`;
  const age = `(${at} - time)`;
  const whole = `(${age} // ${halfLife})`;
  const rest = `(CAST(${age} % ${halfLife} AS DOUBLE) / ${double(halfLife)})`;
  const series = FADING.reduceRight((sum, term) => `(${sum} * ${rest} + ${double(term)})`, double(0));
  const faded = `CASE WHEN ${whole} >= ${GONE} THEN 0 ELSE ${series} * pow(2.0, CAST(-${whole} AS DOUBLE)) END`;
  return { points: `${points} * ${faded}`, codes: codes.map(({ code }) => code) };
}

function double(value: number): string {
  return `CAST(${literal(value)} AS DOUBLE)`;
}
