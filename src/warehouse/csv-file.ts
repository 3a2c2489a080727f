import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import { constants, gunzipSync } from 'node:zlib';
import { LifecycleError } from '../model/failure.js';
import type { DataFile } from './data-files.js';

/** The first record of a CSV file; null when the file is empty. */
export interface CsvHeader {
  readonly delimiter: ',' | ';' | '\t';
  readonly columns: readonly string[];
}

/** Reads the header of a CSV file (comma, semicolon or tab; BOM allowed). Throws LC912 for a nameless or repeated column. */
export function readCsvHeader(file: DataFile): CsvHeader | null {
  const text = head(file).replace(/^\uFEFF/, '');
  if (text.trim() === '') return null;
  const candidates = ([',', ';', '\t'] as const).map((delimiter) => ({
    delimiter,
    columns: firstRecord(text, delimiter),
  }));
  const header = candidates.reduce((best, each) => (each.columns.length > best.columns.length ? each : best));
  for (const [i, column] of header.columns.entries()) {
    if (column === '') throw unusableHeader(file, `column ${i + 1} has no name`);
    if (header.columns.indexOf(column) !== i) throw unusableHeader(file, `column "${column}" is there twice`);
  }
  return header;
}

/** Where a record of a CSV file starts (1-based line); blank lines are records too, as the engine counts them. */
export interface CsvRecord {
  readonly line: number;
  readonly isBlank: boolean;
}

/** The records of a CSV file in order, the header first. For pointing at rows: reads the whole file. */
export function csvRecords(file: DataFile): readonly CsvRecord[] {
  const bytes = file.gzip ? gunzipSync(readFileSync(file.path)) : readFileSync(file.path);
  const records: CsvRecord[] = [];
  let line = 1;
  let start = 0;
  let startLine = 1;
  let quoted = false;
  for (let i = 0; i <= bytes.length; i++) {
    const byte = bytes[i];
    if (byte === 34) quoted = !quoted;
    if (byte !== 10 && byte !== undefined) continue;
    line++;
    if (quoted && byte !== undefined) continue;
    const isBlank = i === start || (i === start + 1 && bytes[start] === 13);
    if (byte !== undefined || !isBlank) records.push({ line: startLine, isBlank });
    start = i + 1;
    startLine = line;
  }
  return records;
}

function head(file: DataFile): string {
  const limit = 1 << 20;
  const bytes = Buffer.alloc(limit);
  const handle = openSync(file.path, 'r');
  let read: Uint8Array;
  try {
    read = bytes.subarray(0, readSync(handle, bytes, 0, limit, 0));
  } finally {
    closeSync(handle);
  }
  try {
    // A cut-off stream is fine here: the header is at its start.
    const plain = file.gzip && read.length > 0 ? gunzipSync(read, { finishFlush: constants.Z_SYNC_FLUSH }) : read;
    return Buffer.from(plain).toString('utf8');
  } catch (cause) {
    throw new LifecycleError(
      'LC913',
      `cannot read ${file.name}: it is not a gzip file`,
      [`write ${file.name} again`],
      3,
      {
        cause,
      },
    );
  }
}

function firstRecord(text: string, delimiter: string): string[] {
  const fields: string[] = [];
  let field = '';
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const c = text[i]!;
    if (quoted && c === '"' && text[i + 1] === '"') {
      field += c;
      i++;
    } else if (c === '"') quoted = !quoted;
    else if (!quoted && c === delimiter) {
      fields.push(field.trim());
      field = '';
    } else if (!quoted && (c === '\n' || c === '\r')) break;
    else field += c;
  }
  return [...fields, field.trim()];
}

function unusableHeader(file: DataFile, what: string): LifecycleError {
  return new LifecycleError('LC912', `${file.name}:1: ${what}`, ['give every column one name of its own']);
}
