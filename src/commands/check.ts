import { plural } from '../report/plural.js';
import { BASELINE_FILE, writeBaseline } from './baseline-file.js';
import { findRoot } from './find-root.js';
import { fixProject } from './fix-project.js';
import { loadProject } from './load-project.js';
import { printFindings } from './print-findings.js';
import { onlyIn, readStandIn, type StandInOptions } from './stand-in.js';
import type { ExitCode, Terminal } from './terminal.js';

/** What `check` was asked. */
export interface CheckOptions extends StandInOptions {
  readonly project: string | undefined;
  readonly formats: readonly string[];
  /** More warnings than this are a failure; null is as many as you like. */
  readonly maxWarnings: number | null;
}

/**
 * Finds everything wrong with a project. Writes nothing but what `--fix`, `--write-baseline` and `--format FORMAT=FILE` ask for, and its cache of compiled
 * templates.
 */
export async function check(terminal: Terminal, options: CheckOptions): Promise<ExitCode> {
  const root = findRoot(terminal, options.project);
  const standIn = await readStandIn(terminal, root, options);
  // What a machine reads on stdout stays alone there.
  const aside = options.formats.some((format) => format !== 'text' && !format.includes('='));
  const say = aside ? terminal.err : terminal.out;
  if (options.fix) {
    const mended = await fixProject(root);
    for (const { span, code, message, fix } of mended) {
      say(`${span.file}:${span.start.line}:${span.start.column}: fixed[${code}] ${message}: ${fix?.title}\n`);
    }
    if (mended.length > 0) say(`${plural(mended.length, 'finding')} mended.\n\n`);
  }
  if (options.writeBaseline) {
    const { baseline } = await loadProject(root, {});
    writeBaseline(root, baseline);
    const files = Object.values(baseline);
    const warnings = files.flatMap((codes) => Object.values(codes)).reduce((sum, count) => sum + count, 0);
    say(`${BASELINE_FILE}: ${plural(warnings, 'warning')} in ${plural(files.length, 'file')}\n`);
  }
  const loaded = await loadProject(root, undefined, standIn);
  const { baselineCanShrink } = loaded;
  const findings = standIn === null ? loaded.findings : onlyIn(standIn.file, loaded.findings);
  const sound = standIn === null ? loaded.sound : findings.diagnostics.every(({ severity }) => severity !== 'error');
  printFindings(terminal, root, findings, options.formats);
  if (sound && !loaded.sound) terminal.err('Other files have errors: lifecycle check shows them.\n');
  if (baselineCanShrink && standIn === null) {
    terminal.err(`The baseline allows for more than there is: shrink it with lifecycle check --write-baseline\n`);
  }
  const warnings = findings.diagnostics.filter(({ severity }) => severity === 'warning').length;
  const tooMany = options.maxWarnings !== null && warnings > options.maxWarnings;
  if (tooMany) terminal.err(`${plural(warnings, 'warning')}: more than --max-warnings ${options.maxWarnings}\n`);
  return sound && !tooMany ? 0 : 1;
}
