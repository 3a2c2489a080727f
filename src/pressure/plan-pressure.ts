import { DAY } from '../model/milliseconds.js';
import type { Action, Plan, PlanCampaign, Step } from '../model/plan.js';
import type { Duration } from '../model/value.js';
import { findPressure, type Pressure } from './find-pressure.js';
import type { TimedAction, TimedStep } from './timed-step.js';

/** The most promotional messages that a plan can bring due for one person in any stretch of so many days. */
export function planPressure(plan: Plan, days: number): Pressure {
  const campaigns = plan.campaigns.map((campaign) => ({
    id: campaign.id,
    stages: campaign.stages,
    steps: timed(plan, campaign.steps),
    schedules: campaign.triggers.flatMap((trigger) => (trigger.kind === 'schedule' ? [trigger.schedule] : [])),
    spacing: spacingOf(campaign),
  }));
  return findPressure(
    campaigns,
    plan.stages.map(({ id }) => id),
    days * DAY,
  );
}

/** The most that the plan's caps let through in so many days; null when none holds for every message. */
export function capOver(plan: Plan, days: number): number | null {
  const bounds = plan.policies.frequencyCaps
    .filter(
      (cap) =>
        cap.counts === 'messages' &&
        Object.keys(cap).every((key) => KNOWN.includes(key) || cap[key as keyof typeof cap] === null),
    )
    .map(({ max, per }) => max * Math.ceil((days * DAY) / lengthIn(per)));
  return bounds.length === 0 ? null : Math.min(...bounds);
}

/** A cap that says anything else counts only some messages. */
const KNOWN: readonly string[] = ['counts', 'max', 'per', 'onBlocked'];

function timed(plan: Plan, steps: readonly Step[]): readonly TimedStep<Step>[] {
  return steps.map((step) => ({
    id: step.id,
    wait: step.delay?.for == null ? 0 : lengthIn(step.delay.for),
    alignment: 0,
    always:
      step.when === null && !(step.action.kind === 'branch' && step.action.branches.every(({ when }) => when !== null)),
    action: timedAction(plan, step, step.action),
  }));
}

function timedAction(plan: Plan, step: Step, action: Action): TimedAction<Step> {
  const way = (steps: readonly Step[], wait = 0, slack = 0) => ({ wait, slack, steps: timed(plan, steps) });
  switch (action.kind) {
    case 'message': {
      const { channel, topic, incentive } = action;
      const transactional = plan.topics[topic]?.transactional ?? false;
      return { kind: 'message', channel, topic, transactional, incentive, source: step };
    }
    case 'branch':
      return { kind: 'paths', paths: action.branches.map((branch) => way(branch.steps)) };
    case 'split':
      return { kind: 'paths', paths: action.variants.map((variant) => way(variant.steps)) };
    case 'wait_for': {
      const within = lengthIn(action.within);
      return { kind: 'paths', paths: [way(action.met, 0, within), way(action.otherwise, within)] };
    }
    case 'exit':
      return { kind: 'exit' };
  }
}

function spacingOf({ reentry, triggers }: PlanCampaign): number {
  const apart = triggers.map((trigger) => {
    if (trigger.kind === 'inactive')
      return typeof trigger.for === 'object' && 'days' in trigger.for ? lengthIn(trigger.for) : 0;
    return trigger.kind === 'date' ? (trigger.yearly ? 365 * DAY : Number.POSITIVE_INFINITY) : 0;
  });
  switch (reentry.kind) {
    case 'never':
      return Number.POSITIVE_INFINITY;
    case 'always':
      return Math.min(...apart);
    case 'after':
      return Math.max(lengthIn(reentry.duration), Math.min(...apart));
  }
}

function lengthIn({ months, days, exact }: Duration): number {
  return (months * 30 + days) * DAY + exact;
}
