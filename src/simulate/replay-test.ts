import { localMoment } from '../calendar/local-time.js';
import { decide } from '../decide/decide.js';
import { holds } from '../decide/evaluate.js';
import { settleFacts } from '../decide/settle-facts.js';
import type { Decision, History } from '../model/decision.js';
import type { Facts } from '../model/facts.js';
import { DAY, MINUTE } from '../model/milliseconds.js';
import type { Plan, PlanCampaign, Trigger } from '../model/plan.js';
import type { Instant } from '../model/value.js';
import { watchedGroups } from '../model/watched-groups.js';
import { readExpectation } from '../read/read-expectation.js';
import { applyDecisions, emptyHistory } from './fold.js';
import type { WrittenTest } from './test-person.js';

const LONGEST = 400 * DAY;

/**
 * Everything that a campaign decides for the person of a test, alone and without a holdout or layer, who got the messages it begins with at the first moment written: from just before the first event to 400 days after the last written moment. People enter all that time; only by
 * a schedule that lets them in again and again, they stop entering a day after that moment, and by a day that comes every year before it comes a second time.
 */
export function replayTest(plan: Plan, campaign: PlanCampaign, facts: Facts, test: WrittenTest): readonly Decision[] {
  const moments = [
    ...facts.events.map(({ time }) => time),
    ...test.expect.map((text) => localMoment(readExpectation(text).local, facts.zone)),
  ];
  const first = facts.events[0]?.time ?? Math.min(...moments);
  if (!Number.isFinite(first)) return [];
  const last = Math.max(...moments);
  const whole = alone(plan, campaign);
  const later =
    campaign.reentry.kind === 'never'
      ? whole
      : alone(
          plan,
          without(campaign, ({ kind }) => kind === 'schedule'),
        );
  const muchLater =
    campaign.reentry.kind === 'never'
      ? whole
      : alone(
          plan,
          without(campaign, (trigger) => trigger.kind === 'schedule' || (trigger.kind === 'date' && trigger.yearly)),
        );
  const groups = [...watchedGroups(whole)];
  const start = first - MINUTE;
  const decisions: Decision[] = [];
  let history: History = { ...emptyHistory(facts.profileId), received: receiptsOf(plan, campaign, first) };
  let previous: Instant | null = null;
  // Whose day came while the test was written has it a second time less than a year after the last message of it.
  const hasCome = () => decisions.some((made) => made.kind === 'entered' && made.journey.occasion.startsWith('date:'));
  for (const [now, plans] of [
    [start, [whole]] as const,
    [last + DAY, [whole]] as const,
    [last + 364 * DAY, [later, muchLater]] as const,
    [last + LONGEST, [muchLater]] as const,
  ]) {
    const ticked = (hasCome() ? plans.at(-1) : plans[0]) ?? whole;
    const tick = {
      previous,
      now,
      starts: { [campaign.id]: start },
      knownGroups: Object.fromEntries(groups.map(([name]) => [name, previous !== null])),
      tests: {},
    };
    const made = decide(ticked, facts, history, tick);
    decisions.push(...made);
    const person = { plan: ticked, facts: settleFacts(facts, now), messages: history.messages };
    const memberOf = groups.flatMap(([name, group]) => (holds(group, now, person) ? [name] : []));
    history = applyDecisions(history, made, memberOf);
    previous = now;
  }
  return decisions;
}

/** What its triggers begin with was received, by the person of a test, at its first moment. */
function receiptsOf(plan: Plan, { triggers }: PlanCampaign, at: Instant): History['received'] {
  return triggers.flatMap((trigger, index) => {
    if (trigger.kind !== 'received') return [];
    const { campaign, step } = trigger;
    return [{ id: `test-${index + 1}`, campaign, step, plan: trigger.plan ?? plan.hash, at }];
  });
}

function alone(plan: Plan, campaign: PlanCampaign): Plan {
  const { unit: _unit, ...holdouts } = plan.holdouts;
  const { layer: _layer, ...whole } = campaign;
  return { ...plan, holdouts: { ...holdouts, global: 0 }, campaigns: [{ ...whole, holdout: 0 }] };
}

function without(campaign: PlanCampaign, isLeftOut: (trigger: Trigger) => boolean): PlanCampaign {
  return { ...campaign, triggers: campaign.triggers.filter((trigger) => !isLeftOut(trigger)) };
}
