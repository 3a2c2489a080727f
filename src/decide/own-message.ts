import type { PastMessage } from '../model/decision.js';
import type { FactEvent } from '../model/facts.js';
import { messageId } from './assign.js';
import { campaignOf, messageStep } from './campaign-of.js';
import type { Person } from './person.js';

/** The message of a step in the journey that asks; null when it has none, or nobody's journey asks. */
export function ownMessage(step: string, person: Person): PastMessage | null {
  const { journey, plan, messages } = person;
  if (journey === undefined) return null;
  const campaign = campaignOf(plan, journey);
  const known = campaign === null ? step : messageStep(campaign, journey, step);
  const id = messageId({ ...journey, project: plan.project, step: known });
  return messages.find((message) => message.id === id) ?? null;
}

/** Whether an event tells of this message: it names it, or names none and came after it. */
export function tellsOf(message: PastMessage, { properties, time }: FactEvent): boolean {
  const named = properties.message_id ?? null;
  return named === null ? time >= message.sendAt : named === message.id;
}
