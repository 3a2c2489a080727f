import { decide } from '../../src/decide/decide.js';
import type { Decision, History } from '../../src/model/decision.js';
import type { Facts } from '../../src/model/facts.js';
import type { KeptCampaign } from '../../src/model/kept-campaign.js';
import type { Plan } from '../../src/model/plan.js';
import type { Tick } from '../../src/model/tick.js';
import type { Instant } from '../../src/model/value.js';
import { applyDecisions, emptyHistory } from '../../src/simulate/fold.js';
import { graftPlan } from '../../src/structure/graft-plan.js';
import { keepCampaign } from '../../src/structure/keep-campaign.js';
import { structureOf } from '../../src/structure/structure-of.js';

/** One person under plans that change, as a ledger would keep the record: pure, and without a store. */
export class EditedPlans {
  history: History;
  readonly all: Decision[] = [];
  kept: readonly KeptCampaign[] = [];
  #plan: Plan | null = null;
  #applied = 0;
  #previous: Instant | null = null;
  readonly #starts: Record<string, Instant> = {};
  readonly #returned: Record<string, Instant> = {};

  constructor(profileId = 'p1') {
    this.history = emptyHistory(profileId);
  }

  /** Ticks at these moments under one plan. */
  run(plan: Plan, facts: Facts, ticks: readonly Instant[]): readonly Decision[] {
    return ticks.flatMap((now) => this.tick(plan, facts, now));
  }

  tick(plan: Plan, facts: Facts, now: Instant): readonly Decision[] {
    this.#apply(plan, now);
    for (const { id } of plan.campaigns) this.#starts[id] ??= now;
    const tick: Tick = {
      previous: this.#previous,
      now,
      starts: { ...this.#starts },
      returned: { ...this.#returned },
      applied: this.#applied,
      knownGroups: {},
      tests: {},
    };
    const decisions = decide(graftPlan(plan, this.kept), facts, this.history, tick);
    this.history = applyDecisions(this.history, decisions, []);
    this.all.push(...decisions);
    this.kept = this.kept.filter(({ structure }) => this.#isInside(structure));
    this.#previous = now;
    return decisions;
  }

  #apply(plan: Plan, now: Instant): void {
    const before = this.#plan;
    if (before?.hash === plan.hash) return;
    this.#plan = plan;
    this.#applied = now;
    if (before === null) return;
    const left = before.campaigns.flatMap((campaign) => {
      const after = plan.campaigns.find(({ id }) => id === campaign.id);
      const structure = structureOf(before, campaign);
      const isGone = after === undefined || structureOf(plan, after) !== structure;
      // What a store gives back was written down and read again.
      return isGone && this.#isInside(structure)
        ? [JSON.parse(JSON.stringify(keepCampaign(before, campaign))) as KeptCampaign]
        : [];
    });
    const fresh = new Set(left.map(({ structure }) => structure));
    this.kept = [...this.kept.filter(({ structure }) => !fresh.has(structure)), ...left];
    for (const { id } of plan.campaigns) {
      if (this.#starts[id] !== undefined && !before.campaigns.some((one) => one.id === id)) this.#returned[id] = now;
    }
  }

  #isInside(structure: string): boolean {
    return this.history.journeys.some((journey) => journey.status === 'active' && journey.structure === structure);
  }
}

let serial = 0;

/** A plan of its own: with a hash that no other has. */
export function edited(plan: Plan, more: Partial<Plan>): Plan {
  serial += 1;
  return { ...plan, ...more, hash: `sha256:edit-${serial}` };
}
