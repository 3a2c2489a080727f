import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import type { Diagnostic } from '../model/diagnostic.js';
import { type FileText, makeFileText, normalizeText } from './file-text.js';
import { finding } from './finding.js';

const MAX_BYTES = 1024 * 1024;
/** No text that people edit has longer ones, and what takes patterns apart can need the square of a line's length. */
const MAX_LINE = 100_000;
/** A parser needs a thousand bytes for each of a million empty lines. */
const MAX_LINES = 100_000;

/** The text of a file, or why it cannot be had. */
export type ReadOutcome = { readonly source: FileText } | { readonly problem: Diagnostic };

/** Reads one regular file of at most 1 MB in UTF-8, `file` relative to `root`; links are not followed. */
export function readFile(root: string, file: string, make = makeFileText): ReadOutcome {
  const bytes = readBytes(join(root, file));
  return typeof bytes === 'string' ? { problem: unreadable(file, bytes) } : readText(file, bytes, make);
}

/** The text of bytes that are, or stand in for, a project file: UTF-8, at most 1 MB. */
export function readText(file: string, bytes: Uint8Array, make = makeFileText): ReadOutcome {
  if (bytes.length > MAX_BYTES) return { problem: unreadable(file, tooLarge(bytes.length)) };
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) {
    return { problem: unreadable(file, 'is in UTF-16', 'save it as UTF-8') };
  }
  try {
    const source = make(file, normalizeText(new TextDecoder('utf-8', { fatal: true }).decode(bytes)));
    const problem = findLongLine(source) ?? findManyLines(source);
    return problem === null ? { source } : { problem };
  } catch {
    const readable = makeFileText(file, normalizeText(new TextDecoder('utf-8').decode(bytes)));
    const at = readable.text.indexOf('\uFFFD');
    const problem = unreadable(file, 'is not UTF-8', 'save it as UTF-8');
    return { problem: { ...problem, span: readable.spanAt(at, at + 1), label: 'the first wrong character' } };
  }
}

function findLongLine(source: FileText): Diagnostic | null {
  const { text, file } = source;
  for (let start = 0, end = 0; start < text.length; start = end + 1) {
    end = text.indexOf('\n', start);
    if (end < 0) end = text.length;
    if (end - start <= MAX_LINE) continue;
    const why = `has a line of ${end - start} characters`;
    return {
      ...unreadable(file, why, `break it: a line holds ${MAX_LINE} at most`),
      span: source.spanAt(start + MAX_LINE, end),
      label: 'too many from here',
    };
  }
  return null;
}

function findManyLines(source: FileText): Diagnostic | null {
  const { text, file } = source;
  let lines = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
    lines += 1;
    if (lines < MAX_LINES) continue;
    const problem = unreadable(file, `has more than ${MAX_LINES} lines`, 'make several files of it');
    return { ...problem, span: source.spanAt(at, at), label: 'too many from here' };
  }
  return null;
}

/** The finding that a whole file cannot be used: `<file> is a link`. */
export function unreadable(file: string, why: string, help?: string): Diagnostic {
  const span = makeFileText(file, '').spanAt(0, 0);
  return finding('LC111', { message: `${file} ${why}`, span, ...(help ? { help: [help] } : {}) });
}

function tooLarge(size: number): string {
  return `is larger than 1 MB (${(size / MAX_BYTES).toFixed(1)} MB)`;
}

function readBytes(path: string): Buffer | string {
  let descriptor: number | null = null;
  try {
    // NONBLOCK: opening a pipe must not wait for somebody to write into it.
    descriptor = openSync(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
    const status = fstatSync(descriptor);
    if (!status.isFile()) return 'is not a regular file';
    if (status.size > MAX_BYTES) return tooLarge(status.size);
    // One byte more than it says: a file that grows meanwhile is noticed.
    const bytes = Buffer.allocUnsafe(status.size + 1);
    let length = 0;
    for (let read = -1; read !== 0 && length < bytes.length; length += read) {
      read = readSync(descriptor, bytes, length, bytes.length - length, null);
    }
    return length === bytes.length ? 'changed while it was read' : bytes.subarray(0, length);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    if (code === 'ELOOP') return 'is a link';
    return code === 'ENOENT' ? 'does not exist' : `cannot be read (${code})`;
  } finally {
    if (descriptor !== null) closeSync(descriptor);
  }
}
