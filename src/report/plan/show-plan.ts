import { everyMessage } from '../../model/every-step.js';
import { formatPercentage } from '../../model/percentage.js';
import type { Delay, Plan, PlanCampaign, Schedule, Step, Trigger } from '../../model/plan.js';
import { formatTimeOfDay } from '../../model/time-of-day.js';
import { formatWeekdays } from '../../model/weekdays.js';
import { plural } from '../plural.js';
import { conditionWords, whereWords } from './condition-words.js';

/** The plan as sentences, for `lifecycle show`: what starts, what is sent when, and what stops it. */
export function showPlan(plan: Plan): string {
  const emails = plan.campaigns.reduce((sum, { steps }) => sum + everyMessage(steps).length, 0);
  const head = `${plan.project}: ${plural(plan.campaigns.length, 'campaign')}, ${plural(emails, 'email')}\nplan ${plan.hash}\n`;
  return [head, policies(plan), ...plan.campaigns.map((campaign) => showCampaign(plan, campaign))].join('\n');
}

function policies(plan: Plan): string {
  const { quietHours, frequencyCaps, lateness } = plan.policies;
  const lines = [
    quietHours &&
      `Quiet from ${formatTimeOfDay(quietHours.from)} to ${formatTimeOfDay(quietHours.to)} on each person's clock: ${blocked(quietHours.onBlocked)}`,
    ...frequencyCaps.map(
      (cap) =>
        `At most ${cap.max} ${cap.max === 1 ? cap.counts.slice(0, -1) : cap.counts} in any ${cap.per.text}: ${blocked(cap.onBlocked)}`,
    ),
    `A message more than ${lateness.text} late is dropped`,
    plan.holdouts.global > 0 &&
      `${formatPercentage(plan.holdouts.global)} of people hear nothing promotional (global holdout)`,
    plan.stages.length > 0 && `Stages, the first that fits: ${plan.stages.map(({ id }) => id).join(', ')}`,
  ];
  return `Everywhere\n${lines.flatMap((line) => (line ? [`  ${line}`] : [])).join('\n')}\n`;
}

function blocked(how: 'defer' | 'skip' | 'exit'): string {
  return {
    defer: 'what falls there waits',
    skip: 'what is over is skipped',
    exit: 'whoever meets it leaves the campaign',
  }[how];
}

function showCampaign(plan: Plan, campaign: PlanCampaign): string {
  const { kpi, reentry } = campaign;
  const who = [
    campaign.stages && `in stage ${campaign.stages.join(' or ')}`,
    campaign.audience && conditionWords(campaign.audience),
  ].filter(Boolean);
  const lift = kpi.minimumLift === null ? '' : `, worth having from ${formatPercentage(kpi.minimumLift)} lift`;
  const lines = [
    `  Goal    ${campaign.goal}`,
    `  KPI     ${kpi.metric} within ${kpi.window.text} of entering${lift}${kpi.guardrails.length > 0 ? `, guarding ${kpi.guardrails.join(', ')}` : ''}`,
    ...campaign.triggers.map((trigger, index) => `  ${index === 0 ? 'Starts ' : 'or     '} ${triggerWords(trigger)}`),
    `  Who     ${who.length > 0 ? `people ${who.join(', ')}` : 'everybody'}`,
    campaign.exitOn.length > 0 && `  Stops   for people ${campaign.exitOn.map(conditionWords).join(', or ')}`,
    `  Again   ${reentry.kind === 'never' ? 'never' : reentry.kind === 'always' ? 'every time' : `not before ${reentry.duration.text} after the last entry`}`,
    campaign.holdout > 0 && `  Holdout ${formatPercentage(campaign.holdout)} are kept out to measure what it was worth`,
    '',
    ...campaign.steps.flatMap((step) => showStep(plan, step, '  ')),
  ];
  const title = `${campaign.id}: ${campaign.name}`;
  const about = `priority ${campaign.priority}${campaign.owner === null ? '' : `, owner ${campaign.owner}`}`;
  return `${title} (${about})\n${lines.flatMap((line) => (line === false ? [] : [line])).join('\n')}\n`;
}

function triggerWords(trigger: Trigger): string {
  switch (trigger.kind) {
    case 'event': {
      const where = trigger.where.length > 0 ? ` with ${whereWords(trigger.where)}` : '';
      const key = trigger.key === null ? '' : `, once for each ${trigger.key}`;
      const unless = trigger.unless.map(
        ({ event, where: tests, within }) =>
          `${event}${tests.length > 0 ? ` (${whereWords(tests)})` : ''} within ${within.text}`,
      );
      return `on ${trigger.event}${where}${key}${unless.length > 0 ? `, unless ${unless.join(' or ')}` : ''}`;
    }
    case 'enters':
      return `when somebody comes into segment ${trigger.segment}`;
    case 'schedule':
      return `${scheduleWords(trigger.schedule)} on ${trigger.zone === 'profile' ? "each person's clock" : "the project's clock"}`;
    case 'inactive':
      return `when the last ${trigger.event} is ${trigger.for.text} ago`;
  }
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

function showStep(plan: Plan, step: Step, indent: string): readonly string[] {
  const when = step.when === null ? '' : `, for people ${conditionWords(step.when)}`;
  const head = `${indent}${step.id}: ${delayWords(step.delay)}${when}`;
  const { action } = step;
  switch (action.kind) {
    case 'message': {
      const template = plan.templates[action.template];
      const subject = action.subject ?? template?.['']?.subject ?? Object.values(template ?? {})[0]?.subject ?? '';
      const gift = action.incentive === null ? '' : `, incentive ${action.incentive}`;
      return [`${head}, email ${action.template} (topic ${action.topic}${gift})`, `${indent}  "${subject}"`];
    }
    case 'exit':
      return [`${head}, leave: ${action.reason}`];
    case 'branch':
      return [
        head,
        ...action.branches.flatMap(({ when: condition, steps }) => [
          `${indent}  ${condition === null ? 'otherwise' : `for people ${conditionWords(condition)}`}`,
          ...steps.flatMap((each) => showStep(plan, each, `${indent}    `)),
        ]),
      ];
    case 'split':
      return [
        head,
        ...action.variants.flatMap(({ id, weight, steps }) => [
          `${indent}  ${formatPercentage(weight)} get ${id}`,
          ...steps.flatMap((each) => showStep(plan, each, `${indent}    `)),
        ]),
      ];
  }
}

function delayWords(delay: Delay | null): string {
  if (delay === null) return 'at once';
  const after = delay.for === null ? '' : `${delay.for.text} later`;
  const day = delay.on === null ? '' : `on ${formatWeekdays(delay.on)}`;
  const time = delay.at === null ? '' : `at ${formatTimeOfDay(delay.at)}`;
  const clock = [day, time].filter(Boolean).join(' ');
  if (clock === '') return after || 'at once';
  return after === '' ? `next ${clock}` : `${after}, then ${clock}`;
}
