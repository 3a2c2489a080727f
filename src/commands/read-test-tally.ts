import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { LifecycleError } from '../model/failure.js';
import type { TestTally } from '../model/review.js';
import type { Terminal } from './terminal.js';

/** Reads what `lifecycle test --format json` wrote; null when that tells of errors in the files instead. Throws LC900 when it is something else. */
export function readTestTally(terminal: Terminal, file: string): TestTally | null {
  const wrong = (why: string): LifecycleError =>
    new LifecycleError('LC900', `${file} ${why}`, ['make one with lifecycle test --format json > tests.json'], 2);
  let text: string;
  try {
    text = readFileSync(resolve(terminal.cwd, file), 'utf8');
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') throw wrong('is not there');
    throw cause;
  }
  let summary: Readonly<Record<string, unknown>> | undefined;
  try {
    const document = JSON.parse(text) as {
      readonly format?: unknown;
      readonly summary?: Readonly<Record<string, unknown>>;
    } | null;
    if (document?.format === 1) summary = document.summary;
  } catch {
    throw wrong('is not a report of tests: it is not JSON');
  }
  const { tests, failed, errors } = summary ?? {};
  if (isCount(tests) && isCount(failed)) return { tests, failed };
  if (isCount(errors)) return null;
  throw wrong('is not a report of tests that this version can read');
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}
