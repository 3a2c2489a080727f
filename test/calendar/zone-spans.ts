const MINUTE = 60_000;
const DAY = 1440 * MINUTE;

/** A stretch in which a zone's clocks are steady: from `since` to the next one's. */
export interface ZoneSpan {
  readonly since: number;
  readonly offset: number;
}

/** How a zone's clocks stand over [`from`, `to`), as the platform prints them: nothing of our own calendar, nor of Temporal. */
export function zoneSpans(zone: string, from: number, to: number): readonly ZoneSpan[] {
  const printed = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' });
  const offsetAt = (t: number): number => {
    const [, sign = '+', hours = '0', minutes = '0'] = /GMT(?:([+-])(\d\d):(\d\d))?$/.exec(printed.format(t)) ?? [];
    return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * MINUTE;
  };
  const spans: ZoneSpan[] = [{ since: from, offset: offsetAt(from) }];
  for (let t = from; t < to; t += DAY) {
    const offset = offsetAt(t + DAY);
    if (offset === spans.at(-1)?.offset) continue;
    let [before, after] = [t, t + DAY];
    while (after - before > MINUTE) {
      const middle = before + Math.floor((after - before) / 2 / MINUTE) * MINUTE;
      if (offsetAt(middle) === offset) after = middle;
      else before = middle;
    }
    spans.push({ since: after, offset });
  }
  return spans;
}

/** The documented instant of a local time, given as though it were UTC: the first of two; where it does not come, the moment at which the clocks were moved. */
export function documentedInstant(local: number, spans: readonly ZoneSpan[]): number {
  for (const [i, { since, offset }] of spans.entries()) {
    const until = spans[i + 1]?.since ?? Number.POSITIVE_INFINITY;
    if (local - offset < since) return since;
    if (local - offset < until) return local - offset;
  }
  throw new Error('the last span has no end');
}
