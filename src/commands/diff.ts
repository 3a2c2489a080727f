import { compilePlan } from '../compile/compile-plan.js';
import { diffPlans } from '../diff/diff-plans.js';
import { locateChanges } from '../diff/locate-change.js';
import type { Level } from '../model/change.js';
import { type DiffReport, isFailure } from '../model/diff-report.js';
import { printDiffJson } from '../report/diff/json.js';
import { printDiffMarkdown } from '../report/diff/markdown.js';
import { printDiff } from '../report/diff/text.js';
import { compareEmails } from './compare-emails.js';
import { findRoot } from './find-root.js';
import { loadProject } from './load-project.js';
import { findOldPlan } from './old-plan.js';
import { readFormat, writeOutput } from './output-formats.js';
import { printFindings } from './print-findings.js';
import { readCensus } from './read-census.js';
import { openSession } from './session.js';
import { tellGithub } from './tell-github.js';
import type { ExitCode, Terminal } from './terminal.js';
import { version } from './version.js';

/** What the command line says. */
export interface DiffOptions {
  readonly project: string | undefined;
  /** A Git revision, a folder or a plan; undefined is where this state and the default branch parted. */
  readonly against?: string;
  /** A file that `lifecycle census` wrote. */
  readonly census?: string;
  readonly failOn: Level | null;
  /** Changes of metadata too. */
  readonly all: boolean;
  readonly formats: readonly string[];
}

const FORMATS = ['text', 'json', 'markdown'] as const;

/** Says what the edits in the work tree do to people; 1 when a change that is bad enough was accepted by nobody, or when the files have errors. Writes nothing but FORMAT=FILE. */
export async function diff(terminal: Terminal, options: DiffOptions): Promise<ExitCode> {
  const wanted = (options.formats.length === 0 ? ['text'] : options.formats).map((text) => readFormat(text, FORMATS));
  const root = findRoot(terminal, options.project);
  const session = openSession(root);
  const { project, templates, findings, sound } = await loadProject(root, undefined, null, session);
  if (project === null || !sound) {
    printFindings({ ...terminal, out: terminal.err }, root, findings, ['text']);
    return 1;
  }
  const plan = compilePlan(project, templates, `lifecycle ${version()}`);
  const census = options.census === undefined ? null : readCensus(terminal, options.census, plan.project);
  const old = await findOldPlan(terminal, root, options.against, session.templates);
  const found = diffPlans(old.plan ?? { ...plan, campaigns: [] }, plan, { census, now: terminal.now() });
  const report: DiffReport = {
    against: old.words,
    of: 'the work tree',
    failOn: options.failOn,
    census: census === null ? null : { lineage: census.lineage, serial: census.serial },
    ...locateChanges(found, project),
  };
  const isRead = wanted.some(({ format }) => format === 'text');
  const emails = old.plan === null || !isRead ? [] : await compareEmails(old.plan, plan, project, report.changes);
  for (const one of wanted) {
    const color = terminal.color && one.file === null;
    const print = {
      text: () => printDiff(report, { color, all: options.all, sources: findings.sources, emails }),
      json: () => printDiffJson(report, { version: version() }),
      markdown: () => printDiffMarkdown(report, { all: options.all }),
    } as const;
    writeOutput(terminal, one, print[one.format]());
  }
  tellGithub(terminal, report);
  return report.changes.some((change) => isFailure(change, options.failOn)) ? 1 : 0;
}
