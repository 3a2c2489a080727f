import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { readLedger } from '../ledger/copy.js';
import type { Ledger } from '../ledger/ledger.js';
import { openSqliteLedger } from '../ledger/sqlite.js';
import { LifecycleError } from '../model/failure.js';
import type { Plan } from '../model/plan.js';
import { findRoot } from './find-root.js';
import { loadPlan } from './load-plan.js';
import type { Terminal } from './terminal.js';

/** Which record to look at. */
export interface RecordOptions {
  readonly project: string | undefined;
  readonly plan: string;
  /** Another ledger than the plan's. */
  readonly ledger?: string;
}

/** Opens the plan and, for looking only, the ledger it names or the one asked for; whoever asks closes the ledger. */
export function openRecord(
  terminal: Terminal,
  options: RecordOptions,
): { readonly plan: Plan; readonly ledger: Ledger } {
  const { plan, path } = loadRecord(terminal, options);
  return { plan, ledger: readLedger(path) };
}

/** Opens the plan and the ledger it names, or the one asked for, to write in it beside a run; whoever asks closes the ledger. Throws LC906 when the one asked for is not there. */
export function writeRecord(
  terminal: Terminal,
  options: RecordOptions,
): { readonly plan: Plan; readonly ledger: Ledger } {
  const { plan, path } = loadRecord(terminal, options);
  if (options.ledger !== undefined && !existsSync(path)) {
    throw new LifecycleError('LC906', `there is no ledger at ${path}`, ['Name the file that the runs use.']);
  }
  return { plan, ledger: openSqliteLedger(path, terminal) };
}

function loadRecord(terminal: Terminal, options: RecordOptions): { readonly plan: Plan; readonly path: string } {
  const root = findRoot(terminal, options.project);
  const plan = loadPlan(terminal, root, options.plan);
  const { ledger } = options;
  return { plan, path: ledger === undefined ? resolve(root, plan.data.ledger) : resolve(terminal.cwd, ledger) };
}

/** The path of the ledger that the plan names, or of the one asked for: then no plan is needed. */
export function locateLedger(terminal: Terminal, { project, plan, ledger }: RecordOptions): string {
  if (ledger !== undefined) return resolve(terminal.cwd, ledger);
  const root = findRoot(terminal, project);
  return resolve(root, loadPlan(terminal, root, plan).data.ledger);
}
