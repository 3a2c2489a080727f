import { addDuration, localDay, subtractDuration } from '../../calendar/local-time.js';
import type { Duration, Instant } from '../../model/value.js';
import { spell } from '../sql/edges.js';
import type { PersonMeasure } from './asked.js';

type Retention = Extract<PersonMeasure, { kind: 'retention' }>;

/** The times after which, and up to which, retentions count: each pair once. Their columns are `after0`, `until0`, `day0`, … */
export class TimeSpans {
  readonly #spans = new Map<string, { readonly index: number; readonly measure: Retention }>();

  constructor(measures: readonly PersonMeasure[]) {
    for (const measure of measures)
      if (measure.kind === 'retention' && !this.#spans.has(keyOf(measure)))
        this.#spans.set(keyOf(measure), { index: this.#spans.size, measure });
  }

  /** The columns of all spans, three for each. */
  get columns(): readonly string[] {
    return [...this.#spans.values()].flatMap(({ index }) => [`after${index}`, `until${index}`, `day${index}`]);
  }

  /** The numbers of the spans. */
  get indexes(): readonly number[] {
    return [...this.#spans.values()].map(({ index }) => index);
  }

  /** The number of a measure's span; null for a measure that has the campaign's own window. */
  indexOf(measure: PersonMeasure): number | null {
    return measure.kind === 'retention' ? (this.#spans.get(keyOf(measure))?.index ?? null) : null;
  }

  /** Writes what stands in the columns for somebody in a zone who was exposed at `t` into a row, from a place on. */
  fill(row: Float64Array, from: number, t: Instant, zone: string, projectZone: string): void {
    let place = from;
    for (const { measure } of this.#spans.values()) {
      const until = addDuration(t, measure.within, zone);
      row[place++] = addDuration(t, measure.after, zone);
      row[place++] = until;
      row[place++] = localDay(until, projectZone);
    }
  }
}

/** The window of a campaign around an exposure: when it ends, on which day of the project's zone, and when one as long before it began. */
export function windowAround(
  t: Instant,
  window: Duration,
  zone: string,
  projectZone: string,
): { readonly began: Instant; readonly ends: Instant; readonly day: number } {
  const ends = addDuration(t, window, zone);
  return { began: subtractDuration(t, window, zone), ends, day: localDay(ends, projectZone) };
}

function keyOf({ after, within }: Retention): string {
  return `${spell(after)} ${spell(within)}`;
}
