import type { DuckDBConnection } from '@duckdb/node-api';
import { readRows } from './connection.js';
import { csvRecordLines } from './csv-file.js';
import type { SourceFile } from './source-files.js';

/** How many rows a finding shows. */
export const SAMPLES = 10;

/** Turns staged rows into `file:line`, with the real line also where quoted fields span lines. */
export class Locator {
  readonly #lines = new Map<number, readonly number[]>();

  constructor(
    readonly connection: DuckDBConnection,
    readonly table: 'raw_events' | 'raw_profiles',
    readonly files: readonly SourceFile[],
  ) {}

  /**
   * Counts the rows of a query over (file, line, seen) and describes the first ten; `seen` is text that helps to find the row, or null.
   */
  async describe(rows: string): Promise<{ readonly count: number; readonly samples: readonly string[] }> {
    const [counted] = await readRows(this.connection, `SELECT CAST(count(*) AS DOUBLE) FROM (${rows})`);
    const count = Number(counted?.[0] ?? 0);
    if (count === 0) return { count, samples: [] };
    const first = await readRows(
      this.connection,
      `SELECT file, CAST(line AS DOUBLE), left(seen, 60) FROM (${rows}) ORDER BY file, abs(line), seen LIMIT ${SAMPLES}`,
    );
    const samples: string[] = [];
    for (const [file, line, seen] of first) {
      const place = `${this.files[Number(file)]!.name}:${await this.#lineOf(Number(file), Number(line))}`;
      samples.push(seen === null || seen === undefined ? place : `${place} ${JSON.stringify(seen)}`);
    }
    return { count, samples };
  }

  async #lineOf(index: number, line: number): Promise<number> {
    if (line > 0) return line;
    let lines = this.#lines.get(index);
    if (lines === undefined) {
      lines = await this.#goodLines(index);
      this.#lines.set(index, lines);
    }
    return lines[-line - 1] ?? -line + 1;
  }

  async #goodLines(index: number): Promise<readonly number[]> {
    const rejected = await readRows(
      this.connection,
      `SELECT CAST(line AS DOUBLE) FROM ${this.table} WHERE file = ${index} AND line > 0 ORDER BY line`,
    );
    const all = [...csvRecordLines(this.files[index]!)];
    // A reject's line may be a blank one before its record.
    for (const [line] of rejected) {
      const at = all.findIndex((start) => start >= Number(line));
      if (at >= 0) all.splice(at, 1);
    }
    return all;
  }
}
