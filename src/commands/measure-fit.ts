import { dayNumber, dayText, localDay } from '../calendar/local-time.js';
import { dayBegins } from '../calendar/refresh.js';
import { checkProject } from '../check/check-project.js';
import { compilePlan } from '../compile/compile-plan.js';
import {
  fitCustomerValue,
  fitLikelihoodTrait,
  fitShare,
  lastPeriod,
  type TraitFit,
} from '../measure/models/fit-trait.js';
import { compareText } from '../model/diagnostic.js';
import { LifecycleError } from '../model/failure.js';
import { LOCK_FILE, type LockedModel, type LockFile, NO_LOCK } from '../model/lock-file.js';
import type { Plan } from '../model/plan.js';
import type { Population } from '../model/population.js';
import type { Project } from '../model/project.js';
import { suggest } from '../model/suggest.js';
import { type FitRequest, fitRequest } from '../model/trait-fit.js';
import { type FitTold, fitWords } from '../report/measuring/fit-words.js';
import { openDuckdb } from '../warehouse/duckdb.js';
import type { Lessons } from '../warehouse/populations/lessons.js';
import { findRoot } from './find-root.js';
import { printFindings } from './print-findings.js';
import { openSession } from './session.js';
import type { ExitCode, Terminal } from './terminal.js';
import { version } from './version.js';
import { writeLock } from './write-lock.js';

/** What the command line says. */
export interface MeasureFitOptions {
  readonly project: string | undefined;
  /** Names of traits; none: all that are told by a fitted model. */
  readonly traits: readonly string[];
  /** The day before which everything counts; today when it is not given. */
  readonly asOf: string | undefined;
}

/** What this command mends must not stop it. */
const OWN = ['LC450', 'LC451', 'LC452'];

/** Fits the models of traits to the data, tries each on the last period, and writes those that can be believed into the lock. 1 where one cannot. */
export async function measureFit(terminal: Terminal, options: MeasureFitOptions): Promise<ExitCode> {
  const root = findRoot(terminal, options.project);
  const { project, diagnostics, sources } = openSession(root).read(null);
  const found = [...diagnostics, ...(project === null ? [] : checkProject(project))];
  // Only what the traits are made of must be sound.
  const wrong = found.filter(
    ({ code, severity, span }) =>
      severity === 'error' && !OWN.includes(code) && [project?.configFile ?? span.file, LOCK_FILE].includes(span.file),
  );
  if (project === null || wrong.length > 0) {
    const texts = new Map(sources.map(({ path, text }) => [path, text]));
    const summary = { files: texts.size, hidden: 0 };
    printFindings(terminal, root, { diagnostics: wrong, sources: (file) => texts.get(file) ?? null, summary }, []);
    return 1;
  }
  const all = requestsOf(project);
  const names = chosen(options.traits, [...all.keys()].sort(compareText));
  const upTo = asOf(options.asOf, localDay(terminal.now(), project.config.timezone));
  const plan = fittingPlan(project, all);
  const warehouse = await openDuckdb(plan, root, dayBegins(dayText(upTo), plan.timezone));
  const told: FitTold[] = [];
  try {
    for (const name of names) {
      const request = all.get(name)!;
      const lessons = await warehouse.lessons(populationOf(plan, name));
      told.push({ name, ...(await fitModel(request, lessons, upTo)) });
    }
  } finally {
    await warehouse.close();
  }
  const hasNews = project.lock?.models !== undefined || told.some(({ model }) => model !== null);
  if (hasNews) writeLock(root, withModels(project.lock ?? NO_LOCK, all, told));
  terminal.out(fitWords(told));
  return told.some(({ refused }) => refused !== null) ? 1 : 0;
}

async function fitModel(request: FitRequest, lessons: Lessons, upTo: number): Promise<Omit<FitTold, 'name'>> {
  const { firstDay } = lessons;
  const nothing = { request, model: null, judged: null, from: null, until: dayText(upTo - 1), fittedUntil: null };
  if (firstDay === null || firstDay >= upTo)
    return { ...nothing, refused: `there are no such events before ${dayText(upTo)}` };
  const cut = lastPeriod(request, firstDay, upTo);
  const from = dayText(firstDay);
  if (cut === null)
    return {
      ...nothing,
      from,
      refused: `the data goes back ${upTo - firstDay} days; to learn and to be tried takes three times the horizon, ${3 * (request.horizon ?? 1)}`,
    };
  const { parameters, judged, refused } = await learn(request, lessons, cut, upTo);
  const common = { ...nothing, from, judged, fittedUntil: dayText(cut - 1) };
  if (parameters === null) return { ...common, refused };
  const round = (value: number): number => Number(value.toFixed(4));
  const model: LockedModel = {
    kind: request.kind,
    of: request.of,
    parameters,
    backTest: {
      fittedUntil: dayText(cut - 1),
      testedUntil: dayText(upTo - 1),
      people: judged.people,
      auc: round(judged.auc),
      calibration: round(judged.calibration),
    },
  };
  return { ...common, model, refused: null };
}

async function learn(request: FitRequest, lessons: Lessons, cut: number, upTo: number): Promise<TraitFit> {
  switch (request.kind) {
    case 'mbgnbd': {
      const before = await lessons.buyers(cut, upTo);
      const all = await lessons.buyers(upTo, upTo);
      return fitCustomerValue(before, (upTo - cut) / 7, all, await lessons.spenders(upTo), request.minAuc);
    }
    case 'likelihood': {
      const before = await lessons.cells(2 * cut - upTo, cut);
      return fitLikelihoodTrait(before, await lessons.cells(cut, upTo), request.minAuc);
    }
    case 'share':
      return fitShare(await lessons.counts(cut, upTo), await lessons.counts(upTo, upTo));
  }
}

function requestsOf({ config }: Project): ReadonlyMap<string, FitRequest> {
  return new Map(
    Object.entries(config.traits ?? {}).flatMap(([name, trait]) => {
      const request = fitRequest(trait);
      return request === null ? [] : [[name, request] as const];
    }),
  );
}

function chosen(wanted: readonly string[], names: readonly string[]): readonly string[] {
  if (names.length === 0)
    throw new LifecycleError(
      'LC955',
      'no trait of this project is told by a fitted model',
      ['write one, such as worth: {customer_value: order_placed.value}; "lifecycle explain LC450" tells more'],
      2,
    );
  const unknown = wanted.find((name) => !names.includes(name));
  if (unknown === undefined) return wanted.length === 0 ? names : [...new Set(wanted)].sort(compareText);
  const [near] = suggest(unknown, names);
  throw new LifecycleError(
    'LC955',
    `"${unknown}" is no trait that is told by a fitted model`,
    [near === undefined ? `there are ${names.join(', ')}` : `did you mean "${near}"?`],
    2,
  );
}

/** The day before which everything counts. */
function asOf(written: string | undefined, today: number): number {
  if (written === undefined) return today;
  const day = /^\d{4}-\d\d-\d\d$/.test(written) ? dayNumber(written) : Number.NaN;
  if (!Number.isNaN(day) && dayText(day) === written && day <= today) return day;
  throw new LifecycleError(
    'LC956',
    Number.isNaN(day) || dayText(day) !== written
      ? `--as-of "${written}" is no day`
      : `--as-of ${written} is not over yet: today is ${dayText(today)}`,
    ['write a day such as 2026-03-01; everything before it counts'],
    2,
  );
}

/** The plan of nothing but the traits to fit, with parameters that stand in until there are any. */
function fittingPlan(project: Project, requests: ReadonlyMap<string, FitRequest>): Plan {
  const ones = Object.fromEntries(['r', 'alpha', 'a', 'b', 'p', 'v', 'shrink'].map((name) => [name, 1]));
  const parameters = { ...ones, q: 2, rates: Array<number>(25).fill(0) };
  const backTest = { fittedUntil: '', testedUntil: '', people: 0, auc: 1, calibration: 1 };
  const models = Object.fromEntries(
    [...requests].map(([name, { kind, of }]) => [name, { kind, of, parameters, backTest }]),
  );
  const bare = { ...project, campaigns: [], blocks: [], lock: { ...NO_LOCK, models } };
  const plan = compilePlan(bare, {}, `lifecycle ${version()}`);
  const isFitted = (name: string): boolean => requests.has(name.split('.')[0] ?? '');
  const traits = Object.fromEntries(Object.entries(plan.traits).filter(([name]) => isFitted(name)));
  const of = Object.keys(traits).map((name) => {
    return { kind: 'attribute', name, test: { op: 'exists', value: true } } as const;
  });
  return { ...plan, traits, segments: { fitted: { kind: 'all', of } }, stages: [], metrics: {}, catalogs: {} };
}

function populationOf({ traits }: Plan, name: string): Population {
  const [found] = Object.entries(traits).flatMap(([full, { trait }]) =>
    full.split('.')[0] === name && trait.kind === 'frozen' ? [trait.population] : [],
  );
  return found!;
}

/** What was refused has no model any more, and neither has a trait that is gone. */
function withModels(lock: LockFile, requests: ReadonlyMap<string, FitRequest>, told: readonly FitTold[]): LockFile {
  const models = new Map(Object.entries(lock.models ?? {}).filter(([name]) => requests.has(name)));
  for (const { name, model } of told)
    if (model === null) models.delete(name);
    else models.set(name, model);
  const { models: _, ...rest } = lock;
  return models.size === 0 ? rest : { ...rest, models: Object.fromEntries(models) };
}
