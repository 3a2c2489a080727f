import type { Condition } from '../model/condition.js';
import { everyStep } from '../model/every-step.js';
import type { Action, Awaited, Plan, PlanCampaign, Step } from '../model/plan.js';
import { fingerprint } from './fingerprint.js';
import { renamedSteps } from './step-names.js';

const known = new WeakMap<Plan, Map<PlanCampaign, string>>();

/**
 * What people are pinned to, as a fingerprint: the steps of a campaign with their delays, conditions, splits and waits, what ends it, and every definition that these name. What its messages say, by which
 * channel, and who may enter is no part of it. Worked out once for each plan.
 */
export function structureOf(plan: Plan, campaign: PlanCampaign): string {
  if (campaign.kept !== undefined) return campaign.kept;
  const ofPlan = known.get(plan) ?? new Map<PlanCampaign, string>();
  known.set(plan, ofPlan);
  const structure = ofPlan.get(campaign) ?? fingerprint(describe(plan, campaign));
  ofPlan.set(campaign, structure);
  return structure;
}

function describe(plan: Plan, campaign: PlanCampaign): unknown {
  const living = everyStep(campaign.steps).map(({ id }) => id);
  const steps = (list: readonly Step[]): unknown =>
    list.map(({ id, delay, when, action }) => [
      id,
      delay,
      typeof delay?.at === 'object' ? (plan.traits[delay.at?.trait ?? ''] ?? null) : null,
      when === null ? null : condition(when),
      act(action),
    ]);
  const act = (action: Action): unknown => {
    switch (action.kind) {
      case 'message':
        return [];
      case 'exit':
        return ['exit', action.reason];
      case 'branch':
        return [
          'branch',
          action.branches.map(({ when, steps: inside }) => [when === null ? null : condition(when), steps(inside)]),
        ];
      case 'split':
        return ['split', action.variants.map(({ id, weight, steps: inside }) => [id, weight, steps(inside)])];
      case 'wait_for':
        return ['wait', awaited(action.for), action.within, steps(action.met), steps(action.otherwise)];
    }
  };
  const awaited = (what: Awaited): unknown => (what.kind === 'event' ? what : condition(what.condition));
  const condition = (each: Condition): unknown => spelledOut(each, plan);
  return [steps(campaign.steps), campaign.exitOn.map(condition), renamedSteps(campaign, living)];
}

function spelledOut(condition: Condition, plan: Plan): unknown {
  switch (condition.kind) {
    case 'all':
    case 'any':
      return [condition.kind, condition.of.map((each) => spelledOut(each, plan))];
    case 'not':
      return ['not', spelledOut(condition.of, plan)];
    case 'segment': {
      const segment = plan.segments[condition.segment];
      return segment === undefined ? null : ['segment', condition.segment, spelledOut(segment, plan)];
    }
    case 'stage':
      return [
        'stage',
        condition.stage,
        plan.stages.map(({ id, when }) => [id, when === null ? null : spelledOut(when, plan)]),
      ];
    case 'attribute':
      return [condition, plan.traits[condition.name] ?? null];
    case 'event':
    case 'message':
      return condition;
  }
}
