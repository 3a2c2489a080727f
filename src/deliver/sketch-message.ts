import { profileValues } from '../decide/profile-values.js';
import { everyStep } from '../model/every-step.js';
import { type Levels, readLevels, settleLevels } from '../model/factors.js';
import type { LedgerMessage } from '../model/message.js';
import type { Plan, PlanCampaign } from '../model/plan.js';
import type { Instant } from '../model/value.js';
import { buildContext, type LiquidContext, type MessageContent } from '../render/build-context.js';
import { kept } from '../render/kept.js';
import { makeToken } from '../render/unsubscribe-token.js';
import type { Draft } from './draft.js';
import type { ResolvedEmail } from './make-email.js';

/** A message with everything that its rendering needs. */
export interface Sketch {
  readonly draft: Draft;
  readonly content: MessageContent;
  readonly context: LiquidContext;
  readonly unsubscribeUrl: string | null;
}

/** Everything that the rendering of a message needs; null when its campaign is gone. */
export function sketchMessage(
  plan: Plan,
  channel: ResolvedEmail | null,
  secret: string,
  draft: Draft,
  content: MessageContent,
  now: Instant,
): Sketch | null {
  const { message, facts } = draft;
  const campaign = plan.campaigns.find(({ id }) => id === message.campaign);
  if (campaign === undefined) return null;
  const token = makeToken(secret, message.id);
  const unsubscribeUrl = channel === null ? null : `${channel.unsubscribe}/${token}`;
  const context = buildContext({
    project: { name: plan.project },
    campaign: { id: campaign.id, name: campaign.name },
    step: { id: message.step },
    profile: profileValues(plan, facts, now),
    event: { values: message.event, types: eventTypes(plan, campaign) },
    message: {
      id: message.id,
      unsubscribeUrl,
      viewUrl: channel === null ? null : viewFolder(channel.unsubscribe) + token,
    },
    content,
    test: levelsOf(campaign, message),
    zone: facts.zone,
  });
  return { draft, content, context, unsubscribeUrl };
}

const folders = new Map<string, string>();
const MOST_FOLDERS = 10;

/** Where messages can be read in a browser: the token of each stands behind it. */
function viewFolder(unsubscribe: string): string {
  return kept(folders, MOST_FOLDERS, unsubscribe, () => new URL('/v/', unsubscribe).href);
}

type EventTypes = Plan['events'][string];

/** By the campaign's id. */
const typesOf = new WeakMap<Plan, Map<string, EventTypes>>();

/** Types of the triggering event's properties: of the events that can start the campaign, the one that declares the property. */
function eventTypes(plan: Plan, { id, triggers }: PlanCampaign): EventTypes {
  const known = typesOf.get(plan) ?? new Map<string, EventTypes>();
  typesOf.set(plan, known);
  return kept(known, plan.campaigns.length, id, () => {
    const names = triggers.flatMap((t) => (t.kind === 'event' || t.kind === 'inactive' ? [t.event] : []));
    return Object.assign(Object.create(null), ...names.map((name) => plan.events[name] ?? {})) as EventTypes;
  });
}

type Factors = Parameters<typeof settleLevels>[0];

/** By the step's id. */
const factorsOf = new WeakMap<PlanCampaign, Map<string, Factors>>();
const MOST_STEPS = 1000;

/** The levels that a message was given; where the test was changed after that, the first level of what it was not given. */
function levelsOf(campaign: PlanCampaign, { step, variant }: LedgerMessage): Levels {
  const given = readLevels(variant);
  const known = factorsOf.get(campaign) ?? new Map<string, Factors>();
  factorsOf.set(campaign, known);
  const factors = kept(known, MOST_STEPS, step, () => {
    const action = everyStep(campaign.steps).find(({ id }) => id === step)?.action;
    return (action?.kind === 'message' ? action.test?.factors : undefined) ?? [];
  });
  return { ...given, ...settleLevels(factors, given) };
}
