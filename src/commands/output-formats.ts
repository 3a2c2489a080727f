import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { LifecycleError } from '../model/failure.js';
import type { Terminal } from './terminal.js';

/** A format that was asked for, and the file that it goes to; null is stdout. */
export interface Wanted<Format extends string> {
  readonly format: Format;
  readonly file: string | null;
}

/** Reads `FORMAT` or `FORMAT=FILE`. Throws LC900 for a format that there is not. */
export function readFormat<Format extends string>(text: string, names: readonly Format[]): Wanted<Format> {
  const [name = '', ...rest] = text.split('=');
  const format = names.find((each) => each === name);
  if (format === undefined) {
    throw new LifecycleError('LC900', `there is no format "${name}"`, [`use one of ${names.join(', ')}`], 2);
  }
  return { format, file: rest.length === 0 ? null : rest.join('=') };
}

/** Writes a report to its file, or to stdout. */
export function writeOutput(terminal: Terminal, { file }: Wanted<string>, text: string): void {
  if (file === null) {
    terminal.out(text);
    return;
  }
  const path = resolve(terminal.cwd, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
