import type { DuckDBConnection } from '@duckdb/node-api';
import { readCount, readRows } from './connection.js';
import { csvRecords } from './csv-file.js';
import type { DataFile } from './data-files.js';
import { SAMPLES, type Sample } from './quality.js';

/** Turns staged rows into `file:line`, with the real line also where quoted fields span lines. */
export class Locator {
  readonly #lines = new Map<number, ReadonlyMap<number, number>>();

  constructor(
    readonly connection: DuckDBConnection,
    readonly table: 'raw_events' | 'raw_profiles' | 'rejected',
    readonly files: readonly DataFile[],
  ) {}

  /**
   * Counts the rows of a query over (file, line, seen) and describes the first ten; `seen` is text that helps to find the row, or null.
   */
  async describe(rows: string): Promise<{ readonly count: number; readonly samples: readonly Sample[] }> {
    const count = await readCount(this.connection, `(${rows})`);
    if (count === 0) return { count, samples: [] };
    const first = await readRows(
      this.connection,
      `SELECT file, CAST(line AS DOUBLE), left(seen, 60) FROM (${rows}) ORDER BY file, abs(line), seen LIMIT ${SAMPLES}`,
    );
    const samples: Sample[] = [];
    for (const [index, staged, seen] of first) {
      const file = this.files[Number(index)]!.name;
      const line = await this.lineOf(Number(index), Number(staged));
      const shown = seen === null || seen === undefined ? '' : ` ${quote(String(seen))}`;
      samples.push({ file, line, text: `${file}:${line}${shown}` });
    }
    return { count, samples };
  }

  /** The line of a staged row in its file. */
  async lineOf(index: number, line: number): Promise<number> {
    const { format, linesBefore } = this.files[index]!;
    if (format !== 'csv') return linesBefore + line;
    let lines = this.#lines.get(index);
    if (lines === undefined) {
      lines = await this.#readLines(index);
      this.#lines.set(index, lines);
    }
    return linesBefore + (lines.get(line) ?? Math.abs(line));
  }

  /** Physical lines by staged line: the number of a rejected record, or minus the place among the good ones. */
  async #readLines(index: number): Promise<ReadonlyMap<number, number>> {
    const records = csvRecords(this.files[index]!);
    const rejected = await readRows(
      this.connection,
      `SELECT CAST(line AS DOUBLE) FROM ${this.table} WHERE file = ${index} AND line > 0 ORDER BY line`,
    );
    const lines = new Map<number, number>();
    const bad = new Set<number>();
    for (const [line] of rejected) {
      // What the engine calls the record may start with the blank lines before it.
      let at = Number(line) - 1;
      while (records[at]?.isBlank) at++;
      bad.add(at);
      lines.set(Number(line), records[at]?.line ?? Number(line));
    }
    let good = 0;
    for (const [at, { line, isBlank }] of records.entries()) {
      if (at === 0 || isBlank || bad.has(at)) continue;
      good += 1;
      lines.set(-good, line);
    }
    return lines;
  }
}

// What JSON leaves as it is and nobody sees, or what turns the rest of a line around.
const UNSEEN = /[\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;

function quote(seen: string): string {
  return JSON.stringify(seen).replace(UNSEEN, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
