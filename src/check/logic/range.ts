/** One end of a range; open when the value itself lies outside. */
export interface Bound {
  readonly at: number | string;
  readonly open: boolean;
}

/** The values that something may have: null or not, and between two ends, one of a list, none of another. Numbers, texts (moments in order) and booleans. */
export interface Range {
  readonly null: boolean;
  /** The only values there are; null is any. */
  readonly only: readonly Scalar[] | null;
  readonly not: readonly Scalar[];
  readonly low: Bound | null;
  readonly high: Bound | null;
}

/** A value that is not null. */
export type Scalar = string | number | boolean;

/** Any value, also none. */
export const ANYTHING: Range = { null: true, only: null, not: [], low: null, high: null };

/** Any value that there is. */
export const KNOWN: Range = { ...ANYTHING, null: false };

/** Only null. */
export const NOTHING: Range = { ...ANYTHING, only: [] };

/** What lies in both. */
export function intersect(a: Range, b: Range): Range {
  return {
    null: a.null && b.null,
    only: a.only === null ? b.only : b.only === null ? a.only : a.only.filter((one) => b.only?.includes(one)),
    not: a.not.length === 0 ? b.not : b.not.length === 0 ? a.not : [...a.not, ...b.not],
    low: tighter(a.low, b.low, (x, y) => x > y),
    high: tighter(a.high, b.high, (x, y) => x < y),
  };
}

/** Whether nothing lies in it, not even null. */
export function isEmpty(range: Range): boolean {
  const { only, not, low, high } = range;
  if (range.null) return false;
  if (only !== null) return !only.some((one) => contains(range, one));
  if (low === null || high === null || typeof low.at !== typeof high.at) return false;
  return low.at > high.at || (low.at === high.at && (low.open || high.open || not.includes(low.at)));
}

/** Whether a value lies in it; of kinds that cannot be compared, yes. */
export function contains({ only, not, low, high }: Range, value: Scalar): boolean {
  if (not.includes(value) || (only !== null && !only.includes(value))) return false;
  if (low !== null && typeof low.at === typeof value && (low.open ? value <= low.at : value < low.at)) return false;
  return !(high !== null && typeof high.at === typeof value && (high.open ? value >= high.at : value > high.at));
}

/** A range of whole numbers with ends that are whole and closed. */
export function wholeNumbers(range: Range): Range {
  if (range.only === null && range.not.length === 0 && isWhole(range.low) && isWhole(range.high)) return range;
  const listed = range.only?.filter((one) => typeof one === 'number' && contains(range, one)) as number[] | undefined;
  if (listed !== undefined && listed.length > 0) {
    return { ...range, low: { at: Math.min(...listed), open: false }, high: { at: Math.max(...listed), open: false } };
  }
  return { ...range, low: wholeEnd(range.low, range.not, 1), high: wholeEnd(range.high, range.not, -1) };
}

function isWhole(bound: Bound | null): boolean {
  return bound === null || (!bound.open && Number.isInteger(bound.at));
}

function wholeEnd(bound: Bound | null, not: readonly Scalar[], inwards: 1 | -1): Bound | null {
  if (bound === null || typeof bound.at !== 'number') return bound;
  const whole = inwards * Math.ceil(inwards * bound.at);
  let at = bound.open && whole === bound.at ? whole + inwards : whole;
  while (not.includes(at)) at += inwards;
  return { at, open: false };
}

function tighter(
  a: Bound | null,
  b: Bound | null,
  beats: (x: number | string, y: number | string) => boolean,
): Bound | null {
  if (a === null || b === null) return a ?? b;
  if (a.at === b.at) return a.open ? a : b;
  return typeof a.at === typeof b.at && beats(b.at, a.at) ? b : a;
}
