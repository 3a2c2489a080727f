import { relative, resolve } from 'node:path';
import { localTime } from '../calendar/local-time.js';
import { compilePlan } from '../compile/compile-plan.js';
import { lowerEveryMetric } from '../compile/lower-metrics.js';
import { gatherDocs, type TouchingCommit } from '../docs/gather-docs.js';
import type { ProjectHistory } from '../model/docs.js';
import { LifecycleError } from '../model/failure.js';
import { isRealDay } from '../model/moment.js';
import { printDocsMarkdown } from '../report/docs/markdown.js';
import { printDocsPage } from '../report/docs/page.js';
import { plural } from '../report/plural.js';
import { browserScript } from './browser-script.js';
import { findRoot } from './find-root.js';
import { openGit } from './git.js';
import { loadProject } from './load-project.js';
import { writeOutput } from './output-formats.js';
import { printFindings } from './print-findings.js';
import type { ExitCode, Terminal } from './terminal.js';
import { version } from './version.js';

/** What the command line says. */
export interface DocsOptions {
  readonly project: string | undefined;
  /** Undefined: `dist/docs.html`, or `dist/docs.md`. */
  readonly out?: string;
  /** The first day of the calendars, `YYYY-MM-DD`; undefined is today in the project's zone. */
  readonly from?: string;
  readonly format: 'html' | 'markdown';
  /** Where the page of `lifecycle preview` is, as seen from this page. */
  readonly preview?: string;
}

/** Older changes than the last so many that touched campaigns or templates are not looked for. */
const MOST_COMMITS = 2_000;

/** Writes what the project does for people who read no YAML; 1 when the files have errors, and then nothing is written. */
export async function docs(terminal: Terminal, options: DocsOptions): Promise<ExitCode> {
  const root = findRoot(terminal, options.project);
  const { project, templates, findings, sound } = await loadProject(root);
  if (project === null || !sound) {
    printFindings({ ...terminal, out: terminal.err }, root, findings, ['text']);
    return 1;
  }
  const plan = compilePlan(project, templates, `lifecycle ${version()}`);
  const day = options.from === undefined ? localTime(terminal.now(), plan.timezone).date : readDay(options.from);
  const gathered = gatherDocs(project, {
    plan,
    metrics: lowerEveryMetric(project.config.metrics ?? {}),
    day,
    ...readHistory(root, terminal, plan.timezone),
    preview: options.preview === undefined ? null : readLink(options.preview),
  });
  const isPage = options.format === 'html';
  const text = isPage ? printDocsPage(gathered, browserScript('docs')) : printDocsMarkdown(gathered);
  const file = options.out ?? (isPage ? 'dist/docs.html' : 'dist/docs.md');
  const path = options.out === undefined ? resolve(root, file) : resolve(terminal.cwd, file);
  writeOutput(terminal, { format: options.format, file: path }, text);
  const shown = relative(terminal.cwd, path) || path;
  terminal.out(`${shown}: ${plural(plan.campaigns.length, 'campaign')}, from ${day}\n`);
  return 0;
}

function readDay(text: string): string {
  if (/^\d{4}-\d\d-\d\d$/.test(text) && isRealDay(text)) return text;
  throw new LifecycleError('LC900', `--from "${text}" is not a day`, ['write it like 2026-03-02'], 2);
}

/** Only what a page can lead to: a script is none. */
function readLink(text: string): string {
  if (!/^[a-z][a-z0-9+.-]*:/i.test(text) || /^https?:/i.test(text)) return text;
  throw new LifecycleError(
    'LC900',
    `--preview "${text}" is neither a path nor an https address`,
    ['write it like preview.html, as seen from the page'],
    2,
  );
}

/** The changes that Git knows; a project without Git is documented all the same, and says so. */
function readHistory(
  root: string,
  { env }: Terminal,
  zone: string,
): { readonly history: ProjectHistory; readonly commits: readonly TouchingCommit[] } {
  try {
    const log = openGit(root, env).log(['campaigns', 'templates'], MOST_COMMITS);
    if (log === null) return { history: { kind: 'unknown', why: 'nothing was committed yet' }, commits: [] };
    return {
      history: { kind: 'known', head: log.head, shallow: log.shallow },
      commits: log.commits.map(({ at, ...commit }) => ({ ...commit, date: localTime(at, zone).date })),
    };
  } catch (error) {
    if (!(error instanceof LifecycleError)) throw error;
    return { history: { kind: 'unknown', why: 'there is no Git repository that may be read' }, commits: [] };
  }
}
