import type { Duration } from '../../model/value.js';

const UNITS: Readonly<Record<string, string>> = { m: 'minute', h: 'hour', d: 'day', w: 'week', mo: 'month', y: 'year' };

/** A duration as a reader says it: `2 hours`, `1 day 12 hours`. */
export function durationWords({ text }: Duration): string {
  return text.replace(/(\d+)(mo|m|h|d|w|y)/g, (_, count: string, unit: string) => {
    const noun = UNITS[unit] ?? unit;
    return `${Number(count)} ${noun}${Number(count) === 1 ? '' : 's'}`;
  });
}
