import { showPlan } from '../report/plan/show-plan.js';
import { findRoot } from './find-root.js';
import { loadPlan } from './load-plan.js';
import type { ExitCode, Terminal } from './terminal.js';

/** Reads a plan back as sentences. */
export async function show(
  terminal: Terminal,
  options: { readonly project: string | undefined; readonly plan: string | undefined },
): Promise<ExitCode> {
  const given = options.plan !== undefined;
  const root = given ? terminal.cwd : findRoot(terminal, options.project);
  terminal.out(showPlan(loadPlan(terminal, root, options.plan ?? 'dist/plan.json')));
  return 0;
}
