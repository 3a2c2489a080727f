import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { canonicalJson } from '../compile/canonical-json.js';
import { compilePlan } from '../compile/compile-plan.js';
import type { Plan } from '../model/plan.js';
import { confirmShapes } from '../read/confirm-shapes.js';
import { plural } from '../report/plural.js';
import { findRoot } from './find-root.js';
import { loadProject } from './load-project.js';
import { printFindings } from './print-findings.js';
import type { ExitCode, Terminal } from './terminal.js';
import { version } from './version.js';

/** Checks, compiles and writes the plan; writes nothing when there are errors. */
export async function build(
  terminal: Terminal,
  options: { readonly project: string | undefined; readonly out: string; readonly formats: readonly string[] },
): Promise<ExitCode> {
  const root = findRoot(terminal, options.project);
  const { project, templates, findings, sound } = await loadProject(root);
  if (findings.diagnostics.length > 0 || options.formats.length > 0) {
    printFindings(terminal, root, findings, options.formats);
  }
  if (!sound || project === null) return 1;
  confirmShapes(project);
  const plan = compilePlan(project, templates, `lifecycle ${version()}`);
  const path = resolve(root, options.out);
  writePlan(path, plan);
  const emails = Object.keys(plan.templates).length;
  const shown = relative(terminal.cwd, path) || path;
  // A report on stdout stays alone there, so that a machine can read it.
  const say = options.formats.some((format) => !format.includes('=')) ? terminal.err : terminal.out;
  say(
    `${shown}: ${plural(plan.campaigns.length, 'campaign')}, ${plural(emails, 'template')}, ${plan.hash.slice(0, 19)}\n`,
  );
  return 0;
}

/** Writes a plan whole or not at all. */
export function writePlan(path: string, plan: Plan): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.new`, canonicalJson(plan));
  renameSync(`${path}.new`, path);
}
