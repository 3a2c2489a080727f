import { addDays, localMoment, localTime, subtractDuration } from '../../calendar/local-time.js';
import type { LocalMoment } from '../../model/condition.js';
import type { Duration, Instant } from '../../model/value.js';
import { literal } from './text.js';

/** One moment of asking for the profiles of one zone. */
export interface Moment {
  /** `code` is the number of the zone, or SQL for it where the data are not open. */
  readonly zone: { readonly code: number | string; readonly name: string };
  readonly at: Instant;
  /** Values for the extra columns that the asker names. */
  readonly extra?: readonly (number | boolean)[];
}

type Compute = (at: Instant, zone: string) => number | string | boolean;

/**
 * The instants and days that conditions compare with, as columns of a small table with one row for each moment and zone. The calendar computes them here, so
 * that SQL never does calendar arithmetic and cannot disagree with the evaluator in memory.
 */
export class Edges {
  readonly #columns = new Map<string, { readonly column: string; readonly compute: Compute }>();

  /** The windows whose starts are columns. */
  readonly windows = new Map<string, Duration>();

  /** Names of the columns so far. */
  get columns(): readonly string[] {
    return [...this.#columns.values()].map(({ column }) => column);
  }

  /** The same, each with its SQL type. */
  get typedColumns(): readonly { readonly column: string; readonly type: string }[] {
    const types = { instant: 'BIGINT', day: 'VARCHAR', number: 'DOUBLE', text: 'VARCHAR', flag: 'BOOLEAN' };
    return [...this.#columns].map(([key, { column }]) => ({
      column,
      type: types[key.slice(0, key.indexOf(' ')) as keyof typeof types],
    }));
  }

  /** The start of a window that ends at the moment: event times after it are inside. */
  windowStart(duration: Duration): string {
    const column = this.instant(`window ${spell(duration)}`, (at, zone) => subtractDuration(at, duration, zone));
    this.windows.set(column, duration);
    return column;
  }

  /** A written moment on the profile's clock. */
  localMoment(text: LocalMoment): string {
    return this.instant(`moment ${text}`, (_, zone) => localMoment(text, zone));
  }

  /** The first day whose local midnight is at or after a written moment. */
  firstLocalDay(text: LocalMoment): string {
    return this.firstDay(`moment ${text}`, (_, zone) => localMoment(text, zone));
  }

  /** Any instant that depends on the moment and the zone; `key` says which. */
  instant(key: string, compute: (at: Instant, zone: string) => Instant): string {
    return this.#column(`instant ${key}`, compute);
  }

  /** The first day whose local midnight is at or after an instant: `day < column` says that the midnight of the day is before it. */
  firstDay(key: string, compute: (at: Instant, zone: string) => Instant): string {
    return this.#column(`day ${key}`, (at, zone) => firstDayFrom(compute(at, zone), zone));
  }

  /** Any number that depends on the moment and the zone. */
  number(key: string, compute: (at: Instant, zone: string) => number): string {
    return this.#column(`number ${key}`, compute);
  }

  /** Any text that depends on the moment and the zone. */
  text(key: string, compute: (at: Instant, zone: string) => string): string {
    return this.#column(`text ${key}`, compute);
  }

  /** Anything true or false that depends on the moment and the zone. */
  flag(key: string, compute: (at: Instant, zone: string) => boolean): string {
    return this.#column(`flag ${key}`, compute);
  }

  /** The table as a relation `(mno, zone, moment, <extra>, <columns>)`. */
  relation(moments: readonly Moment[], extraColumns: readonly string[] = []): string {
    const computes = [...this.#columns.values()].map(({ compute }) => compute);
    const rows = moments.map(({ zone, at, extra = [] }, i) => {
      const edges = computes.map((compute) => literal(compute(at, zone.name)));
      return `(${[i, zone.code, `CAST(${at} AS BIGINT)`, ...extra.map(literal), ...edges].join(', ')})`;
    });
    return `(SELECT * FROM (VALUES ${rows.join(', ')}) AS v(${['mno', 'zone', 'moment', ...extraColumns, ...this.columns].join(', ')}))`;
  }

  /** The columns, and `moment`, as expressions over a table that has its rows' `zone`: where only one moment is asked of each zone, no join is needed. Rows of a zone that is not asked may get anything. */
  inline(moments: readonly Moment[]): string {
    const byZone = new Map(moments.map((each) => [Number(each.zone.code), each]));
    const codes = Array.from({ length: Math.max(-1, ...byZone.keys()) + 1 }, (_, code) => byZone.get(code));
    const list = (compute: Compute) => {
      const [first = 'NULL', ...others] = new Set(moments.map(({ at, zone }) => literal(compute(at, zone.name))));
      if (others.length === 0) return first;
      return `[${codes.map((each) => (each === undefined ? 'NULL' : literal(compute(each.at, each.zone.name)))).join(', ')}][zone + 1]`;
    };
    const columns = [...this.#columns.values()].map(({ column, compute }) => `${list(compute)} AS ${column}`);
    return [`${list((at) => at)} AS moment`, ...columns].join(', ');
  }

  #column(key: string, compute: Compute): string {
    const known = this.#columns.get(key);
    if (known !== undefined) return known.column;
    const column = `w${this.#columns.size}`;
    this.#columns.set(key, { column, compute });
    return column;
  }
}

/** A duration as a key: two spellings of one length are one. */
export function spell({ months, days, exact }: Duration): string {
  return `${months}/${days}/${exact}`;
}

function firstDayFrom(t: Instant, zone: string): string {
  let day = localTime(t, zone).date;
  // Clocks that go back over midnight, and days that a zone skipped, put the answer a day away.
  while (localMoment(day, zone) < t) day = addDays(day, 1);
  for (let earlier = addDays(day, -1); localMoment(earlier, zone) >= t; earlier = addDays(day, -1)) day = earlier;
  return day;
}
