import { leftToLiquid } from '../render/left-to-liquid.js';
import { showPlan } from '../report/plan/show-plan.js';
import { showRendering } from '../report/plan/show-rendering.js';
import { findRoot } from './find-root.js';
import { loadPlan } from './load-plan.js';
import type { ExitCode, Terminal } from './terminal.js';

/** Reads a plan back as sentences, and says what of it is rendered by the slower way. */
export async function show(
  terminal: Terminal,
  options: { readonly project: string | undefined; readonly plan: string | undefined },
): Promise<ExitCode> {
  const given = options.plan !== undefined;
  const root = given ? terminal.cwd : findRoot(terminal, options.project);
  const plan = loadPlan(terminal, root, options.plan ?? 'dist/plan.json');
  terminal.out(showPlan(plan) + showRendering(leftToLiquid(plan)));
  return 0;
}
