import { type Condition, isPlainEvent } from '../model/condition.js';
import type { PlanCampaign } from '../model/plan.js';
import type { Instant } from '../model/value.js';
import { writtenName } from '../structure/graft-definitions.js';
import { holds } from './evaluate.js';
import { matchesWhere } from './matching-events.js';
import { eventsNamed, type Person } from './person.js';

/** The first event after a moment (for a journey, after it began) that ends it, at the moment it happened; null when none has come. */
export function exitInstant(
  campaign: PlanCampaign,
  since: Instant,
  person: Person,
): { readonly at: Instant; readonly reason: string } | null {
  let first: { at: Instant; reason: string } | null = null;
  for (const condition of campaign.exitOn) {
    if (!isPlainEvent(condition)) continue;
    const event = eventsNamed(person.facts, condition.event).find(
      (each) => each.time > since && matchesWhere(each, condition.where, person),
    );
    if (event && (first === null || event.time < first.at)) first = { at: event.time, reason: condition.event };
  }
  return first;
}

/** Why a journey ends at a due step by an exit condition that is a state rather than an event; null when it goes on. */
export function exitState(campaign: PlanCampaign, at: Instant, person: Person): string | null {
  const condition = campaign.exitOn.find((each) => !isPlainEvent(each) && holds(each, at, person));
  return condition === undefined ? null : nameOf(condition);
}

function nameOf(condition: Condition): string {
  switch (condition.kind) {
    case 'event':
      return condition.event;
    case 'attribute':
      return writtenName(condition.name);
    case 'segment':
      return `segment ${writtenName(condition.segment)}`;
    case 'stage':
      return `stage ${condition.stage}`;
    default:
      return 'exit condition';
  }
}
