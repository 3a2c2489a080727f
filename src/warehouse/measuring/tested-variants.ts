import { drawnVariant, isSampled } from '../../decide/test-phase.js';
import { saltOf } from '../../model/campaign-salt.js';
import { everyStep } from '../../model/every-step.js';
import type { Exposure } from '../../model/exposure.js';
import { type MessageTest, type TestVerdict, testName } from '../../model/message-test.js';
import type { Plan, PlanCampaign } from '../../model/plan.js';
import type { Reading, TestReading } from '../../model/reading.js';
import type { Instant } from '../../model/value.js';
import { everyName, originOf } from '../../structure/step-names.js';
import type { World } from '../world.js';

/** A message test of the plan, with what is on record of it. */
export interface PlannedTest {
  readonly campaign: PlanCampaign;
  readonly step: string;
  /** The step's first name, by which chance and verdicts know it, and all that it had. */
  readonly origin: string;
  readonly names: readonly string[];
  readonly test: MessageTest;
  readonly verdict: TestReading['verdict'];
}

/** The message tests of a plan, with the verdicts that had fallen by `asOf`. */
export function plannedTests(plan: Plan, verdicts: readonly TestVerdict[], asOf: Instant): readonly PlannedTest[] {
  const known = new Map(verdicts.filter(({ decidedAt }) => decidedAt <= asOf).map((one) => [testName(one), one]));
  return plan.campaigns.flatMap((campaign) =>
    everyStep(campaign.steps).flatMap(({ id: step, action }) => {
      if (action.kind !== 'message' || action.test === null) return [];
      const origin = originOf(campaign.moved, step);
      const names = everyName(plan, campaign.id, step);
      const { winner, decidedAt } = known.get(testName({ campaign: campaign.id, step: origin })) ?? {};
      const verdict = winner === undefined || decidedAt === undefined ? null : { winner, decidedAt };
      return { campaign, step, origin, names, test: action.test, verdict };
    }),
  );
}

/**
 * Hands exposures on, and keeps those in which somebody of a test's sample got the variant that chance gave them, in the name of that variant. From the winner on everybody gets one variant, whatever chance
 * says, so those are not among them.
 */
export function* keepDrawn(
  tests: readonly PlannedTest[],
  exposures: Iterable<Exposure>,
  kept: Exposure[],
): Iterable<Exposure> {
  const byStep = new Map(
    tests.flatMap((test) => test.names.map((name) => [testName({ campaign: test.campaign.id, step: name }), test])),
  );
  for (const exposure of exposures) {
    yield exposure;
    if (exposure.variant === null || exposure.arm === 'held') continue;
    const test = byStep.get(testName(exposure));
    if (test === undefined || !wasDrawn(test, exposure)) continue;
    const campaign = variantName(test, exposure.variant);
    // Chance deals variants anew by neither share nor version of the holdout.
    kept.push({ ...exposure, campaign, salt: '', share: 0 });
  }
}

function wasDrawn({ campaign, origin, test, verdict }: PlannedTest, { unit, variant, at }: Exposure): boolean {
  if (verdict !== null && at >= verdict.decidedAt) return false;
  const salt = saltOf(campaign);
  return isSampled(salt, origin, test, unit) && drawnVariant(salt, origin, test, unit)?.id === variant;
}

function variantName({ campaign, step }: PlannedTest, variant: string): string {
  return `${testName({ campaign: campaign.id, step })}/${variant}`;
}

/** What is known of a variant as though it were a campaign that everybody got. */
export type VariantReading = Pick<Reading, 'since' | 'exposed' | 'metrics'>;

/**
 * Counts each variant as a campaign of its own, measured by the test's metric alone, and gives what the tests of each campaign came to. Its tables stand in a schema of their own, which is gone
 * afterwards; without anybody in a test nothing is asked.
 */
export async function readTests(
  world: World,
  tests: readonly PlannedTest[],
  drawn: readonly Exposure[],
  count: (variants: World) => Promise<(code: number) => VariantReading>,
): Promise<ReadonlyMap<string, readonly TestReading[]>> {
  const variants = tests.flatMap((test) => test.test.variants.map(({ id }) => variantCampaign(test, id)));
  const read = drawn.length === 0 ? () => NOBODY : await countApart(world, variants, count);
  const found = new Map<string, TestReading[]>();
  let code = 0;
  for (const { campaign, step, test, verdict } of tests) {
    const seen = test.variants.map(({ id }) => ({ id, ...read(code++) }));
    const begun = seen.flatMap(({ since }) => since ?? []);
    const reading = {
      step,
      since: begun.length === 0 ? null : Math.min(...begun),
      verdict,
      variants: seen.map(({ id, exposed, metrics }) => ({
        variant: id,
        exposed: exposed.reduce((sum, { sent }) => sum + sent, 0),
        counted: metrics[test.metric] ?? null,
      })),
    };
    found.set(campaign.id, [...(found.get(campaign.id) ?? []), reading]);
  }
  return found;
}

const NOBODY: VariantReading = { since: null, exposed: [], metrics: {} };

function variantCampaign(test: PlannedTest, variant: string): PlanCampaign {
  const { campaign } = test;
  const kpi = { ...campaign.kpi, metric: test.test.metric, guardrails: [], secondary: [] };
  return { ...campaign, id: variantName(test, variant), kpi };
}

async function countApart<T>(
  world: World,
  campaigns: readonly PlanCampaign[],
  count: (variants: World) => Promise<T>,
): Promise<T> {
  const { connection, plan } = world;
  await connection.run('CREATE SCHEMA tests');
  await connection.run("SET search_path = 'tests,main'");
  try {
    return await count({ ...world, plan: { ...plan, campaigns, economics: null } });
  } finally {
    await connection.run("SET search_path = 'main'");
    await connection.run('DROP SCHEMA tests CASCADE');
  }
}
