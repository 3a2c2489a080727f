import { appendFileSync, existsSync, statSync } from 'node:fs';
import { addedSilences } from '../check/findings/added-silences.js';
import { diffPlans } from '../diff/diff-plans.js';
import { locateChanges } from '../diff/locate-change.js';
import type { Census } from '../model/census.js';
import type { Level } from '../model/change.js';
import { compareText } from '../model/diagnostic.js';
import type { DiffReport } from '../model/diff-report.js';
import type { Plan } from '../model/plan.js';
import type { Project } from '../model/project.js';
import type { Review } from '../model/review.js';
import { compareFindings, type KnownFindings } from '../report/diagnostics/compare-findings.js';
import { printReviewJson } from '../report/review/json.js';
import { printReview } from '../report/review/markdown.js';
import { isWorthTelling, summarizeReview, verdictOf } from '../report/review/review-words.js';
import { compareEmails } from './compare-emails.js';
import { findRoot } from './find-root.js';
import { loadFolder } from './load-folder.js';
import { type LoadedProject, loadProject } from './load-project.js';
import { type OldFiles, withOldFiles } from './old-files.js';
import { writeOutput } from './output-formats.js';
import { readCensus } from './read-census.js';
import { readTestTally } from './read-test-tally.js';
import { openSession, type Session } from './session.js';
import { type SoundPart, soundPart, withoutCampaigns } from './sound-part.js';
import { tellGithub } from './tell-github.js';
import type { ExitCode, Terminal } from './terminal.js';
import { version } from './version.js';

/** What the command line says. */
export interface ReportPrOptions {
  readonly project: string | undefined;
  /** A Git revision, a folder or a plan; undefined is where this state and the default branch parted. */
  readonly against?: string;
  /** A file that `lifecycle census` wrote. */
  readonly census?: string;
  /** A file that `lifecycle test --format json` wrote. */
  readonly tests?: string;
  readonly previewUrl?: string;
  readonly failOn: Level | null;
  readonly format: 'markdown' | 'json';
  readonly out?: string;
}

/** GitHub takes 65,536 characters; what posts a comment puts a mark before it and a link behind it. */
const COMMENT = 65_000;

const METADATA = 'LC899';

/** The summaries of a step of a GitHub workflow, in bytes; with more there is none. */
const STEP_SUMMARY = 1_048_576;

/**
 * Tells a reviewer all that the edits in the work tree do, in one report. 1 when something in it must not be merged: errors, failing tests, a change that is bad enough and accepted by
 * nobody. Writes nothing but `--out` and what a GitHub workflow asks for.
 */
export async function reportPr(terminal: Terminal, options: ReportPrOptions): Promise<ExitCode> {
  const root = findRoot(terminal, options.project);
  const session = openSession(root);
  const loaded = await loadProject(root, undefined, null, session);
  const tests = options.tests === undefined ? null : readTestTally(terminal, options.tests);
  const census =
    options.census === undefined ? null : readCensus(terminal, options.census, loaded.project?.config.project ?? null);
  const was = await withOldFiles(terminal, root, options.against, (old) => stateOf(old, session));
  const is = { loaded, ...(await soundPart(loaded, session.templates)) };
  const left = [...new Set([...was.left, ...is.left])].sort(compareText);
  const of = 'the work tree';
  const plans = {
    was: was.plan === null ? null : withoutCampaigns(was.plan, left),
    is: is.plan === null ? null : withoutCampaigns(is.plan, left),
  };
  const diff = compare(terminal, {
    state: was,
    isWhole: left.length === 0,
    ...plans,
    of,
    project: loaded.project,
    census,
    failOn: options.failOn,
  });
  const review: Review = {
    against: was.words,
    of,
    diff,
    left,
    findings: compareFindings(was.loaded === null ? null : known(was.loaded), known(loaded)),
    silences: was.loaded === null ? [] : addedSilences(was.loaded.silencing, loaded.silencing),
    emails:
      plans.is === null || loaded.project === null || typeof diff === 'string'
        ? null
        : await compareEmails(plans.was ?? { ...plans.is, campaigns: [] }, plans.is, loaded.project, diff.changes),
    tests,
    plans: { was: was.isThere ? plans.was : null, is: plans.is },
    previewUrl: options.previewUrl ?? null,
    reproduce: commandOf(was.name, options),
  };
  tell(terminal, review, loaded, options);
  return verdictOf(review) === 'stop' ? 1 : 0;
}

/** How the project was. */
interface OldState extends SoundPart {
  readonly words: string;
  readonly name: string;
  /** False where the project is not there yet. */
  readonly isThere: boolean;
  /** Null of a plan, which does not say what there was to find. */
  readonly loaded: LoadedProject | null;
}

async function stateOf(old: OldFiles, session: Session): Promise<OldState> {
  const { words, name } = old;
  switch (old.kind) {
    case 'plan':
      return { words, name, isThere: true, loaded: null, plan: old.plan, left: [] };
    case 'none':
      return { words, name, isThere: false, loaded: null, plan: null, left: [] };
    case 'folder': {
      const loaded = await loadFolder(old.folder, session.templates, session.emails);
      return { words, name, isThere: true, loaded, ...(await soundPart(loaded, session.templates)) };
    }
  }
}

interface Sides {
  readonly was: Plan | null;
  readonly is: Plan | null;
  readonly state: OldState;
  /** Whether no campaign is left out. */
  readonly isWhole: boolean;
  readonly of: string;
  readonly project: Project | null;
  readonly census: Census | null;
  readonly failOn: Level | null;
}

function compare(
  terminal: Terminal,
  { was, is, state, isWhole, of, project, census, failOn }: Sides,
): DiffReport | string {
  if (is === null) return 'the files have errors that concern all campaigns';
  if (was === null && state.isThere) return `${state.words} has errors that concern all campaigns`;
  const { changes, idle } = diffPlans(was ?? { ...is, campaigns: [] }, is, { census, now: terminal.now() });
  // What only campaigns use that are left out is no difference between the others.
  const found = {
    idle,
    changes: isWhole ? changes : changes.filter(({ campaign, code }) => campaign !== null || code !== METADATA),
  };
  return {
    against: state.words,
    of,
    failOn,
    census: census === null ? null : { lineage: census.lineage, serial: census.serial },
    ...locateChanges(found, project),
  };
}

function known({ findings, hidden }: LoadedProject): KnownFindings {
  return { ...findings, hidden };
}

/** What to type to get the same report. */
function commandOf(name: string, { census, project }: ReportPrOptions): string {
  const quote = (text: string): string => (/^[\w./@:+-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);
  return [
    'lifecycle',
    ...(project === undefined ? [] : ['--project', quote(project)]),
    'report-pr --against',
    quote(name),
    ...(census === undefined ? [] : ['--census', quote(census)]),
  ].join(' ');
}

/** Writes the report to where it is wanted, and what a GitHub workflow asks for. */
function tell(terminal: Terminal, review: Review, { findings }: LoadedProject, options: ReportPrOptions): void {
  const { sources } = findings;
  const { env } = terminal;
  const text =
    options.format === 'json'
      ? printReviewJson(review, { version: version() })
      : printReview(review, { fits: (one) => one.length <= COMMENT, sources });
  writeOutput(terminal, { format: options.format, file: options.out ?? null }, text);
  if (options.out !== undefined) terminal.err(`${summarizeReview(review)}\n`);
  if (env.GITHUB_STEP_SUMMARY) {
    const file = env.GITHUB_STEP_SUMMARY;
    const room = STEP_SUMMARY - (existsSync(file) ? statSync(file).size : 0);
    const long = printReview(review, { fits: (one) => Buffer.byteLength(one) <= room, sources });
    if (Buffer.byteLength(long) <= room) appendFileSync(file, long);
  }
  tellGithub(terminal, typeof review.diff === 'string' ? { changes: [] } : review.diff);
  if (env.GITHUB_OUTPUT)
    appendFileSync(env.GITHUB_OUTPUT, `verdict=${verdictOf(review)}\nsay=${isWorthTelling(review)}\n`);
}
