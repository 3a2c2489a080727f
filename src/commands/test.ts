import { checkProject } from '../check/check-project.js';
import { compilePlan } from '../compile/compile-plan.js';
import { LifecycleError } from '../model/failure.js';
import { noticedShare } from '../model/mutation-report.js';
import { readProject } from '../read/read-project.js';
import { printTestsJson } from '../report/tests/json.js';
import { printTestsJunit } from '../report/tests/junit.js';
import { printMutations, printMutationsJson, summarizeMutations } from '../report/tests/mutations.js';
import { printTests, summarizeTests } from '../report/tests/text.js';
import { runTests } from '../simulate/run-tests.js';
import { tryChanges } from '../simulate/try-changes.js';
import { findRoot } from './find-root.js';
import { printFindings } from './print-findings.js';
import { selectCampaigns } from './select-campaigns.js';
import type { ExitCode, Terminal } from './terminal.js';
import { version } from './version.js';

/** What `lifecycle test` takes. */
export interface TestOptions {
  readonly project: string | undefined;
  /** Ids of campaigns, `*` standing for any letters; none means all. */
  readonly selectors: readonly string[];
  readonly format: 'text' | 'json' | 'junit';
  /** Change the campaigns in small places and tell which changes no test notices. */
  readonly mutate: boolean;
  /** How many of the changes must be noticed, in percent; null is all of them. */
  readonly minScore: number | null;
}

/**
 * Runs the tests inside campaigns. 1 when one fails, or when the project has errors: those are printed and nothing is run. With `mutate` also 1 when too few changes of the campaigns are noticed; they are only made when every test passes. Throws LC900 for a selector that no campaign answers to.
 */
export async function test(terminal: Terminal, options: TestOptions): Promise<ExitCode> {
  if (options.mutate && options.format === 'junit') {
    throw new LifecycleError('LC900', '--mutate prints text or json', ['write --format json'], 2);
  }
  if (options.minScore !== null && !options.mutate) {
    throw new LifecycleError('LC900', '--min-score goes with --mutate', ['write --mutate too'], 2);
  }
  const root = findRoot(terminal, options.project);
  const { project, diagnostics: shape, sources: read } = readProject(root);
  const texts = new Map(read.map(({ path, text }) => [path, text]));
  const sources = (file: string): string | null => texts.get(file) ?? null;
  const found = [...shape, ...(project === null ? [] : checkProject(project))];
  const errors = found.filter(({ severity }) => severity === 'error');
  if (project === null || errors.length > 0) {
    const formats = options.format === 'json' ? ['json'] : [];
    printFindings(terminal, root, { diagnostics: errors, sources, summary: { files: texts.size } }, formats);
    return 1;
  }
  const ids = selectCampaigns(project, options.selectors);
  const plan = compilePlan(project, {}, `lifecycle ${version()}`);
  const report = runTests(project, plan, ids);
  const failed = report.results.some(({ finding }) => finding !== null);
  if (options.mutate && !failed) {
    const changed = tryChanges(project, plan, ids);
    if (options.format === 'json') terminal.out(printMutationsJson(changed, { version: version() }));
    else {
      terminal.out(printMutations(changed));
      terminal.err(`${summarizeMutations(changed)}\n`);
    }
    return 100 * noticedShare(changed) >= (options.minScore ?? 100) ? 0 : 1;
  }
  switch (options.format) {
    case 'text':
      terminal.out(printTests(report, { color: terminal.color, sources }));
      terminal.err(`${summarizeTests(report)}\n`);
      break;
    case 'json':
      terminal.out(printTestsJson(report, { version: version() }));
      break;
    case 'junit':
      terminal.out(printTestsJunit(report, { sources }));
      break;
  }
  return failed ? 1 : 0;
}
