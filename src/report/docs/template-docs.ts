import { compareText } from '../../model/diagnostic.js';
import type { Docs } from '../../model/docs.js';
import { everyStep, templatesOf } from '../../model/every-step.js';
import type { MessageAction, Plan, PlanCampaign } from '../../model/plan.js';
import { plainLiquid } from './plain-liquid.js';

/** A message of a campaign, with its step. */
export interface CampaignMessage {
  readonly step: string;
  readonly message: MessageAction;
}

/** The messages of a campaign, in the order in which they are written. */
export function messagesOf({ steps }: PlanCampaign): readonly CampaignMessage[] {
  return everyStep(steps).flatMap(({ id, action }) =>
    action.kind === 'message' ? [{ step: id, message: action }] : [],
  );
}

/** The languages of a template, the default one first. */
export function languagesOf(plan: Plan, template: string): readonly string[] {
  const tags = Object.keys(plan.templates[template] ?? {});
  return tags.sort(compareText).map((tag) => (tag === '' ? plan.languages.default : tag));
}

/** What an inbox shows behind the subject, as it is written; empty when there is nothing. */
export function preheaderOf(plan: Plan, template: string): string {
  const languages = plan.templates[template];
  return (languages?.[''] ?? Object.values(languages ?? {})[0])?.preheader ?? '';
}

/** The subject of a template in the default language, as people read it; empty when it has none. */
export function subjectOf(plan: Plan, template: string): string {
  const languages = plan.templates[template];
  return plainLiquid((languages?.[''] ?? Object.values(languages ?? {})[0])?.subject ?? '');
}

/** Names with the campaigns that use them, sorted. */
export function usersBy(
  docs: Docs,
  what: (one: CampaignMessage) => readonly string[],
): ReadonlyMap<string, readonly string[]> {
  const users = new Map<string, Set<string>>();
  for (const { campaign } of docs.campaigns)
    for (const message of messagesOf(campaign))
      for (const name of what(message)) users.set(name, (users.get(name) ?? new Set()).add(campaign.id));
  return new Map([...users].sort(([a], [b]) => compareText(a, b)).map(([name, ids]) => [name, [...ids]]));
}

/** The templates of a message. */
export function templatesIn({ message }: CampaignMessage): readonly string[] {
  return templatesOf(message);
}
