import { createHash } from 'node:crypto';
import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { compareText } from '../../model/diagnostic.js';
import type { DataFile } from '../data-files.js';

/** What a data file was when it was read; plain data. */
export interface SourceFile {
  readonly name: string;
  /** Size, inode and the times of its last changes: while they stay, so does the content. */
  readonly look: string;
  /** Whether it had been left alone for a while when it was read: a change within one tick of the disk's clock shows in no time. */
  readonly isSettled: boolean;
  readonly bytes: number;
  readonly sha256: string;
  /** Of a plain text whose next line can be read by itself: how many lines there are, and the bytes of the first. Null for any other file. */
  readonly text: { readonly lines: number; readonly header: number } | null;
}

/** A file that has what it had, and more behind it. */
export interface GrownFile {
  readonly file: DataFile;
  readonly was: SourceFile;
}

/** How files differ from what they were. */
export interface SourceChanges {
  readonly added: readonly DataFile[];
  readonly grown: readonly GrownFile[];
  /** Whether something that was there is gone or another. */
  readonly isOther: boolean;
  /** The files as they are now. */
  readonly now: readonly SourceFile[];
}

const BLOCK = 1 << 20;
/** Clocks of disks tick seldom: two seconds on the slowest in use. */
const TICK = 2_000_000_000n;

/** Reads what files are; `clock` is the disk's own time now, in nanoseconds. */
export function readSources(files: readonly DataFile[], clock: bigint): readonly SourceFile[] {
  return files.map((file) => readSource(file, clock).source);
}

/** Compares files with what they were. Only those are read that may have changed. */
export function compareSources(
  before: readonly SourceFile[],
  files: readonly DataFile[],
  clock: bigint,
): SourceChanges {
  const known = new Map(before.map((source) => [source.name, source]));
  const added: DataFile[] = [];
  const grown: GrownFile[] = [];
  const now: SourceFile[] = [];
  let isOther = before.some(({ name }) => !files.some((file) => file.name === name));
  for (const file of files) {
    const was = known.get(file.name);
    if (was?.isSettled === true && was.look === lookOf(file)) {
      now.push(was);
      continue;
    }
    const { source: is, startsAsBefore } = readSource(file, clock, was);
    now.push(is);
    if (was === undefined) added.push(file);
    else if (is.sha256 === was.sha256) continue;
    else if (startsAsBefore && was.text !== null && is.bytes > was.bytes) grown.push({ file, was });
    else isOther = true;
  }
  return { added, grown, isOther, now };
}

/** Whether files are still what they were when they were read. */
export function areUnchanged(sources: readonly SourceFile[], files: readonly DataFile[]): boolean {
  return sources.every(({ look }, i) => files[i] !== undefined && look === lookOf(files[i]));
}

/** Whether it is known of each of these files how it looks now, and whether that may be relied on. */
export function areKnown(known: readonly SourceFile[], now: readonly SourceFile[]): boolean {
  return (
    known.length === now.length &&
    known.every(({ name, look, isSettled }, i) => {
      const is = now[i];
      return is?.name === name && is.look === look && is.isSettled === isSettled;
    })
  );
}

function lookOf({ path }: DataFile): string {
  const { size, ino, mtimeNs, ctimeNs } = statSync(path, { bigint: true });
  return [size, ino, mtimeNs, ctimeNs].join(' ');
}

function readSource(
  file: DataFile,
  clock: bigint,
  was?: SourceFile,
): { readonly source: SourceFile; readonly startsAsBefore: boolean } {
  const { mtimeNs, ctimeNs } = statSync(file.path, { bigint: true });
  const look = lookOf(file);
  const whole = createHash('sha256');
  const lines = file.format === 'parquet' || file.gzip ? null : new LineCount();
  let bytes = 0;
  let startsAsBefore = false;
  for (const block of blocksOf(file.path)) {
    const rest = (was?.bytes ?? 0) - bytes;
    if (rest > 0 && rest <= block.length) {
      whole.update(block.subarray(0, rest));
      startsAsBefore = whole.copy().digest('hex') === was?.sha256;
      whole.update(block.subarray(rest));
    } else whole.update(block);
    lines?.add(block, bytes);
    bytes += block.length;
  }
  const isSettled = [mtimeNs, ctimeNs].every((time) => time + TICK < clock);
  const [sha256, text] = [whole.digest('hex'), lines?.result() ?? null];
  return { source: { name: file.name, look, isSettled, bytes, sha256, text }, startsAsBefore };
}

function* blocksOf(path: string): Iterable<Buffer> {
  const handle = openSync(path, 'r');
  const block = Buffer.alloc(BLOCK);
  try {
    for (let read = readSync(handle, block); read > 0; read = readSync(handle, block)) yield block.subarray(0, read);
  } finally {
    closeSync(handle);
  }
}

const [NEWLINE, RETURN, QUOTE] = [10, 13, 34];

/** Counts lines as long as nothing is doubtful: an empty line, a carriage return, a quote that is not closed. */
class LineCount {
  #lines = 0;
  #header = 0;
  #isPlain = true;
  #isQuoted = false;
  #last = NEWLINE;

  add(block: Buffer, before: number): void {
    for (let i = 0; i < block.length; i++) {
      const byte = block[i]!;
      if (byte === QUOTE) this.#isQuoted = !this.#isQuoted;
      else if (byte === RETURN) this.#isPlain = false;
      else if (byte === NEWLINE) {
        if (this.#last === NEWLINE || (this.#lines === 0 && this.#isQuoted)) this.#isPlain = false;
        this.#lines += 1;
        if (this.#lines === 1) this.#header = before + i + 1;
      }
      this.#last = byte;
    }
  }

  result(): SourceFile['text'] {
    const isWhole = this.#last === NEWLINE && !this.#isQuoted && this.#lines > 0;
    return this.#isPlain && isWhole ? { lines: this.#lines, header: this.#header } : null;
  }
}

/** Sources as a version names them. */
export function contentOf(sources: readonly SourceFile[]): readonly (readonly [string, string])[] {
  return sources.map(({ name, sha256 }) => [name, sha256] as const).sort(([a], [b]) => compareText(a, b));
}
