import { parseDuration } from '../../model/duration.js';
import { HOUR } from '../../model/milliseconds.js';
import { mapAt, textAt, type YamlMap } from '../yaml-map.js';
import { type Claim, type CountSubject, type CountWindow, TRUE } from './claim.js';
import { KNOWN, type Range } from './range.js';

const DOMAIN: Range = { ...KNOWN, low: { at: 0, open: false } };

/** Events of a name that pass tests in a window, as something to be counted. */
export function countSubject(event: string, where: YamlMap | null, window: CountWindow): CountSubject {
  const tests = Object.fromEntries(
    Object.entries(where ?? {})
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, test]) => [name, JSON.stringify(test)]),
  );
  return make(event, tests, window);
}

/** The same events in another stretch of time. */
export function overWindow({ event, where }: CountSubject, window: CountWindow): CountSubject {
  return make(event, where, window);
}

function make(event: string, where: CountSubject['where'], window: CountWindow): CountSubject {
  // Most count events of any kind: to write that as JSON takes most of the time.
  const tests = Object.keys(where).length === 0 ? '' : JSON.stringify(where);
  return { kind: 'count', key: `${wordsOf(window)} ${tests} ${event}`, domain: DOMAIN, event, where, window };
}

function wordsOf(window: CountWindow): string {
  if (window.kind === 'ever') return 'ever';
  return window.kind === 'within' ? `within ${window.least} ${window.most}` : JSON.stringify(window);
}

/** The events that a condition or a trait counts; null when its stretch of time cannot be read. */
export function countedBy(event: string, holder: YamlMap): CountSubject | null {
  const within = textAt(holder, 'within');
  const where = mapAt(holder, 'where');
  if (within !== null) {
    const window = windowOf(within);
    return window === null ? null : countSubject(event, where, window);
  }
  const [after, before] = [textAt(holder, 'after'), textAt(holder, 'before')];
  return countSubject(
    event,
    where,
    after === null && before === null ? { kind: 'ever' } : { kind: 'between', after, before },
  );
}

/** The last stretch of time of a written length; null when it cannot be read. */
export function windowOf(text: string): (CountWindow & { kind: 'within' }) | null {
  const duration = parseDuration(text);
  if (duration === null) return null;
  const { months, days, exact } = duration;
  // A day over a change of clocks has 23 or 25 hours; a month has 28 to 31 days.
  const slack = months + days === 0 ? 0 : 2 * HOUR;
  return {
    kind: 'within',
    least: (months * 28 + days) * 24 * HOUR + exact - slack,
    most: (months * 31 + days) * 24 * HOUR + exact + slack,
  };
}

/** So many events or more. */
export function atLeast(subject: CountSubject, count: number): Claim {
  return { kind: 'is', subject, range: { ...KNOWN, low: { at: count, open: false } } };
}

/** So many events or fewer. */
export function atMost(subject: CountSubject, count: number): Claim {
  return { kind: 'is', subject, range: { ...KNOWN, high: { at: count, open: false } } };
}

/** One of the events at least, or none of any. */
export function happened(subject: CountSubject | null, holds: boolean): Claim {
  if (subject === null) return TRUE;
  return holds ? atLeast(subject, 1) : atMost(subject, 0);
}
