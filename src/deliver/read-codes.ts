import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { LifecycleError } from '../model/failure.js';

const LONGEST = 64;

/**
 * The codes of a file, in order: its first line is `code`, each other line one code of at most 64 visible characters without blanks, commas and quotes. Throws LC925 for a file that is not there, and for
 * the first line that is blank, no code, or a code that was there before (capitals aside: people type them).
 */
export function readCodes(root: string, file: string): readonly string[] {
  const lines = readText(root, file)
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\n|\r/);
  if (lines.at(-1) === '') lines.pop();
  const [head, ...codes] = lines.map((line) => line.replace(/^"(.*)"$/, '$1'));
  if (head?.trim().toLowerCase() !== 'code')
    throw bad(`${file}:1: the first line is not "code"`, 'begin the file with a line that says code');
  const seen = new Map<string, number>();
  for (const [index, code] of codes.entries()) {
    const line = index + 2;
    const place = `${file}:${line}`;
    if (code.trim() === '') throw bad(`${place}: the line is blank`, 'take the line out');
    if (!/^[^\s,"'\p{C}]+$/u.test(code) || code.length > LONGEST) {
      throw bad(
        `${place}: ${JSON.stringify(code.slice(0, LONGEST))} is not a code`,
        `a code has up to ${LONGEST} visible characters, without blanks, commas and quotes; the file has one column`,
      );
    }
    const first = seen.get(code.toLowerCase());
    if (first !== undefined)
      throw bad(
        `${place}: the code "${code}" is in line ${first} already`,
        'take one of the two out: a code is given once',
      );
    seen.set(code.toLowerCase(), line);
  }
  return codes;
}

function readText(root: string, file: string): string {
  try {
    return readFileSync(resolve(root, file), 'utf8');
  } catch (cause) {
    const reason = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
    const said = reason === 'ENOENT' ? 'is not there' : `cannot be read (${reason})`;
    throw new LifecycleError(
      'LC925',
      `the codes file ${file} ${said}`,
      ['put it there, or correct its path under "incentives"'],
      3,
      { cause },
    );
  }
}

function bad(message: string, help: string): LifecycleError {
  return new LifecycleError('LC925', message, [help]);
}
