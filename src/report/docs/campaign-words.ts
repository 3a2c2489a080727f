import { isPlainEvent } from '../../model/condition.js';
import type { Docs } from '../../model/docs.js';
import { everyMessage } from '../../model/every-step.js';
import { formatPercentage } from '../../model/percentage.js';
import type { FrequencyCap, MessageAction, Plan, PlanCampaign, Trigger } from '../../model/plan.js';
import { formatTimeOfDay } from '../../model/time-of-day.js';
import { layerWords, unitWords } from '../plan/arm-words.js';
import { conditionWords, whereWords } from '../plan/condition-words.js';
import { durationWords } from '../plan/duration-words.js';
import { joinWords } from '../plan/join-words.js';
import { economicsWords, limitWords, verdictWords } from '../plan/kpi-words.js';
import { capWords, holidayWords, ON_HOLIDAYS, OVER_CAP, windowWords } from '../plan/policy-words.js';
import { triggerWords } from '../plan/show-plan.js';
import { metricWords } from './metric-words.js';
import { plainCondition, plainName, plainTest, plainTrigger, quoted } from './plain-names.js';

/** A fact about a campaign, and what it is called. */
export interface Fact {
  readonly label: string;
  readonly text: string;
}

/** `when “cart updated” happens, with value of at least 20`: what starts a journey, to follow a verb. */
export function startWords(trigger: Trigger): string {
  if (trigger.kind !== 'event') return triggerWords(plainTrigger(trigger));
  const { where, key, unless } = trigger;
  const tests = where.length === 0 ? '' : ` where ${whereWords(where.map(plainTest))}`;
  // The words for what keeps people out are those of the whole trigger without the rest of it.
  const rest = triggerWords(plainTrigger({ ...trigger, where: [], key: null })).slice(
    `on ${quoted(trigger.event)}`.length,
  );
  const each = key === null ? '' : `, one journey for each ${plainName(key)}`;
  return `when ${quoted(trigger.event)} happens${tests}${each}${unless.length === 0 ? '' : rest}`;
}

/** `people in stage “new” with country DE`, or `everybody`. */
export function audienceWords({ stages, audience }: PlanCampaign): string {
  const who = [
    ...(stages === null ? [] : [`in stage ${joinWords(stages.map(quoted), 'or')}`]),
    ...(audience === null ? [] : [conditionWords(plainCondition(audience))]),
  ];
  return who.length === 0 ? 'everybody' : `people ${who.join(', ')}`;
}

/** Everything about a campaign that is no step, in the order in which people ask for it. */
export function campaignFacts({ plan, metrics }: Docs, campaign: PlanCampaign): readonly Fact[] {
  const { kpi, holdout, sendWindow, backfill } = campaign;
  const measured = metrics[kpi.metric];
  const lift = kpi.minimumLift === null ? '' : `; worth having from a lift of ${formatPercentage(kpi.minimumLift)}`;
  const guards = kpi.guardrails.map(({ metric: name, limit }) => {
    const guard = metrics[name];
    const about = [
      ...(guard === undefined ? [] : [metricWords(guard.measure)]),
      ...(limit === null ? [] : [limitWords(limit)]),
    ];
    return about.length === 0 ? quoted(name) : `${quoted(name)} (${about.join(', ')})`;
  });
  const beside = kpi.secondary.map((name) => {
    const metric = metrics[name];
    return metric === undefined ? quoted(name) : `${quoted(name)} (${metricWords(metric.measure)})`;
  });
  const caps = plan.policies.frequencyCaps.filter((cap) =>
    everyMessage(campaign.steps).some((message) => concerns(plan, cap, message)),
  );
  const stop = stopWords(campaign.exitOn);
  const facts: readonly (Fact | false)[] = [
    { label: 'Starts', text: capital(joinWords(campaign.triggers.map(startWords), 'or')) },
    { label: 'For', text: capital(audienceWords(campaign)) },
    ...(campaign.layer === undefined ? [] : [{ label: 'Layer', text: layerWords(campaign.layer) }]),
    ...(stop === null ? [] : [{ label: 'Ends early', text: capital(stop) }]),
    { label: 'Again', text: againWords(campaign) },
    {
      label: 'Measured by',
      text: `${capital(plainName(kpi.metric))}${measured === undefined ? '' : `, ${metricWords(measured.measure)}`}, within ${durationWords(kpi.window)} of the first message${lift}`,
    },
    { label: 'Verdict', text: `${capital(verdictWords(kpi))}; until then reports only watch` },
    beside.length > 0 && { label: 'Shown beside it', text: capital(joinWords(beside, 'and')) },
    guards.length > 0 && { label: 'Must not harm', text: capital(joinWords(guards, 'and')) },
    {
      label: 'Holdout',
      text:
        holdout === 0
          ? 'Nobody is kept out, so what it is worth cannot be measured'
          : `${formatPercentage(holdout)} of people get nothing from it, to measure what it is worth`,
    },
    sendWindow !== null && { label: 'Hours', text: `${capital(windowWords(sendWindow))}, on each person's clock` },
    ...(caps.length > 0 ? [{ label: 'Limits', text: capital(caps.map(capSentence).join('; ')) }] : []),
    { label: 'Priority', text: `${campaign.priority}: of two messages where only one may go, the higher wins` },
    backfill !== null && {
      label: 'Looks back',
      text: `What happened in the ${durationWords(backfill)} before the first run enters, too`,
    },
    {
      label: 'Edits',
      text:
        campaign.inFlight === 'pinned'
          ? 'People inside finish the steps they started with; what a message says follows the newest version'
          : 'People inside move to the newest steps at once',
    },
  ];
  return facts.filter((fact) => fact !== false);
}

/** What holds for every message of the project, as sentences. */
export function policySentences(plan: Plan): readonly string[] {
  const money = economicsWords(plan);
  const { quietHours, holidays, frequencyCaps, lateness } = plan.policies;
  const night = {
    defer: 'what comes due then waits until morning',
    skip: 'what comes due then is skipped',
    exit: 'whoever something comes due for then leaves the campaign',
  };
  return [
    ...(quietHours === null
      ? []
      : [
          `Nothing goes from ${formatTimeOfDay(quietHours.from)} to ${formatTimeOfDay(quietHours.to)} on each person's clock: ${night[quietHours.onBlocked]}`,
        ]),
    ...(holidays === null
      ? []
      : [`Nothing promotional goes on holidays (${holidayWords(holidays)}): ${ON_HOLIDAYS[holidays.onBlocked]}`]),
    ...frequencyCaps.map((cap) => capital(capSentence(cap))),
    `A message that could not go for ${durationWords(lateness)} is dropped; hours in which it may not go do not count`,
    ...(plan.holdouts.global > 0
      ? [
          `${formatPercentage(plan.holdouts.global)} of people get nothing promotional at all, to measure what it is all worth`,
        ]
      : []),
    ...(plan.holdouts.unit === undefined ? [] : [unitWords(plan.holdouts.unit)]),
    ...(money === null ? [] : [`Money is counted as ${money}`]),
  ];
}

function capSentence(cap: FrequencyCap): string {
  const named = {
    ...cap,
    topic: cap.topic === null ? null : quoted(cap.topic),
    incentive: cap.incentive === null ? null : quoted(cap.incentive),
  };
  return `at most ${capWords(named)} in any ${durationWords(cap.per)}: ${OVER_CAP[cap.onBlocked]}`;
}

function concerns(plan: Plan, { counts, channel, topic, incentive }: FrequencyCap, message: MessageAction): boolean {
  if (plan.topics[message.topic]?.transactional) return false;
  if (counts === 'incentives' && message.incentive === null) return false;
  return (
    (channel === null || channel === message.channel) &&
    (topic === null || topic === message.topic) &&
    (incentive === null || incentive === message.incentive)
  );
}

/** `as soon as “order placed” happens`; null where nothing ends it. Plain events end a journey when they happen; any other condition is asked when a step is due. */
export function stopWords(exitOn: PlanCampaign['exitOn']): string | null {
  const events = exitOn.filter(isPlainEvent).map(({ event, where }) => {
    return where.length === 0 ? quoted(event) : `${quoted(event)} (${whereWords(where.map(plainTest))})`;
  });
  const states = exitOn.filter((one) => !isPlainEvent(one)).map((one) => conditionWords(plainCondition(one)));
  const parts = [
    ...(events.length > 0 ? [`as soon as ${joinWords(events, 'or')} happens`] : []),
    ...(states.length > 0 ? [`at the next step, for people ${states.join(', or ')}`] : []),
  ];
  return parts.length === 0 ? null : parts.join(', or ');
}

function againWords({ reentry, triggers }: PlanCampaign): string {
  const key = triggers.flatMap((trigger) => (trigger.kind === 'event' && trigger.key !== null ? [trigger.key] : []))[0];
  const same = key === undefined ? '' : ` with the same ${plainName(key)}`;
  switch (reentry.kind) {
    case 'never':
      return `Nobody enters twice${same}`;
    case 'always':
      return `People may enter as often as it happens${same === '' ? '' : `, also${same}`}`;
    case 'after':
      return `Not before ${durationWords(reentry.duration)} after the last time${same}`;
  }
}

/** A sentence begins with a capital letter. */
export function capital(text: string): string {
  const [first = '', ...rest] = text;
  return first.toUpperCase() + rest.join('');
}
