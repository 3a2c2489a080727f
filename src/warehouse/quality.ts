import type { DataQuality, SetAside } from '../model/facts.js';

/** Gathers what was wrong with the data while it is loaded. */
export class QualityReport {
  readonly #findings: SetAside[] = [];
  readonly #rows = { profiles: 0, events: 0, catalogs: 0, costs: 0 };
  readonly #setAside = { profiles: 0, events: 0, catalogs: 0, costs: 0 };

  /** Adds rows that were read. */
  addRows(source: SetAside['source'], rows: number): void {
    this.#rows[source] += rows;
  }

  /** Adds a finding when its count is not zero; `whole` when the rows themselves were put aside. */
  add(finding: SetAside, whole: boolean): void {
    if (finding.count === 0) return;
    this.#findings.push(finding);
    if (whole) this.#setAside[finding.source] += finding.count;
  }

  /** The report so far: profiles before events, in the order of loading. */
  result(): DataQuality {
    return {
      profiles: { rows: this.#rows.profiles, setAside: this.#setAside.profiles },
      events: { rows: this.#rows.events, setAside: this.#setAside.events },
      ...(this.#rows.catalogs === 0
        ? {}
        : { catalogs: { rows: this.#rows.catalogs, setAside: this.#setAside.catalogs } }),
      ...(this.#rows.costs === 0 ? {} : { costs: { rows: this.#rows.costs, setAside: this.#setAside.costs } }),
      findings: [...this.#findings],
    };
  }
}
