import type { Channel } from '../../model/channel.js';
import { isPlainEvent } from '../../model/condition.js';
import { everyMessage } from '../../model/every-step.js';
import { formatPercentage } from '../../model/percentage.js';
import type { DateTrigger, Group, Plan, PlanCampaign, Schedule, Trigger, Unless } from '../../model/plan.js';
import { formatTimeOfDay } from '../../model/time-of-day.js';
import { formatWeekdays } from '../../model/weekdays.js';
import { capOver, planPressure } from '../../pressure/plan-pressure.js';
import { channelWords } from '../channel-words.js';
import { plural } from '../plural.js';
import { layerWords, unitWords } from './arm-words.js';
import { conditionWords, whereWords } from './condition-words.js';
import { durationWords } from './duration-words.js';
import { joinWords } from './join-words.js';
import { economicsWords, limitWords, verdictWords } from './kpi-words.js';
import { capWords, holidayWords, ON_HOLIDAYS, OVER_CAP, windowWords } from './policy-words.js';
import { showContent } from './show-content.js';
import { showStep } from './show-step.js';
import { wrapLine } from './wrap-line.js';

/** Where the text after a label like `Goal` begins. */
const LABEL = 10;

/** The plan as sentences, for `lifecycle show`: what starts, what is sent when, and what stops it. */
export function showPlan(plan: Plan): string {
  const counts: Partial<Record<Channel, number>> = {};
  for (const { channel } of plan.campaigns.flatMap(({ steps }) => everyMessage(steps)))
    counts[channel] = (counts[channel] ?? 0) + 1;
  const head = `${plan.project}: ${plural(plan.campaigns.length, 'campaign')}, ${channelWords(counts) || 'no messages'}\nplan ${plan.hash}\n`;
  const campaigns = plan.campaigns.map((campaign) => showCampaign(plan, campaign));
  return [head, policies(plan), ...campaigns, ...[showContent(plan)].filter((part) => part !== '')].join('\n');
}

function policies(plan: Plan): string {
  const { quietHours, holidays, frequencyCaps, lateness } = plan.policies;
  const money = economicsWords(plan);
  const lines = [
    quietHours &&
      `Quiet from ${formatTimeOfDay(quietHours.from)} to ${formatTimeOfDay(quietHours.to)} on each person's clock: ${AT_NIGHT[quietHours.onBlocked]}`,
    holidays && `Nothing promotional on holidays, ${holidayWords(holidays)}: ${ON_HOLIDAYS[holidays.onBlocked]}`,
    ...frequencyCaps.map(
      (cap) => `At most ${capWords(cap)} in any ${durationWords(cap.per)}: ${OVER_CAP[cap.onBlocked]}`,
    ),
    `A message more than ${durationWords(lateness)} late is dropped; hours in which it may not go do not count`,
    pressureWords(plan),
    plan.holdouts.global > 0 &&
      `${formatPercentage(plan.holdouts.global)} of people get nothing promotional, to measure what it is all worth`,
    plan.holdouts.unit && unitWords(plan.holdouts.unit),
    money !== null && `Money is counted as ${money}`,
    plan.stages.length > 0 &&
      `Everybody is in one stage, the first that fits: ${plan.stages.map(({ id }) => id).join(', ')}`,
  ];
  return `Everywhere\n${lines.flatMap((line) => (line ? [wrapLine(`  ${line}`, 4)] : [])).join('\n')}\n`;
}

/** The stretch over which people feel how much they get. */
const PRESSURE_DAYS = 7;

/** The most that one person can get, and who it comes from; said where more than one message can come. */
function pressureWords(plan: Plan): string | null {
  const { messages, stage, shares } = planPressure(plan, PRESSURE_DAYS);
  if (messages < 2) return null;
  const cap = capOver(plan, PRESSURE_DAYS);
  const passing = cap === null || cap >= messages ? '' : `; the caps let ${cap} through`;
  const from = shares.slice(0, 4).map(({ campaign, steps }) => `${steps.length} from ${campaign}`);
  const rest = shares.slice(4).reduce((sum, { steps }) => sum + steps.length, 0);
  const sources = joinWords(rest > 0 ? [...from, `${rest} from others`] : from, 'and');
  return `At most ${plural(messages, 'message')} can come due for one person in any ${PRESSURE_DAYS} days${stage === null ? '' : `, in stage ${stage}`}: ${sources}${passing}`;
}

const AT_NIGHT = {
  defer: 'what comes due then waits until they end',
  skip: 'what comes due then is skipped',
  exit: 'whoever something comes due for then leaves the campaign',
} as const;

function showCampaign(plan: Plan, campaign: PlanCampaign): string {
  const { kpi } = campaign;
  const who = [
    campaign.stages && `in stage ${joinWords(campaign.stages, 'or')}`,
    campaign.audience && conditionWords(campaign.audience),
  ].filter((words) => words !== null);
  const lift = kpi.minimumLift === null ? '' : `, worth having from ${formatPercentage(kpi.minimumLift)} lift`;
  const guarded = kpi.guardrails.map(
    ({ metric, limit }) => `${metric}${limit === null ? '' : ` (${limitWords(limit)})`}`,
  );
  const guards = guarded.length > 0 ? `, without harm to ${joinWords(guarded, 'and')}` : '';
  const lines = [
    `  Goal    ${campaign.goal}`,
    `  KPI     ${kpi.metric} within ${durationWords(kpi.window)} of the first message${lift}${guards}`,
    `  Verdict ${verdictWords(kpi)}${kpi.secondary.length === 0 ? '' : `, with ${joinWords(kpi.secondary, 'and')} beside it`}`,
    ...campaign.triggers.map((trigger, index) => `  ${index === 0 ? 'Starts ' : 'or     '} ${triggerWords(trigger)}`),
    campaign.backfill !== null &&
      `  Before  what happened in the ${durationWords(campaign.backfill)} before the first run enters, too; what is too late by then is dropped`,
    `  Who     ${who.length > 0 ? `people ${who.join(', ')}` : 'everybody'}`,
    campaign.layer && `  Layer   ${layerWords(campaign.layer)}`,
    ...stopLines(campaign.exitOn),
    `  Again   ${againWords(campaign)}`,
    campaign.sendWindow && `  Hours   ${windowWords(campaign.sendWindow)} on each person's clock`,
    campaign.holdout > 0 &&
      `  Holdout ${formatPercentage(campaign.holdout)} of people get nothing from it, to measure what it is worth`,
  ];
  const head = lines.flatMap((line) => (line ? [wrapLine(line, LABEL)] : []));
  const steps = campaign.steps.flatMap((step) => showStep(plan, step, '  '));
  const title = `${campaign.id}: ${campaign.name}`;
  const about = `priority ${campaign.priority}${campaign.owner === null ? '' : `, owner ${campaign.owner}`}`;
  return `${[`${title} (${about})`, ...head, '', ...steps].join('\n')}\n`;
}

function againWords({ reentry, triggers }: PlanCampaign): string {
  const key = triggers.flatMap((trigger) => (trigger.kind === 'event' && trigger.key !== null ? [trigger.key] : []))[0];
  const same = key === undefined ? '' : ` with the same ${key}`;
  switch (reentry.kind) {
    case 'never':
      return `never${same}`;
    case 'always':
      return `every time${same === '' ? '' : `, also${same}`}`;
    case 'after':
      return `not before ${durationWords(reentry.duration)} after the last entry${same}`;
  }
}

/** Plain events end a journey when they happen; any other condition is asked when a step is due. */
function stopLines(exitOn: PlanCampaign['exitOn']): readonly string[] {
  const events = exitOn.filter(isPlainEvent);
  const states = exitOn.filter((condition) => !isPlainEvent(condition));
  const names = events.map(({ event, where }) => `${event}${where.length > 0 ? ` where ${whereWords(where)}` : ''}`);
  const stops = [
    ...(events.length > 0 ? [`on ${joinWords(names, 'or')}`] : []),
    ...(states.length > 0 ? [`at the next step, for people ${states.map(conditionWords).join(', or ')}`] : []),
  ];
  return stops.map((stop, index) => `  ${index === 0 ? 'Stops  ' : 'or     '} ${stop}`);
}

/** What starts a journey, to follow "starts": `on order_placed where value is at least 20`. */
export function triggerWords(trigger: Trigger): string {
  switch (trigger.kind) {
    case 'event': {
      const where = trigger.where.length > 0 ? ` where ${whereWords(trigger.where)}` : '';
      const key = trigger.key === null ? '' : `, a journey for each ${trigger.key}`;
      return `on ${trigger.event}${where}${key}${unlessWords(trigger.unless)}`;
    }
    case 'enters':
      return `when somebody comes into ${groupWords(trigger.group)}`;
    case 'leaves':
      return `when somebody leaves ${groupWords(trigger.group)}`;
    case 'date':
      return dateWords(trigger);
    case 'schedule':
      return `${scheduleWords(trigger.schedule)} on ${trigger.zone === 'profile' ? "each person's clock" : "the project's clock"}`;
    case 'received': {
      const plan = trigger.plan === null ? '' : ` under plan ${trigger.plan}`;
      const span = trigger.between === null ? '' : ` from ${trigger.between.from} to before ${trigger.between.to}`;
      return `for everybody who got ${trigger.campaign}/${trigger.step}${plan}${span}`;
    }
    case 'inactive':
      return 'trait' in trigger.for
        ? `when the last ${trigger.event} is as many days ago as ${trigger.for.trait} says`
        : `when the last ${trigger.event} is ${durationWords(trigger.for)} ago`;
  }
}

function groupWords(group: Group): string {
  return group.kind === 'segment' ? `segment ${group.segment}` : `stage ${group.stage}`;
}

function dateWords({ attribute, offset, yearly, at }: DateTrigger): string {
  const distance = offset === null ? 'on' : `${durationWords(offset.duration)} ${offset.direction}`;
  const day = yearly ? `the day of ${attribute}, every year` : attribute;
  const time = at === null ? '' : ` at ${formatTimeOfDay(at)}`;
  return `${distance} ${day},${time} on each person's clock`;
}

/** Events that keep people out, those with the same wait together. */
function unlessWords(unless: readonly Unless[]): string {
  const byWait = new Map<string, string[]>();
  for (const { event, where, within } of unless) {
    const wait = durationWords(within);
    byWait.set(wait, [...(byWait.get(wait) ?? []), `${event}${where.length > 0 ? ` (${whereWords(where)})` : ''}`]);
  }
  const each = [...byWait].map(([wait, events]) => `${joinWords(events, 'or')} follows within ${wait}`);
  return each.length === 0 ? '' : `, unless ${each.join(', or ')}`;
}

function scheduleWords(schedule: Schedule): string {
  if (schedule.kind === 'once') return `on ${schedule.local.replace('T', ' at ')}`;
  const { minutes, hours, daysOfMonth, months, weekdays } = schedule;
  if (minutes.length > 1 || hours.length > 3 || months.length < 12 || schedule.eitherDay)
    return `on the schedule "${schedule.text}"`;
  const times = hours.map((hour) => formatTimeOfDay(hour * 60 + (minutes[0] ?? 0))).join(', ');
  if (daysOfMonth.length < 31) return `on day ${daysOfMonth.join(', ')} of the month at ${times}`;
  return weekdays.length === 7 ? `every day at ${times}` : `on ${formatWeekdays(weekdays)} at ${times}`;
}
