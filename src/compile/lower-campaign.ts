import type { CampaignFile, MessageFile, StepFile, TriggerFile } from '../model/campaign-file.js';
import type { SendWindowFile } from '../model/condition-file.js';
import { parseSchedule } from '../model/cron.js';
import { parseDuration } from '../model/duration.js';
import { combinationsOf, type Factor } from '../model/factors.js';
import { invariant } from '../model/failure.js';
import type { MessageTest } from '../model/message-test.js';
import type {
  Action,
  DateTrigger,
  Delay,
  Group,
  PlanCampaign,
  Reentry,
  SendWindow,
  Step,
  Trigger,
} from '../model/plan.js';
import type { CampaignSource } from '../model/project.js';
import { parseTimeOfDay } from '../model/time-of-day.js';
import { parseWeekdays } from '../model/weekdays.js';
import { lowerCondition, lowerWhere, type Scope } from './lower-condition.js';
import { lowerKpi } from './lower-kpi.js';
import { messageFileOf } from './step-channels.js';
import { duration, share, timeOfDay } from './written.js';

const MIDNIGHT = 1440;

/** A campaign file that was checked → its part of the plan. */
export function lowerCampaign({ id, node }: CampaignSource, channelOf: Scope['channelOf']): PlanCampaign {
  const scope: Scope = { campaign: id, channelOf };
  return {
    id,
    name: node.name,
    owner: node.owner ?? null,
    goal: node.goal,
    stages: node.stage ?? null,
    kpi: lowerKpi(node.kpi),
    holdout: node.holdout === undefined ? 0 : share(node.holdout),
    priority: node.priority ?? 50,
    sendWindow: lowerWindow(node.send_window),
    triggers: node.triggers.map(lowerTrigger),
    backfill: node.backfill === undefined ? null : duration(node.backfill),
    audience: node.audience === undefined ? null : lowerCondition(node.audience, scope),
    exitOn: (node.exit_on ?? []).map((each) => lowerCondition(each, scope)),
    reentry: lowerReentry(node.reentry),
    inFlight: node.in_flight ?? 'pinned',
    steps: node.steps.map((step) => lowerStep(step, { ...scope, inJourney: true })),
    moved: (node.moved ?? []).map(({ from, to }) => ({ from, to })),
    // biome-ignore lint/suspicious/noThenProperty: nobody awaits a plan.
    removed: (node.removed ?? []).map(({ step, then: fate }) => ({ step, then: fate ?? 'next' })),
    accepts: (node.accepts ?? []).map(({ change, step, reason, until }) => ({
      change,
      step: step ?? null,
      reason,
      until: until ?? null,
    })),
  };
}

function lowerWindow(node: SendWindowFile | undefined): SendWindow | null {
  if (node === undefined) return null;
  return {
    from: node.from === undefined ? 0 : timeOfDay(node.from),
    to: node.to === undefined ? MIDNIGHT : timeOfDay(node.to),
    on: node.on === undefined ? null : parseWeekdays(node.on),
    onBlocked: node.on_blocked,
  };
}

function lowerReentry(node: CampaignFile['reentry']): Reentry {
  if (typeof node === 'object') return { kind: 'after', duration: duration(node.after) };
  return { kind: node ?? 'never' };
}

function lowerTrigger(node: TriggerFile): Trigger {
  if (node.event !== undefined) {
    const unless = node.unless === undefined ? [] : 'event' in node.unless ? [node.unless] : node.unless;
    return {
      kind: 'event',
      event: node.event,
      where: lowerWhere(node.where),
      key: node.key ?? null,
      unless: unless.map(({ event, where, within }) => ({ event, where: lowerWhere(where), within: duration(within) })),
    };
  }
  if (node.enters !== undefined) return { kind: 'enters', group: lowerGroup(node.enters) };
  if (node.leaves !== undefined) return { kind: 'leaves', group: lowerGroup(node.leaves) };
  if (node.date !== undefined) {
    return {
      kind: 'date',
      attribute: node.date,
      offset: lowerOffset(node.offset),
      yearly: node.repeat === 'yearly',
      at: node.at === undefined ? null : timeOfDay(node.at),
    };
  }
  if (node.inactive) return { kind: 'inactive', event: node.inactive.event, for: lowerLength(node.inactive.for) };
  if (node.received) {
    const { campaign, step, plan, between } = node.received;
    const span = between === undefined ? null : { from: between[0], to: between[1] };
    return { kind: 'received', campaign, step, plan: plan ?? null, between: span };
  }
  const written = node.schedule;
  invariant(written, 'a checked trigger is one that can be compiled');
  const text = typeof written === 'string' ? written : (written.cron ?? written.at ?? '');
  const schedule = parseSchedule(text);
  invariant(schedule, `"${text}" is a schedule`);
  return { kind: 'schedule', schedule, zone: (typeof written === 'object' ? written.zone : undefined) ?? 'profile' };
}

/** A duration, or the trait that is one. */
function lowerLength(text: string): Extract<Trigger, { kind: 'inactive' }>['for'] {
  return parseDuration(text) ?? { trait: text };
}

function lowerGroup({ segment, stage }: NonNullable<TriggerFile['enters']>): Group {
  if (segment !== undefined) return { kind: 'segment', segment };
  invariant(stage !== undefined, 'a checked group is a segment or a stage');
  return { kind: 'stage', stage };
}

function lowerOffset(text: TriggerFile['offset']): DateTrigger['offset'] {
  if (text === undefined) return null;
  const isBefore = text.startsWith('-');
  return { direction: isBefore ? 'before' : 'after', duration: duration(isBefore ? text.slice(1) : text) };
}

function lowerStep(node: StepFile, scope: Scope): Step {
  return {
    id: node.id,
    delay: lowerDelay(node.delay),
    when: node.when === undefined ? null : lowerCondition(node.when, scope),
    action: lowerAction(node, scope),
  };
}

function lowerDelay(node: StepFile['delay']): Delay | null {
  if (node === undefined) return null;
  if (typeof node === 'string') return { for: duration(node), at: null, on: null };
  return {
    for: node.for === undefined ? null : duration(node.for),
    at: node.at === undefined ? null : (parseTimeOfDay(node.at) ?? { trait: node.at }),
    on: node.on === undefined ? null : parseWeekdays(node.on),
  };
}

function lowerTest(node: MessageFile['test']): MessageTest | null {
  if (node === undefined) return null;
  return {
    metric: node.metric,
    sample: share(node.sample),
    decideAfter: duration(node.decide_after),
    ...lowerVariants(node),
  };
}

function lowerVariants({
  variants,
  factors,
}: NonNullable<MessageFile['test']>): Pick<MessageTest, 'variants' | 'factors'> {
  if (factors !== undefined) {
    const varied = Object.entries(factors).map(([name, levels]): Factor => ({ name, levels }));
    return { variants: combinationsOf(varied), factors: varied };
  }
  return {
    variants: (variants ?? []).map(({ id, subject, template }) => ({
      id,
      subject: subject ?? null,
      template: template ?? null,
    })),
  };
}

function lowerAction(node: StepFile, scope: Scope): Action {
  const steps = (list: readonly StepFile[]): Step[] => list.map((step) => lowerStep(step, scope));
  const sends = messageFileOf(node);
  if (sends !== null) {
    const { template, topic, subject, incentive, test, send_window, on_blocked: onBlocked } = sends.message;
    return {
      kind: 'message',
      channel: sends.channel,
      template,
      topic,
      subject: subject ?? null,
      incentive: incentive ?? null,
      test: lowerTest(test),
      sendWindow: lowerWindow(send_window),
      onBlocked: onBlocked ?? null,
    };
  }
  if (node.branch) {
    const branches = node.branch.map((branch) => ({
      when: branch.when === undefined ? null : lowerCondition(branch.when, scope),
      steps: steps(branch.steps),
    }));
    return { kind: 'branch', branches };
  }
  if (node.split) {
    const variants = node.split.map(({ variant, weight, steps: inside }) => ({
      id: variant,
      weight: share(weight),
      steps: steps(inside),
    }));
    return { kind: 'split', variants };
  }
  if (node.wait_for) {
    const { event, where, condition, within, then: met, otherwise } = node.wait_for;
    invariant(event !== undefined || condition !== undefined, 'a checked wait is for an event or a condition');
    return {
      kind: 'wait_for',
      for:
        condition === undefined
          ? { kind: 'event', event: event ?? '', where: lowerWhere(where) }
          : { kind: 'condition', condition: lowerCondition(condition, scope) },
      within: duration(within),
      met: steps(met ?? []),
      otherwise: steps(otherwise ?? []),
    };
  }
  invariant(node.exit !== undefined, 'a checked step has an action that can be compiled');
  return { kind: 'exit', reason: node.exit };
}
