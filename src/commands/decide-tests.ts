import { addDuration } from '../calendar/local-time.js';
import { isSampled } from '../decide/test-phase.js';
import { unitOf } from '../decide/unit-of.js';
import type { Fence, Ledger } from '../ledger/ledger.js';
import { judgeFactors } from '../measure/judge-factors.js';
import { judgeTest } from '../measure/judge-test.js';
import type { Exposure } from '../measure/measure-people.js';
import { saltOf } from '../model/campaign-salt.js';
import { everyStep } from '../model/every-step.js';
import { type MessageTest, type TestVerdict, testName } from '../model/message-test.js';
import type { Plan } from '../model/plan.js';
import type { Tick } from '../model/tick.js';
import type { Instant } from '../model/value.js';
import { everyName, originOf } from '../structure/step-names.js';
import type { Warehouse } from '../warehouse/warehouse.js';

/** Finds and records the winners of the tests whose time is over in a tick; returns the tick that knows them. Told again after a crash, it finds the same ones on record. */
export async function decideTests(
  {
    plan,
    warehouse,
    ledger,
    fence,
  }: { readonly plan: Plan; readonly warehouse: Warehouse; readonly ledger: Ledger; readonly fence: Fence },
  tick: Tick,
): Promise<Tick> {
  const found: Record<string, Tick['tests'][string]> = {};
  for (const campaign of plan.campaigns) {
    for (const { id: step, action } of everyStep(campaign.steps)) {
      if (action.kind !== 'message' || action.test === null) continue;
      // A renamed step is the same message; so is one that stands in an older structure too.
      const place = { campaign: campaign.id, step: originOf(campaign.moved, step), salt: saltOf(campaign) };
      if (tick.tests[testName(place)] !== undefined || found[testName(place)] !== undefined) continue;
      const verdict = await findVerdict(plan, warehouse, ledger, place, action.test, tick);
      if (verdict === null) continue;
      ledger.recordVerdict(fence, verdict);
      found[testName(place)] = { winner: verdict.winner, decidedAt: verdict.decidedAt };
    }
  }
  return { ...tick, tests: { ...tick.tests, ...found } };
}

async function findVerdict(
  plan: Plan,
  warehouse: Warehouse,
  ledger: Ledger,
  { campaign, step, salt }: { readonly campaign: string; readonly step: string; readonly salt: string },
  test: MessageTest,
  { now }: Tick,
): Promise<TestVerdict | null> {
  const seen = new Set<string>();
  const first = ledger.tested(campaign, everyName(plan, campaign, step)).filter(({ profileId }) => {
    return !seen.has(profileId) && seen.add(profileId);
  });
  const units = await findUnits(plan, warehouse, [...seen], now);
  // Who waited too long for a winner got a variant, too, but not by chance.
  const sample = first.filter(({ profileId }) => isSampled(salt, step, test, units.get(profileId) ?? profileId));
  const begunAt = sample[0]?.at;
  const metric = plan.metrics[test.metric];
  if (begunAt === undefined || metric === undefined) return null;
  if (addDuration(begunAt, test.decideAfter, plan.timezone) > now) return null;
  const facts = await warehouse.facts(
    sample.map(({ profileId }) => profileId),
    now,
  );
  const factsOf = new Map(facts.map((each) => [each.profileId, each]));
  const variants = test.variants.map(({ id }) => ({
    id,
    exposures: sample.flatMap(({ profileId, variant, at }): Exposure[] => {
      const known = factsOf.get(profileId);
      return variant !== id || known === undefined ? [] : [{ facts: known, after: at, upTo: now }];
    }),
  }));
  const judged =
    test.factors === undefined ? judgeTest(plan, metric, variants) : judgeFactors(plan, metric, test.factors, variants);
  return { campaign, step, begunAt, decidedAt: now, ...judged };
}

/** By profile, what chance took them for, where that is not their id. */
async function findUnits(
  plan: Plan,
  warehouse: Warehouse,
  profiles: readonly string[],
  now: Instant,
): Promise<ReadonlyMap<string, string>> {
  if (plan.holdouts.unit === undefined || profiles.length === 0) return new Map();
  const facts = await warehouse.facts(profiles, now);
  return new Map(facts.map((each) => [each.profileId, unitOf(plan, each)]));
}
