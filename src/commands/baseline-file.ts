import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Baseline } from '../check/findings/baseline.js';
import { LifecycleError } from '../model/failure.js';
import { replaceFile } from './replace-file.js';

/** Where a project keeps its baseline, relative to its root. */
export const BASELINE_FILE = 'lifecycle.baseline.json';

/** The baseline of the project in `root`; empty when there is none. Throws LC917 when the file is not one. */
export function readBaseline(root: string): Baseline {
  const path = join(root, BASELINE_FILE);
  if (!existsSync(path)) return {};
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    throw notOne('it is not JSON', cause);
  }
  const { format, warnings } = isObject(content) ? content : {};
  if (format !== 1) throw notOne('it has no "format": 1');
  const sound =
    isObject(warnings) &&
    Object.values(warnings).every(
      (codes) =>
        isObject(codes) && Object.values(codes).every((count) => Number.isSafeInteger(count) && Number(count) > 0),
    );
  if (!sound) throw notOne('"warnings" must count warnings by file and code');
  return warnings as Baseline;
}

/** Writes the baseline of the project in `root`, whole or not at all. Throws LC916 when it cannot. */
export function writeBaseline(root: string, warnings: Baseline): void {
  replaceFile(root, BASELINE_FILE, `${JSON.stringify({ format: 1, warnings }, null, 2)}\n`);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function notOne(why: string, cause?: unknown): LifecycleError {
  const help = ['write it again with lifecycle check --write-baseline, and look at the difference'];
  return new LifecycleError('LC917', `${BASELINE_FILE} is not a baseline: ${why}`, help, 3, { cause });
}
