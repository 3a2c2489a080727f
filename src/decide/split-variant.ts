import { saltOf } from '../model/campaign-salt.js';
import type { Journey } from '../model/journey.js';
import type { Action, PlanCampaign } from '../model/plan.js';
import { originOf } from '../structure/step-names.js';
import { variantOf } from './assign.js';
import type { Person } from './person.js';
import { unitOf } from './unit-of.js';

/** The variant of a split that a journey takes: the one that it was in when it was moved, else by chance, the same every time. */
export function variantIn(
  campaign: PlanCampaign,
  { move }: Pick<Journey, 'move'>,
  step: string,
  { variants }: Extract<Action, { kind: 'split' }>,
  person: Person,
): (typeof variants)[number] | undefined {
  const kept = variants.find(({ id }) => id === move?.variants[step]);
  return (
    kept ?? variantOf(saltOf(campaign), originOf(campaign.moved, step), variants, unitOf(person.plan, person.facts))
  );
}
