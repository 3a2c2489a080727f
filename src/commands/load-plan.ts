import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { hashPlan } from '../compile/compile-plan.js';
import { LifecycleError } from '../model/failure.js';
import type { Plan } from '../model/plan.js';
import type { Terminal } from './terminal.js';

const FORMAT: Plan['format'] = 4;

/** Reads a plan and makes sure that it is what `build` wrote. Throws LC906 when there is none, LC901 when it was changed by hand or is of another format. */
export function loadPlan(terminal: Terminal, root: string, file: string): Plan {
  const path = resolve(root, file);
  const shown = relative(terminal.cwd, path) || path;
  if (!existsSync(path)) {
    throw new LifecycleError('LC906', `there is no plan at ${shown}`, ['make it with lifecycle build']);
  }
  let plan: Plan | null;
  try {
    plan = JSON.parse(readFileSync(path, 'utf8')) as Plan | null;
  } catch (cause) {
    throw new LifecycleError(
      'LC901',
      `${shown} is not a plan: it is not JSON`,
      ['make it again with lifecycle build'],
      3,
      { cause },
    );
  }
  if (plan?.format !== FORMAT) {
    throw new LifecycleError(
      'LC901',
      `${shown} has plan format ${String(plan?.format)}, and this version reads format ${FORMAT}`,
      ['make it again with lifecycle build'],
    );
  }
  if (hashPlan(plan) !== plan.hash) {
    throw new LifecycleError('LC901', `${shown} was changed after it was built: its content does not match its hash`, [
      'change the campaign files instead and run lifecycle build',
    ]);
  }
  return plan;
}

/** The files that changed since a plan was built from them, as far as they lie below `root`. */
export function changedSources(plan: Plan, root: string): readonly string[] {
  return plan.sources.flatMap(({ path, sha256 }) => {
    try {
      const text = readFileSync(resolve(root, path), 'utf8')
        .replace(/^\uFEFF/, '')
        .replace(/\r\n?/g, '\n');
      return createHash('sha256').update(text, 'utf8').digest('hex') === sha256 ? [] : [path];
    } catch {
      return [path];
    }
  });
}
