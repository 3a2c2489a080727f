import type { DuckDBConnection } from '@duckdb/node-api';
import { readCount, readRows } from './connection.js';
import { csvRecords } from './csv-file.js';
import type { DataFile } from './data-files.js';

/** How many rows a finding shows. */
export const SAMPLES = 10;

/** Turns staged rows into `file:line`, with the real line also where quoted fields span lines. */
export class Locator {
  readonly #lines = new Map<number, ReadonlyMap<number, number>>();

  constructor(
    readonly connection: DuckDBConnection,
    readonly table: 'raw_events' | 'raw_profiles',
    readonly files: readonly DataFile[],
  ) {}

  /**
   * Counts the rows of a query over (file, line, seen) and describes the first ten; `seen` is text that helps to find the row, or null.
   */
  async describe(rows: string): Promise<{ readonly count: number; readonly samples: readonly string[] }> {
    const count = await readCount(this.connection, `(${rows})`);
    if (count === 0) return { count, samples: [] };
    const first = await readRows(
      this.connection,
      `SELECT file, CAST(line AS DOUBLE), left(seen, 60) FROM (${rows}) ORDER BY file, abs(line), seen LIMIT ${SAMPLES}`,
    );
    const samples: string[] = [];
    for (const [file, line, seen] of first) {
      const place = `${this.files[Number(file)]!.name}:${await this.#lineOf(Number(file), Number(line))}`;
      samples.push(seen === null || seen === undefined ? place : `${place} ${quote(String(seen))}`);
    }
    return { count, samples };
  }

  async #lineOf(index: number, line: number): Promise<number> {
    if (this.files[index]!.format !== 'csv') return line;
    let lines = this.#lines.get(index);
    if (lines === undefined) {
      lines = await this.#readLines(index);
      this.#lines.set(index, lines);
    }
    return lines.get(line) ?? Math.abs(line);
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
