import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Census } from '../model/census.js';
import { LifecycleError } from '../model/failure.js';
import type { Terminal } from './terminal.js';

/** Reads what `lifecycle census` wrote; throws LC900 when it is something else, or of another project (null: it is not known which). */
export function readCensus(terminal: Terminal, file: string, project: string | null): Census {
  const wrong = (why: string): LifecycleError =>
    new LifecycleError('LC900', `${file} ${why}`, ['make one with lifecycle census > census.json'], 2);
  let census: Partial<Census> | null;
  try {
    census = JSON.parse(readFileSync(resolve(terminal.cwd, file), 'utf8')) as Partial<Census> | null;
  } catch (cause) {
    const isMissing = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT';
    throw wrong(isMissing ? 'is not there' : 'is not a census: it is not JSON');
  }
  if (census?.format !== 1 || !Array.isArray(census.campaigns))
    throw wrong('is not a census that this version can read');
  if (project !== null && census.project !== null && census.project !== project) {
    throw wrong(`counts the people of project "${census.project}", and this is "${project}"`);
  }
  return census as Census;
}
