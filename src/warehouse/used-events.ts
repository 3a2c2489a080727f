import { askedMetrics, type Purpose } from '../model/asked-metrics.js';
import type { Channel } from '../model/channel.js';
import { barringEvents } from '../model/channel-events.js';
import type { Condition, Test } from '../model/condition.js';
import { compareText } from '../model/diagnostic.js';
import { usedChannels } from '../model/every-step.js';
import { type EventMeasure, eventMeasures } from '../model/metric.js';
import type { Awaited, Plan, Step } from '../model/plan.js';
import { traitSources } from '../model/trait-events.js';

/** The events that say whether a message may go at all: loaded whether or not a plan names them. */
function guardingEvents(plan: Plan): readonly string[] {
  const channels = new Set<Channel>(['email', ...usedChannels(plan)]);
  const barring = [...channels].flatMap((channel) => Object.values(barringEvents(channel)));
  return ['unsubscribed', 'subscribed', ...barring.filter((name) => name !== null)];
}

/** The names of the events that anything in the plan asks for, and of those that guard its messages; sorted. */
export function usedEvents(plan: Plan, purpose: Purpose): readonly string[] {
  const used = new Set(guardingEvents(plan));
  for (const { trait } of Object.values(plan.traits)) for (const { event } of traitSources(trait)) used.add(event);
  for (const condition of planConditions(plan, purpose))
    for (const leaf of leaves(condition)) if (leaf.kind === 'event') used.add(leaf.event);
  for (const campaign of plan.campaigns)
    for (const trigger of campaign.triggers) {
      if (trigger.kind === 'event' || trigger.kind === 'inactive') used.add(trigger.event);
      if (trigger.kind === 'event') for (const unless of trigger.unless) used.add(unless.event);
    }
  return [...used].sort(compareText);
}

/** Every condition written in the plan, not looking through segments and stages (which are in the list themselves). */
export function planConditions(plan: Plan, purpose: Purpose): readonly Condition[] {
  return [
    ...Object.values(plan.segments),
    ...plan.stages.flatMap((stage) => stage.when ?? []),
    ...Object.values(askedMetrics(plan, purpose)).flatMap(({ measure }) => eventMeasures(measure).map(asCondition)),
    ...Object.values(plan.blocks).flatMap(({ rules }) => rules.flatMap(({ when }) => when ?? [])),
    ...plan.campaigns.flatMap((campaign) => [
      ...(campaign.audience ? [campaign.audience] : []),
      ...campaign.exitOn,
      ...stepConditions(campaign.steps),
    ]),
  ];
}

function stepConditions(steps: readonly Step[]): Condition[] {
  return steps.flatMap(({ when, action }) => {
    const own = when ? [when] : [];
    if (action.kind === 'branch')
      return [...own, ...action.branches.flatMap((b) => [...(b.when ? [b.when] : []), ...stepConditions(b.steps)])];
    if (action.kind === 'split') return [...own, ...action.variants.flatMap((v) => stepConditions(v.steps))];
    if (action.kind === 'wait_for')
      return [...own, asCondition(action.for), ...stepConditions([...action.met, ...action.otherwise])];
    return own;
  });
}

function asCondition(asked: Awaited | EventMeasure): Condition {
  if (asked.kind === 'condition') return asked.condition;
  const { event, where } = asked;
  return { kind: 'event', event, where, window: { kind: 'ever' }, measure: { kind: 'count', test: ONCE } };
}

const ONCE: Test = { op: 'gte', value: 1 };

/** A condition without `all`, `any` and `not` around it. */
export type Leaf = Exclude<Condition, { kind: 'all' | 'any' | 'not' }>;

/** The leaves of a condition, in order. */
export function leaves(condition: Condition): readonly Leaf[] {
  switch (condition.kind) {
    case 'all':
    case 'any':
      return condition.of.flatMap(leaves);
    case 'not':
      return leaves(condition.of);
    default:
      return [condition];
  }
}

/** The leaves of a condition and of every segment and stage behind it, each definition once. */
export function deepLeaves(condition: Condition, plan: Plan, seen = new Set<string>()): readonly Leaf[] {
  return leaves(condition).flatMap((leaf) => {
    if (leaf.kind !== 'segment' && leaf.kind !== 'stage') return [leaf];
    const key = leaf.kind === 'segment' ? `segment ${leaf.segment}` : 'stages';
    if (seen.has(key)) return [];
    seen.add(key);
    const behind =
      leaf.kind === 'segment'
        ? [plan.segments[leaf.segment] ?? []].flat()
        : plan.stages.flatMap((stage) => stage.when ?? []);
    return behind.flatMap((each) => deepLeaves(each, plan, seen));
  });
}
