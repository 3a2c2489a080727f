import { addDuration } from '../calendar/local-time.js';
import { holdoutSalt, saltOf } from '../model/campaign-salt.js';
import type { ClockReason, Decision, History, SkipReason } from '../model/decision.js';
import type { Assignment } from '../model/exposure.js';
import type { Journey } from '../model/journey.js';
import type { PlannedMessage } from '../model/message.js';
import type { MessageAction, Plan, PlanCampaign } from '../model/plan.js';
import type { Tick } from '../model/tick.js';
import type { Duration, Instant } from '../model/value.js';
import { originOf } from '../structure/step-names.js';
import { messageId, shareOf } from './assign.js';
import type { Block } from './block.js';
import { messageStep } from './campaign-of.js';
import { blockedByCaps } from './caps.js';
import { clockRules, reopens, shutBy } from './clock-rules.js';
import { addressOf, messageProblem } from './consent.js';
import { isHeld } from './is-held.js';
import type { Person } from './person.js';
import { testPhase } from './test-phase.js';
import { unitOf } from './unit-of.js';
import { validUntil } from './valid-until.js';

/** A message is put off by the clock and by caps for at most this long; then it is skipped. */
const PATIENCE: Duration = { months: 0, days: 7, exact: 0, text: '7d' };

/** What happens with a message step that is due. */
export type Verdict =
  | { readonly kind: 'go'; readonly decision: Extract<Decision, { kind: 'planned' | 'withheld' }> }
  | { readonly kind: 'skip'; readonly reason: SkipReason; readonly detail: string | null }
  | { readonly kind: 'exit'; readonly reason: SkipReason; readonly detail: string | null }
  | { readonly kind: 'defer'; readonly reason: ClockReason | 'frequency-cap' | 'test'; readonly until: Instant };

/**
 * Judges one message at the moment it is due: its test, which may let it wait for a winner; address and consent, quiet hours, send window and holidays, caps, and only then, when nothing else stops it, the holdout, so that both arms are treated
 * alike up to the last step.
 */
export function judgeMessage(
  campaign: PlanCampaign,
  stepId: string,
  action: MessageAction,
  journey: Journey,
  person: Person,
  suppressions: History['suppressions'],
  tests: Tick['tests'],
  at: Instant,
): Verdict {
  const { plan, facts } = person;
  const firstDue = journey.firstDue ?? at;
  const { test } = action;
  const known = messageStep(campaign, journey, stepId);
  const id = messageId({ ...journey, project: plan.project, campaign: campaign.id, step: known });
  if (isHeld(person.messages, id)) return { kind: 'skip', reason: 'repeated', detail: null };
  const unit = unitOf(plan, facts);
  const place = { campaign: campaign.id, step: originOf(campaign.moved, stepId), salt: saltOf(campaign) };
  const phase = test === null ? null : testPhase(place, test, { unit, zone: facts.zone }, firstDue, tests, at);
  if (phase?.kind === 'wait') return { kind: 'defer', reason: 'test', until: phase.until };
  const transactional = plan.topics[action.topic]?.transactional ?? false;
  const problem = messageProblem(plan, action.channel, action.topic, facts, suppressions, at);
  if (problem !== null)
    return {
      kind: 'skip',
      reason: problem,
      detail: problem === 'bad-address' ? addressOf(action.channel, facts).problem : null,
    };

  const patience = addDuration(phase?.since ?? firstDue, PATIENCE, facts.zone);
  const clocked = {
    transactional,
    own: action.sendWindow,
    inherited: campaign.sendWindow,
    onBlocked: action.onBlocked,
  };
  const rules = clockRules(plan, clocked, facts);
  const shut = shutBy(rules, at);
  if (shut !== null) {
    const opensAt = shut.onBlocked === 'defer' ? reopens(rules, shut.opensAt, patience) : shut.opensAt;
    return blocked({ ...shut, opensAt }, shut.reason, patience);
  }
  const candidate = {
    id,
    campaign: campaign.id,
    channel: action.channel,
    topic: action.topic,
    transactional,
    incentive: action.incentive,
    onBlocked: action.onBlocked,
  };
  const cap = blockedByCaps(plan, candidate, person.messages, (m) => m.sendAt, at, facts.zone);
  if (cap !== null) return blocked(cap, 'frequency-cap', patience);

  const assignment = transactional ? null : assignmentIn(campaign, unit);
  const message: PlannedMessage = {
    id,
    campaign: campaign.id,
    step: stepId,
    profileId: facts.profileId,
    occasion: journey.occasion,
    entryKey: journey.entryKey,
    occurrence: journey.occurrence,
    channel: action.channel,
    topic: action.topic,
    transactional,
    template: phase?.variant?.template ?? action.template,
    subject: phase?.variant?.subject ?? action.subject,
    incentive: action.incentive,
    variant: phase?.variant?.id ?? null,
    priority: campaign.priority,
    dueAt: firstDue,
    sendAt: at,
    validUntil: validUntil(plan.policies.lateness, rules, at, facts.zone),
    event: journey.event,
    plan: plan.hash,
    structure: journey.structure,
    assignment,
  };
  const by = assignment === null ? null : holdoutOf(plan, assignment);
  return { kind: 'go', decision: by === null ? { kind: 'planned', message } : { kind: 'withheld', message, by } };
}

/** Where chance puts a unit in a campaign. */
function assignmentIn(campaign: PlanCampaign, unit: string): Assignment {
  const salt = holdoutSalt(campaign);
  return { unit, salt, u: shareOf(salt, unit), share: campaign.holdout };
}

/** Which holdout keeps a unit out of its campaign; null for none. */
function holdoutOf({ holdouts }: Plan, { unit, u, share }: Assignment): 'global' | 'campaign' | null {
  const { global, salt } = holdouts;
  if (global > 0 && shareOf(`global/${salt}`, unit) < global) return 'global';
  if (u < share) return 'campaign';
  return null;
}

function blocked(
  { onBlocked, opensAt, detail }: Block,
  reason: ClockReason | 'frequency-cap',
  patience: Instant,
): Verdict {
  if (onBlocked === 'exit') return { kind: 'exit', reason, detail };
  if (onBlocked === 'skip') return { kind: 'skip', reason, detail };
  return opensAt > patience
    ? { kind: 'skip', reason: 'put-off-too-long', detail }
    : { kind: 'defer', reason, until: opensAt };
}
