import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { codeStamp } from './code-stamp.js';

/** A file of a cache: what is in it, if this version of the program wrote it, and how to write it anew. */
export interface StampedFile<T> {
  /** Null when there is none, it is damaged, or another version wrote it. */
  readonly entries: T | null;
  /** Leaves the file as it is where it cannot be written. */
  write(entries: T): void;
}

/** Opens a file of a cache: its digest, then what made it (code in `makers`, packages, Node) and what it knows. It is read once, now. */
export function openStampedFile<T>(
  folder: string,
  name: string,
  makers: readonly string[],
  packages: readonly string[],
): StampedFile<T> {
  // What a zone's clocks do comes with Node.
  const stamp = [codeStamp(makers, packages), process.version, process.versions.tz].join(' ');
  return {
    entries: readEntries<T>(join(folder, name), stamp),
    write(entries) {
      try {
        mkdirSync(folder, { recursive: true });
        const draft = join(folder, `${name}.${process.pid}.tmp`);
        const body = Buffer.from(JSON.stringify({ stamp, entries }));
        writeFileSync(draft, Buffer.concat([Buffer.from(`${digest(body)}\n`), body]));
        renameSync(draft, join(folder, name));
      } catch {
        return;
      }
    },
  };
}

function readEntries<T>(path: string, stamp: string): T | null {
  try {
    const bytes = readFileSync(path);
    const body = bytes.subarray(65);
    if (bytes.toString('latin1', 0, 64) !== digest(body)) return null;
    const { stamp: made, entries } = JSON.parse(body.toString()) as { readonly stamp: string; readonly entries: T };
    return made === stamp ? entries : null;
  } catch {
    return null;
  }
}

function digest(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
