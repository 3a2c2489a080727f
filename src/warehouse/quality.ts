import { compareText } from '../model/diagnostic.js';
import type { DataQuality, SetAside } from '../model/facts.js';

/** How many rows a finding shows. */
export const SAMPLES = 10;

/** One row that a finding shows, and where it stands among the others. */
export interface Sample {
  readonly file: string;
  readonly line: number;
  readonly text: string;
}

/** Rows with one flaw; the first of them are shown. */
export interface Finding extends Omit<SetAside, 'samples'> {
  readonly samples: readonly Sample[];
  /** Findings of one source are told in this order: where the look at the rows stood. */
  readonly place: string;
  /** Whether the rows themselves were put aside. */
  readonly whole: boolean;
}

type Source = SetAside['source'];
const SOURCES: readonly Source[] = ['profiles', 'events', 'catalogs', 'costs'];

/** Gathers what was wrong with the data while it is loaded. */
export class QualityReport {
  readonly #findings: Finding[] = [];
  readonly #rows: Record<Source, number> = { profiles: 0, events: 0, catalogs: 0, costs: 0 };

  /** Adds rows that were read. */
  addRows(source: Source, rows: number): void {
    this.#rows[source] += rows;
  }

  /** Adds a finding when its count is not zero. Those of one `place` are in the order in which they were added. */
  add(finding: Omit<Finding, 'place' | 'whole'>, whole: boolean, place = ''): void {
    if (finding.count > 0) this.#findings.push({ ...finding, whole, place });
  }

  /** Adds what another report says of other rows of a source: the same flaw is counted on, and the first rows of both are shown. */
  addAll({ source, rows, findings }: SourceReport): void {
    this.#rows[source] += rows;
    for (const finding of findings) {
      const at = this.#findings.findIndex(
        (each) => each.source === source && each.place === finding.place && each.reason === finding.reason,
      );
      const known = this.#findings[at];
      if (known === undefined) this.#findings.push(finding);
      else
        this.#findings[at] = {
          ...known,
          count: known.count + finding.count,
          samples: [...known.samples, ...finding.samples].sort(bySight).slice(0, SAMPLES),
        };
    }
  }

  /** What was said of one source. */
  of(source: Source): SourceReport {
    const findings = this.#findings.filter((finding) => finding.source === source);
    return { source, rows: this.#rows[source], findings };
  }

  /** The report so far: profiles before events before what is beside them. */
  result(): DataQuality {
    const findings = SOURCES.flatMap((source) =>
      this.of(source).findings.toSorted((a, b) => compareText(a.place, b.place)),
    );
    const counts = (source: Source) => ({
      rows: this.#rows[source],
      setAside: findings.reduce((sum, each) => sum + (each.source === source && each.whole ? each.count : 0), 0),
    });
    return {
      profiles: counts('profiles'),
      events: counts('events'),
      ...(this.#rows.catalogs === 0 ? {} : { catalogs: counts('catalogs') }),
      ...(this.#rows.costs === 0 ? {} : { costs: counts('costs') }),
      findings: findings.map(({ source, reason, count, samples }) => ({
        source,
        reason,
        count,
        samples: samples.map(({ text }) => text),
      })),
    };
  }
}

/** What a report says of one source; plain data. */
export interface SourceReport {
  readonly source: Source;
  readonly rows: number;
  readonly findings: readonly Finding[];
}

function bySight(a: Sample, b: Sample): number {
  return compareText(a.file, b.file) || a.line - b.line || compareText(a.text, b.text);
}
