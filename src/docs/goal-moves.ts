import { asksOnce, type Condition, type PropertyTest, type Test, type Window } from '../model/condition.js';
import type { StageMove } from '../model/docs.js';
import { eventMeasures, type Metric } from '../model/metric.js';
import type { Plan, PlanCampaign } from '../model/plan.js';
import { traitEvents } from '../model/trait-events.js';

/** What is known of somebody: which conditions hold, by their JSON, and how often they have done the goal. */
interface Known {
  readonly facts: Map<string, boolean>;
  least: number;
  most: number;
}

/** The goal as an event that happens. */
interface Goal {
  readonly event: string;
  readonly where: readonly PropertyTest[];
}

type Words = Pick<Plan, 'stages' | 'segments' | 'traits'>;

/**
 * For each stage that a campaign serves, the stage in which its people are as soon as the event of its KPI happens once more, as far as the definitions of the stages tell.
 * What nothing is known of stays unknown; nobody is looked up.
 */
export function goalMoves(plan: Words, campaign: PlanCampaign, metric: Metric | undefined): readonly StageMove[] {
  const goal = goalOf(metric);
  return servedStages(plan, campaign).map((from) => {
    if (goal === null) return { from, to: null, perhaps: [] };
    const known = knownIn(plan, from, goal.event);
    const perhaps: string[] = [];
    for (const { id, when } of plan.stages) {
      const truth = when === null ? true : after(plan, known, goal, when);
      if (truth === true) return { from, to: id, perhaps };
      if (truth === null) perhaps.push(id);
    }
    return { from, to: null, perhaps };
  });
}

/** The stages that a campaign says it serves, else those in which its triggers find people. */
function servedStages({ stages }: Words, campaign: PlanCampaign): readonly string[] {
  if (campaign.stages !== null) return campaign.stages;
  const found = ({ id }: { readonly id: string }): boolean =>
    campaign.triggers.length === 0 ||
    campaign.triggers.some((trigger) => {
      if ((trigger.kind !== 'enters' && trigger.kind !== 'leaves') || trigger.group.kind !== 'stage') return true;
      return (trigger.kind === 'enters') === (trigger.group.stage === id);
    });
  return stages.filter(found).map(({ id }) => id);
}

/** Only what people are wanted to do more of is a goal. */
function goalOf(metric: Metric | undefined): Goal | null {
  if (metric === undefined || metric.better === 'lower') return null;
  const [first] = eventMeasures(metric.measure);
  return first === undefined ? null : { event: first.event, where: first.where };
}

function knownIn(plan: Words, stage: string, event: string): Known {
  const known: Known = { facts: new Map(), least: 0, most: Number.POSITIVE_INFINITY };
  for (const { id, when } of plan.stages) {
    if (when !== null) assume(plan, known, event, when, id === stage);
    if (id === stage) break;
  }
  return known;
}

/** Takes a condition to be true or false, with all that follows from it. */
function assume(plan: Words, known: Known, goal: string, condition: Condition, isTrue: boolean): void {
  known.facts.set(JSON.stringify(condition), isTrue);
  const each = (of: readonly Condition[]): void => {
    for (const one of of) assume(plan, known, goal, one, isTrue);
  };
  switch (condition.kind) {
    case 'all':
      if (isTrue || condition.of.length === 1) each(condition.of);
      return;
    case 'any':
      if (!isTrue || condition.of.length === 1) each(condition.of);
      return;
    case 'not':
      assume(plan, known, goal, condition.of, !isTrue);
      return;
    case 'segment': {
      const segment = plan.segments[condition.segment];
      if (segment !== undefined) assume(plan, known, goal, segment, isTrue);
      return;
    }
    default: {
      const counted = countOf(plan, condition);
      if (counted?.event === goal) narrow(known, counted, isTrue);
    }
  }
}

/** A test of how often somebody did something. */
interface Counted {
  readonly event: string;
  readonly where: readonly PropertyTest[];
  readonly window: Window;
  readonly test: Test;
}

function countOf({ traits }: Words, condition: Condition): Counted | null {
  if (condition.kind === 'event') {
    return condition.measure.kind === 'count' ? { ...condition, test: condition.measure.test } : null;
  }
  const trait = condition.kind === 'attribute' ? traits[condition.name]?.trait : undefined;
  return condition.kind === 'attribute' && trait?.kind === 'count' ? { ...trait, test: condition.test } : null;
}

/** At least so many in some window are at least so many ever; at most so many says something of the whole time only. */
function narrow(known: Known, { where, window, test }: Counted, isTrue: boolean): void {
  const range = rangeOf(test);
  if (range === null) return;
  const [low, high] = range;
  const isWhole = window.kind === 'ever' && where.length === 0;
  if (isTrue) {
    known.least = Math.max(known.least, low);
    if (isWhole) known.most = Math.min(known.most, high);
  } else if (isWhole && low > 0 && high === Number.POSITIVE_INFINITY) {
    known.most = Math.min(known.most, low - 1);
  } else if (low === 0 && high < Number.POSITIVE_INFINITY) {
    known.least = Math.max(known.least, high + 1);
  }
}

/** The whole numbers that pass a test; null when they are no single stretch. */
function rangeOf(test: Test): readonly [low: number, high: number] | null {
  const end = Number.POSITIVE_INFINITY;
  switch (test.op) {
    case 'is':
      return typeof test.value === 'number' ? [test.value, test.value] : null;
    case 'gte':
      return typeof test.value === 'number' ? [Math.max(0, Math.ceil(test.value)), end] : null;
    case 'gt':
      return typeof test.value === 'number' ? [Math.max(0, Math.floor(test.value) + 1), end] : null;
    case 'lte':
      return typeof test.value === 'number' ? [0, Math.floor(test.value)] : null;
    case 'lt':
      return typeof test.value === 'number' ? [0, Math.ceil(test.value) - 1] : null;
    case 'between':
      return typeof test.low === 'number' && typeof test.high === 'number' ? [test.low, test.high] : null;
    default:
      return null;
  }
}

/** Whether a condition holds right after the goal happened; null when that cannot be told. */
function after(plan: Words, known: Known, goal: Goal, condition: Condition): boolean | null {
  const before = known.facts.get(JSON.stringify(condition));
  // What the goal does not touch is as it was; what it can only raise, and was there, is there still.
  if (before !== undefined && !touches(plan, condition, goal.event)) return before;
  if (before === true && onlyRises(plan, condition)) return true;
  if (isNever(known, goal, condition)) return false;
  switch (condition.kind) {
    case 'all':
      return both(condition.of.map((one) => after(plan, known, goal, one)));
    case 'any':
      return not(both(condition.of.map((one) => not(after(plan, known, goal, one)))));
    case 'not':
      return not(after(plan, known, goal, condition.of));
    case 'segment': {
      const segment = plan.segments[condition.segment];
      return segment === undefined ? null : after(plan, known, goal, segment);
    }
    default:
      return counts(plan, known, goal, condition);
  }
}

/** What somebody never did, they did not do lately. */
function isNever({ facts }: Known, goal: Goal, condition: Condition): boolean {
  if (condition.kind !== 'event' || !asksOnce(condition) || condition.event === goal.event) return false;
  return facts.get(JSON.stringify({ ...condition, window: { kind: 'ever' } })) === false;
}

function counts(plan: Words, known: Known, goal: Goal, condition: Condition): boolean | null {
  const counted = countOf(plan, condition);
  const range = counted === null ? null : rangeOf(counted.test);
  if (counted === null || range === null || counted.event !== goal.event) return null;
  const { where, window } = counted;
  const isSure = where.every((one) => goal.where.some((other) => JSON.stringify(one) === JSON.stringify(other)));
  const includesNow = window.kind === 'ever' || window.kind === 'within';
  const isWhole = window.kind === 'ever' && where.length === 0;
  const least = isWhole ? known.least + 1 : isSure && includesNow ? 1 : 0;
  const most = known.most + 1;
  const [low, high] = range;
  if (least >= low && most <= high) return true;
  return most < low || least > high ? false : null;
}

function both(truths: readonly (boolean | null)[]): boolean | null {
  if (truths.includes(false)) return false;
  return truths.includes(null) ? null : true;
}

function not(truth: boolean | null): boolean | null {
  return truth === null ? null : !truth;
}

/** Whether one more such event can change the answer. */
function touches(plan: Words, condition: Condition, event: string): boolean {
  switch (condition.kind) {
    case 'all':
    case 'any':
      return condition.of.some((one) => touches(plan, one, event));
    case 'not':
      return touches(plan, condition.of, event);
    case 'event':
      return condition.event === event;
    case 'attribute': {
      // What is worked out for everybody at midnight does not change with one event.
      const trait = plan.traits[condition.name]?.trait;
      return trait !== undefined && traitEvents(trait).some((one) => one.event === event);
    }
    case 'segment': {
      const segment = plan.segments[condition.segment];
      return segment === undefined || touches(plan, segment, event);
    }
    case 'stage':
      return true;
    case 'message':
      return false;
  }
}

/** Whether more events can only make it true: counts of at least so much, and sums, as amounts are not negative. */
function onlyRises(plan: Words, condition: Condition): boolean {
  switch (condition.kind) {
    case 'all':
    case 'any':
      return condition.of.every((one) => onlyRises(plan, one));
    case 'segment': {
      const segment = plan.segments[condition.segment];
      return segment !== undefined && onlyRises(plan, segment);
    }
    case 'event':
      return isFloor(condition.measure.test);
    case 'attribute': {
      const trait = plan.traits[condition.name]?.trait;
      return (trait?.kind === 'count' || trait?.kind === 'sum') && isFloor(condition.test);
    }
    default:
      return false;
  }
}

function isFloor(test: Test): boolean {
  return test.op === 'gte' || test.op === 'gt';
}
