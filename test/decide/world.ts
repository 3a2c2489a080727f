import { Temporal } from 'temporal-polyfill';
import { decide } from '../../src/decide/decide.js';
import { holds } from '../../src/decide/evaluate.js';
import { settleFacts } from '../../src/decide/settle-facts.js';
import type { Channel } from '../../src/model/channel.js';
import type { EventCondition, Test } from '../../src/model/condition.js';
import type { Decision, History } from '../../src/model/decision.js';
import { parseDuration } from '../../src/model/duration.js';
import type { FactEvent, Facts } from '../../src/model/facts.js';
import type { MessageTest } from '../../src/model/message-test.js';
import type { FrequencyCap, OnBlocked, Plan, PlanCampaign, SendWindow, Step } from '../../src/model/plan.js';
import type { Tick } from '../../src/model/tick.js';
import type { Duration, Instant, Value } from '../../src/model/value.js';
import { watchedGroups } from '../../src/model/watched-groups.js';
import { applyDecisions, emptyHistory } from '../../src/simulate/fold.js';

export const HOUR = 3_600_000;
export const at = (text: string): Instant => Temporal.Instant.from(`${text}Z`).epochMilliseconds;
export const iso = (t: Instant): string => Temporal.Instant.fromEpochMilliseconds(t).toString().slice(0, 16);

export function lasting(text: string): Duration {
  const duration = parseDuration(text);
  if (!duration) throw new Error(`bad duration ${text}`);
  return duration;
}

export const has = (event: string, test: Test = { op: 'gte', value: 1 }): EventCondition => ({
  kind: 'event',
  event,
  where: [],
  window: { kind: 'ever' },
  measure: { kind: 'count', test },
});

export const hasWithin = (event: string, within: string): EventCondition => ({
  ...has(event),
  window: { kind: 'within', duration: lasting(within) },
});

export function email(
  id: string,
  more: {
    delay?: string;
    topic?: string;
    incentive?: string;
    test?: MessageTest | null;
    sendWindow?: SendWindow | null;
    onBlocked?: OnBlocked;
    channel?: Channel;
  } & Omit<Partial<Step>, 'delay'> = {},
): Step {
  const { delay, topic, incentive, test, sendWindow, onBlocked, channel, ...rest } = more;
  return {
    id,
    delay: delay === undefined ? null : { for: lasting(delay), at: null, on: null },
    when: null,
    action: {
      kind: 'message',
      channel: channel ?? 'email',
      template: id,
      topic: topic ?? 'offers',
      subject: null,
      incentive: incentive ?? null,
      test: test ?? null,
      sendWindow: sendWindow ?? null,
      onBlocked: onBlocked ?? null,
    },
    ...(rest as object),
  };
}

export function campaign(
  id: string,
  more: Partial<PlanCampaign> & Pick<PlanCampaign, 'triggers' | 'steps'>,
): PlanCampaign {
  return {
    id,
    name: id,
    owner: null,
    goal: '',
    stages: null,
    kpi: {
      metric: 'orders',
      window: lasting('7d'),
      minimumLift: null,
      guardrails: [],
      secondary: [],
      analysis: 'fixed',
      verdictAfter: lasting('60d'),
    },
    holdout: 0,
    priority: 50,
    sendWindow: null,
    backfill: null,
    audience: null,
    exitOn: [],
    reentry: { kind: 'never' },
    inFlight: 'pinned',
    moved: [],
    removed: [],
    accepts: [],
    ...more,
  };
}

/** A cap on every channel, topic and incentive, unless it says which. */
export function cap(
  parts: Pick<FrequencyCap, 'counts' | 'max' | 'per' | 'onBlocked'> & Partial<FrequencyCap>,
): FrequencyCap {
  return { channel: null, topic: null, incentive: null, ...parts };
}

export function planWith(more: Partial<Plan>): Plan {
  return {
    format: 4,
    hash: 'sha256:test',
    compiler: 'test',
    sources: [],
    project: 'test',
    timezone: 'UTC',
    data: { profiles: [], events: [], ledger: '', maxBadRatio: 0.05 },
    identity: { id: 'id', email: 'email', phone: null, timezone: 'tz', locale: null },
    attributes: {
      consent: { type: 'boolean', optional: true, pii: false, enum: null },
      country: { type: 'string', optional: true, pii: false, enum: null },
    },
    events: { viewed: { sku: 'string' }, cart: { cart_id: 'string', value: 'number' }, order: { value: 'number' } },
    traits: {},
    segments: {},
    stages: [],
    metrics: {},
    topics: {
      offers: { label: 'Offers', consent: 'consent', transactional: false },
      service: { label: 'Service', consent: null, transactional: true },
    },
    policies: { quietHours: null, holidays: null, frequencyCaps: [], lateness: lasting('3d') },
    holdouts: { global: 0, salt: 'test' },
    channels: { email: null },
    campaigns: [],
    catalogs: {},
    languages: { default: 'en', fallback: {} },
    incentives: {},
    economics: null,
    blocks: {},
    templates: {},
    ...more,
  };
}

let serial = 0;
export function event(
  time: string | Instant,
  name: string,
  properties: Record<string, Value> = {},
  id?: string,
): FactEvent {
  serial += 1;
  return {
    id: id ?? `e${String(serial).padStart(6, '0')}`,
    name,
    time: typeof time === 'number' ? time : at(time),
    properties,
  };
}

export function profile(
  events: readonly FactEvent[],
  more: Partial<Facts> & { attributes?: Record<string, Value> } = {},
): Facts {
  return {
    profileId: 'p1',
    zone: 'UTC',
    locale: null,
    email: 'p1@shop.example',
    emailProblem: null,
    phone: '+12025550123',
    phoneProblem: null,
    events,
    ...more,
    attributes: { consent: true, ...more.attributes },
  };
}

/** Ticks at the instants given (the first only starts the campaigns) and returns every decision, in order. */
export function replay(
  plan: Plan,
  facts: Facts | ((now: Instant) => Facts),
  ticks: readonly Instant[],
  before: Partial<History> = {},
): readonly Decision[] {
  const all: Decision[] = [];
  const factsAt = typeof facts === 'function' ? facts : () => facts;
  let previous: Instant | null = null;
  const first = ticks[0] as Instant;
  const groups = [...watchedGroups(plan)];
  let history: History = { ...emptyHistory('p1'), ...before };
  for (const now of ticks) {
    const seen = factsAt(now);
    const tick: Tick = {
      previous,
      now,
      starts: Object.fromEntries(plan.campaigns.map((c) => [c.id, first])),
      knownGroups: Object.fromEntries(groups.map(([name]) => [name, previous !== null])),
      tests: {},
    };
    const decisions = decide(plan, seen, history, tick);
    all.push(...decisions);
    const person = {
      plan,
      facts: settleFacts(seen, now),
      messages: history.messages,
    };
    history = applyDecisions(
      history,
      decisions,
      groups.filter(([, group]) => holds(group, now, person)).map(([name]) => name),
    );
    previous = now;
  }
  return all;
}

export function every(step: number, from: string | Instant, to: string | Instant): Instant[] {
  const [start, end] = [from, to].map((t) => (typeof t === 'number' ? t : at(t))) as [Instant, Instant];
  const ticks: Instant[] = [];
  for (let t = start; t < end; t += step) ticks.push(t);
  return [...ticks, end];
}

/** `2026-03-02T10:30 cart/help` for every message planned. */
export function sent(decisions: readonly Decision[]): string[] {
  return decisions.flatMap((d) =>
    d.kind === 'planned' ? [`${iso(d.message.sendAt)} ${d.message.campaign}/${d.message.step}`] : [],
  );
}

/** `step reason` for every skip. */
export function skips(decisions: readonly Decision[]): string[] {
  return decisions.flatMap((d) => (d.kind === 'skipped' ? [`${d.step} ${d.reason}`] : []));
}

/** `reason` for every refusal. */
export function refusals(decisions: readonly Decision[]): string[] {
  return decisions.flatMap((d) => (d.kind === 'refused' ? [d.reason] : []));
}

/** `status reason` of the last state of each journey. */
export function ends(decisions: readonly Decision[]): string[] {
  const last = new Map<string, string>();
  for (const d of decisions) {
    if (d.kind === 'entered' || d.kind === 'moved')
      last.set(d.journey.campaign + d.journey.occasion, `${d.journey.status} ${d.journey.reason ?? ''}`.trim());
  }
  return [...last.values()];
}
