import { addDuration } from '../calendar/local-time.js';
import type { Decision, SkipReason } from '../model/decision.js';
import { everyStep } from '../model/every-step.js';
import { ended, type Journey, type JourneyMove } from '../model/journey.js';
import type { Action, PlanCampaign, Step } from '../model/plan.js';
import type { Tick } from '../model/tick.js';
import type { Instant } from '../model/value.js';
import { sortedJson } from '../structure/fingerprint.js';
import { nameNow, originOf } from '../structure/step-names.js';
import type { Moved } from './advance.js';
import { shareOf } from './assign.js';
import { messageStep } from './campaign-of.js';
import { dueAt } from './due.js';
import type { Person } from './person.js';
import { routeOf } from './route.js';
import { variantIn } from './split-variant.js';

/** From where to where a journey moves. */
export interface Resettling {
  /** The structure that it is in; null where that is not kept. */
  readonly old: PlanCampaign | null;
  readonly newest: PlanCampaign;
  /** Fingerprint of the newest structure. */
  readonly structure: string;
}

/**
 * Moves somebody who waits in a step of an older structure into the newest: to the step of the same id or the one it was renamed to, else as `removed` says. Null while the step is drained: then they stay until they had it. What was
 * promised for later may come sooner, but not for all at once: whose new moment is past is spread from the moment of the new plan to the old one.
 */
export function resettle(
  journey: Journey,
  { old, newest, structure }: Resettling,
  person: Person,
  tick: Tick,
): Moved | null {
  const { step } = journey;
  if (step === null) return null;
  const target = nameNow(newest.moved, step);
  const place = routeOf(newest).steps.get(target);
  const move = { ...journey, structure, move: moveOf(journey, { old, newest, structure }, person, tick) };
  if (place !== undefined) return { journey: parked(move, place.step, stepOf(old, step), person, tick), decisions: [] };
  const fate = newest.removed.find((each) => each.step === target)?.then ?? null;
  if (fate === 'drain' && old !== null) return null;
  const next = fate === 'next' && old !== null ? survivor(old, newest, step) : undefined;
  const at = Math.max(appliedAt(tick), journey.since);
  const decisions = [gone(journey, step, at)];
  if (next === undefined) return { journey: ended(move, 'exited', `step ${step} removed`, at), decisions };
  if (next === null) return { journey: ended(move, 'finished', null, at), decisions };
  return { journey: parked({ ...move, firstDue: null }, next, null, person, tick), decisions };
}

/** Takes somebody on who had the last step of an older structure that they stayed for, at the moment when they are through with it: to the step that was to come, or the first after it that is still there. */
export function takeOn(
  journey: Journey,
  resettling: Resettling & { readonly old: PlanCampaign },
  left: string,
  person: Person,
  tick: Tick,
): Journey {
  const { old, newest, structure } = resettling;
  const { step } = journey;
  if (step === null || journey.status !== 'active') return journey;
  // Whoever goes through a branch, a split or a wait that is drained goes through all that is drained of it.
  if (isDrained(newest, step) && haveOneHolder(old, left, step)) return journey;
  const next = routeOf(newest).steps.get(nameNow(newest.moved, step))?.step ?? survivor(old, newest, step);
  const move = { ...journey, structure, move: moveOf({ ...journey, step: left }, resettling, person, tick) };
  const at = journey.since;
  if (next === null) return ended(move, 'finished', null, at);
  return { ...move, step: next.id, wake: dueAt(next.delay, at, person.facts), firstDue: null };
}

/** Whether a step lies in another one, or both in a third. */
function haveOneHolder({ steps }: PlanCampaign, left: string, step: string): boolean {
  return everyStep(steps).some((holder) => {
    const inside = everyStep([holder]).map(({ id }) => id);
    return holder.id !== step && inside.includes(left) && inside.includes(step);
  });
}

function isDrained({ removed }: PlanCampaign, step: string): boolean {
  return removed.some((each) => each.step === step && each.then === 'drain');
}

/** The first step behind one of the old structure that the newest still has; null when there is none. */
function survivor(old: PlanCampaign, newest: PlanCampaign, step: string): Step | null {
  for (
    let next = routeOf(old).steps.get(step)?.next ?? null;
    next !== null;
    next = routeOf(old).steps.get(next)?.next ?? null
  ) {
    const place = routeOf(newest).steps.get(nameNow(newest.moved, next));
    if (place !== undefined) return place.step;
  }
  return null;
}

/** A journey that waits in a step of the newest plan; `was` is the step that it waited in, null when that is another. */
function parked(journey: Journey, step: Step, was: Step | null, person: Person, tick: Tick): Journey {
  // Nothing began, or what began is of the kind that it is now.
  const goesOn = was !== null && (journey.firstDue === null || kindOf(was.action) === kindOf(step.action));
  const begun = goesOn ? journey.firstDue : null;
  const here: Journey = { ...journey, step: step.id, firstDue: begun };
  const { action } = step;
  const promised = journey.wake ?? appliedAt(tick);
  if (begun !== null && action.kind === 'wait_for') {
    const isSame = was?.action.kind === 'wait_for' && was.action.within.text === action.within.text;
    if (isSame) return here;
    return {
      ...here,
      wake: dueFrom(addDuration(begun, action.within, person.facts.zone), promised, here, person, tick),
    };
  }
  if (goesOn && sortedJson(was?.delay ?? null) === sortedJson(step.delay)) return here;
  const due = dueAt(step.delay, journey.since, person.facts);
  // Who was put off waits on, unless the new delay is not over yet.
  if (begun !== null && due <= appliedAt(tick)) return here;
  return { ...here, wake: dueFrom(due, promised, here, person, tick), firstDue: null };
}

function kindOf({ kind }: Action): 'message' | 'wait_for' | 'other' {
  return kind === 'message' || kind === 'wait_for' ? kind : 'other';
}

/** When the plan came into force. */
function appliedAt({ applied, now }: Tick): Instant {
  return applied ?? now;
}

/** The new due moment: where it would be past, a share of the time that is left till the promised one, so that a shortened delay makes no burst. */
function dueFrom(due: Instant, promised: Instant, journey: Journey, person: Person, tick: Tick): Instant {
  const applied = appliedAt(tick);
  if (due > applied) return due;
  if (promised <= applied) return Math.max(due, promised);
  const share = shareOf(`${journey.campaign}/${journey.step ?? ''}/spread/v1`, person.facts.profileId);
  return applied + Math.floor(share * (promised - applied));
}

function moveOf(journey: Journey, { old, newest }: Resettling, person: Person, tick: Tick): JourneyMove {
  const living = everyStep(newest.steps);
  const names: Record<string, string> = {};
  for (const { id } of living) {
    const told = messageStep(newest, journey, id);
    const origin = old === null ? told : originOf(old.moved, told);
    if (origin !== originOf(newest.moved, id)) names[id] = origin;
  }
  const from = journey.step ?? '';
  return {
    at: appliedAt(tick),
    plan: person.plan.hash,
    from,
    names,
    variants: old === null ? {} : variantsOf(journey, old, newest, person),
  };
}

/** The variants that somebody is in or went through, where the new weights would say otherwise. */
function variantsOf(
  journey: Journey,
  old: PlanCampaign,
  newest: PlanCampaign,
  person: Person,
): Readonly<Record<string, string>> {
  const ahead = stepsAhead(old, journey.step);
  const found: Record<string, string> = {};
  for (const { id, action } of everyStep(old.steps)) {
    if (action.kind !== 'split' || ahead.has(id)) continue;
    const was = variantIn(old, journey, id, action, person)?.id;
    const name = nameNow(newest.moved, id);
    const now = routeOf(newest).steps.get(name)?.step.action;
    if (was === undefined || now?.kind !== 'split' || !now.variants.some((each) => each.id === was)) continue;
    if (variantIn(newest, { ...journey, move: null }, name, now, person)?.id !== was) found[name] = was;
  }
  return found;
}

/** The steps that may still come, the one that is waited for among them. */
function stepsAhead(campaign: PlanCampaign, step: string | null): ReadonlySet<string> {
  const ahead = new Set<string>();
  for (let id = step; id !== null && !ahead.has(id); id = routeOf(campaign).steps.get(id)?.next ?? null) {
    const here = stepOf(campaign, id);
    for (const each of here === null ? [] : everyStep([here])) ahead.add(each.id);
    ahead.add(id);
  }
  return ahead;
}

function stepOf(campaign: PlanCampaign | null, id: string): Step | null {
  return campaign === null ? null : (routeOf(campaign).steps.get(id)?.step ?? null);
}

function gone({ campaign, profileId, occasion }: Journey, step: string, at: Instant): Decision {
  const reason: SkipReason = 'step-gone';
  return { kind: 'skipped', campaign, step, profileId, occasion, at, reason, detail: null };
}
