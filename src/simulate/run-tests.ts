import { variantOf } from '../decide/assign.js';
import { drawnVariant, isSampled } from '../decide/test-phase.js';
import { saltOf } from '../model/campaign-salt.js';
import type { Diagnostic } from '../model/diagnostic.js';
import { everyStep } from '../model/every-step.js';
import type { Plan, PlanCampaign } from '../model/plan.js';
import type { CampaignSource, Project } from '../model/project.js';
import type { TestReport, TestResult } from '../model/test-report.js';
import { findMismatch, type Mismatch } from './compare-expectations.js';
import { type Happening, listHappenings, printHappening } from './happening.js';
import { findUnreached, isProbe, probeCampaign, splitsOf } from './probe-campaign.js';
import { replayTest } from './replay-test.js';
import { makeTestPerson, type WrittenTest, writtenId } from './test-person.js';

/** More people are not tried to find one for every variant. */
const MOST_PEOPLE = 2000;
const MOST_COMBINATIONS = 64;
const MOST_NOTES = 12;

/**
 * Runs the tests of the campaigns whose ids are given. Pure. Of a campaign with splits, `test-1`, `test-2`, … are tried until each combination of variants has its person, and a test passes when it does for
 * one of them: what it expects says which variant it is about. A test that writes the profile's id is about that profile alone.
 */
export function runTests(project: Project, plan: Plan, ids: ReadonlySet<string>): TestReport {
  const results: TestResult[] = [];
  const coverage: TestReport['coverage'][number][] = [];
  for (const source of project.campaigns) {
    const campaign = plan.campaigns.find(({ id }) => id === source.id);
    if (campaign === undefined || !ids.has(source.id)) continue;
    const people = findPeople(campaign);
    const probed = probeCampaign(campaign);
    const reached = new Set<string>();
    const tests = source.node.tests ?? [];
    for (const test of tests) {
      const id = writtenId(plan, test);
      const run = bestRun(plan, probed, test, id === null ? people : [id]);
      for (const step of run.reached) reached.add(step);
      results.push({
        campaign: source.id,
        file: source.file,
        name: test.name,
        finding: run.mismatch === null ? null : describe(project, test, run.mismatch, run.happened),
        happened: run.happened.map(printHappening),
      });
    }
    coverage.push(coverageOf(source, campaign, tests.length, reached));
  }
  return { results, coverage };
}

/** The name of the first test that does not pass on a campaign, which need not be that of the plan; null when all do. */
export function findFailing(plan: Plan, campaign: PlanCampaign, tests: readonly WrittenTest[]): string | null {
  const people = findPeople(campaign);
  const failing = tests.find((test) => {
    const id = writtenId(plan, test);
    return bestRun(plan, campaign, test, id === null ? people : [id]).mismatch !== null;
  });
  return failing?.name ?? null;
}

interface Run {
  readonly mismatch: Mismatch | null;
  readonly happened: readonly Happening[];
  readonly reached: readonly string[];
}

/** The run of the first person for whom the test passes, else of the one for whom most of it is as expected. */
function bestRun(plan: Plan, campaign: PlanCampaign, test: WrittenTest, people: readonly string[]): Run {
  let best: Run = { mismatch: null, happened: [], reached: [] };
  for (const [index, profileId] of people.entries()) {
    const facts = makeTestPerson(plan, test, profileId);
    const decisions = replayTest(plan, campaign, facts, test);
    const happened = listHappenings(decisions, facts.zone);
    const mismatch = findMismatch(test.expect, happened);
    const reached = decisions.flatMap((one) => {
      if (one.kind === 'planned') return [one.message.step];
      // A probe is always passed over: that is how it tells.
      return one.kind === 'skipped' && (one.reason !== 'when' || isProbe(one.step)) ? [one.step] : [];
    });
    if (mismatch === null) return { mismatch, happened, reached };
    if (index === 0 || mismatch.fitting > (best.mismatch?.fitting ?? 0)) best = { mismatch, happened, reached };
  }
  return best;
}

/** The first person of each combination of variants, of splits and of message tests, where being outside the sample counts as one. */
function findPeople(campaign: PlanCampaign): readonly string[] {
  const splits = splitsOf(campaign).flatMap(({ id, action }) =>
    action.kind === 'split' ? [{ id, variants: action.variants }] : [],
  );
  const tests = everyStep(campaign.steps).flatMap(({ id, action }) =>
    action.kind === 'message' && action.test !== null ? [{ id, test: action.test }] : [],
  );
  const ways = [...splits.map(({ variants }) => variants.length), ...tests.map(({ test }) => test.variants.length + 1)];
  const wanted = Math.min(
    MOST_COMBINATIONS,
    ways.reduce((product, number) => product * number, 1),
  );
  const people = new Map<string, string>();
  const salt = saltOf(campaign);
  for (let n = 1; n <= MOST_PEOPLE && people.size < wanted; n++) {
    const profileId = `test-${n}`;
    const drawn = splits.map(({ id, variants }) => variantOf(salt, id, variants, profileId)?.id);
    const tried = tests.map(({ id, test }) =>
      isSampled(salt, id, test, profileId) ? drawnVariant(salt, id, test, profileId)?.id : null,
    );
    const key = JSON.stringify([drawn, tried]);
    if (!people.has(key)) people.set(key, profileId);
  }
  return [...people.values()];
}

function describe(
  project: Project,
  test: WrittenTest,
  { index, message, label }: Mismatch,
  happened: readonly Happening[],
): Diagnostic {
  const left = happened.length - MOST_NOTES;
  return {
    code: 'LC408',
    name: 'failed-test',
    severity: 'error',
    message: `test "${test.name}": ${message}`,
    span: index === null ? project.spans.key(test, 'expect') : project.spans.value(test.expect, index),
    label,
    notes: [
      happened.length === 0 ? 'nothing happens' : 'what happens:',
      ...happened.slice(0, MOST_NOTES).map((one) => `  ${printHappening(one)}`),
      ...(left > 0 ? [`  and ${left} more`] : []),
    ],
    help: ['mend the campaign, or write what happens if that is right'],
  };
}

function coverageOf(
  { id, file }: CampaignSource,
  campaign: PlanCampaign,
  tests: number,
  reached: ReadonlySet<string>,
): TestReport['coverage'][number] {
  return { campaign: id, file, tests, unreached: findUnreached(campaign, reached) };
}
