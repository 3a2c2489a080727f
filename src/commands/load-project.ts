import type { Silencing } from '../check/findings/added-silences.js';
import type { Baseline } from '../check/findings/baseline.js';
import { dropEchoes } from '../check/findings/drop-echoes.js';
import { settleFindings } from '../check/findings/settle-findings.js';
import { tidyFinding } from '../check/findings/tidy-finding.js';
import { compileTemplates } from '../compile/templates/compile-templates.js';
import { compareDiagnostics, type Diagnostic } from '../model/diagnostic.js';
import { LOCK_FILE } from '../model/lock-file.js';
import type { Plan } from '../model/plan.js';
import type { Project } from '../model/project.js';
import type { ReadResult, StandIn } from '../read/read-project.js';
import type { Findings } from '../report/diagnostics/findings.js';
import { readBaseline } from './baseline-file.js';
import { checkEmails } from './check-emails.js';
import { openOneReading, type Session } from './session.js';

/** A project with everything that is known to be wrong with it. */
export interface LoadedProject {
  /** All that it follows from. */
  readonly reading: ReadResult;
  /** Null when the configuration could not be read. */
  readonly project: Project | null;
  readonly templates: Plan['templates'];
  readonly findings: Findings;
  /** The warnings that only the baseline hides. */
  readonly hidden: readonly Diagnostic[];
  /** Everything by which it keeps warnings from being told. */
  readonly silencing: Silencing;
  /** The baseline that would hide all warnings there are. */
  readonly baseline: Baseline;
  /** Whether the baseline allows for more warnings than there are. */
  readonly baselineCanShrink: boolean;
  /** Whether a plan may be made of it. */
  readonly sound: boolean;
}

type Compiled = Awaited<ReturnType<typeof compileTemplates>>;

/**
 * Reads, checks and compiles the templates of the project in `root`: everything wrong, in one pass, but for the warnings that its ignores, its `rules` and its
 * baseline take out.
 */
export async function loadProject(
  root: string,
  baseline: Baseline = readBaseline(root),
  standIn: StandIn | null = null,
  session: Session = openOneReading(root),
): Promise<LoadedProject> {
  try {
    if (standIn === null) await session.prepare?.();
    return await load(baseline, standIn, session);
  } finally {
    await session.chores?.close();
  }
}

async function load(baseline: Baseline, standIn: StandIn | null, session: Session): Promise<LoadedProject> {
  const reading = session.read(standIn);
  const { project, sources, ignores } = reading;
  const memory = standIn === null ? session.found : undefined;
  const known = memory?.recall(reading) ?? null;
  const compiling =
    project === null
      ? { templates: {}, diagnostics: [] }
      : compileTemplates(project, session.templates, session.compileAll);
  // While another thread compiles, this one asks the rules.
  const checked = project === null || known !== null ? [] : session.check(project);
  const compiled = await compiling;
  const { templates } = compiled;
  const all = known ?? (await findAll(session, reading, checked, compiled));
  if (known === null) memory?.keep(reading, all);
  const { diagnostics, hidden, canShrink, whole } = settleFindings(all, { project, ignores, baseline });
  const texts = new Map(sources.map(({ path, text }) => [path, text]));
  return {
    reading,
    project,
    templates,
    findings: {
      diagnostics,
      sources: (file) => texts.get(file) ?? null,
      // Those that people write.
      summary: { files: texts.size - (texts.has(LOCK_FILE) ? 1 : 0), hidden: hidden.length },
    },
    hidden,
    silencing: { project, ignores, baseline },
    baseline: whole,
    baselineCanShrink: canShrink,
    sound: project !== null && diagnostics.every(({ severity }) => severity !== 'error'),
  };
}

async function findAll(
  session: Session,
  { project, diagnostics: shape }: ReadResult,
  checked: readonly Diagnostic[],
  { templates, diagnostics: compiled }: Compiled,
): Promise<readonly Diagnostic[]> {
  const found = [...shape, ...checked];
  const said = [...found, ...dropEchoes(found, compiled)];
  const isSound = project !== null && said.every(({ severity }) => severity !== 'error');
  // What cannot be sent has no bytes to look at.
  const emails =
    isSound && session.emails !== undefined
      ? await checkEmails(project, templates, session.emails, session.chores)
      : [];
  return distinct([...said, ...emails.map(({ diagnostic }) => diagnostic)].map(tidyFinding));
}

/** One cause, one finding: the same code at the same place is said once. */
function distinct(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const seen = new Set<string>();
  return [...diagnostics].sort(compareDiagnostics).filter(({ code, span, message }) => {
    // Check and the template compiler both meet Liquid that does not parse, each in its own words.
    const key = JSON.stringify([code, span.file, span.start.offset, code === 'LC502' ? null : message]);
    return !seen.has(key) && seen.add(key);
  });
}
