import { findRoot } from './find-root.js';
import { loadProject } from './load-project.js';
import { printFindings } from './print-findings.js';
import type { ExitCode, Terminal } from './terminal.js';

/** Finds everything wrong with a project. Writes nothing but what `--format FORMAT=FILE` asks for, and its cache of compiled templates. */
export async function check(
  terminal: Terminal,
  options: { readonly project: string | undefined; readonly formats: readonly string[] },
): Promise<ExitCode> {
  const { findings, sound } = await loadProject(findRoot(terminal, options.project));
  printFindings(terminal, findings, options.formats);
  return sound ? 0 : 1;
}
