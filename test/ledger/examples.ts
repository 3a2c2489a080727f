import type { Decision } from '../../src/model/decision.js';
import type { Journey } from '../../src/model/journey.js';
import type { PlannedMessage } from '../../src/model/message.js';
import type { Plan } from '../../src/model/plan.js';

/** 2026-03-01T09:00Z; every example counts from here. */
export const T0 = Date.UTC(2026, 2, 1, 9);
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;

/** A holder whose process cannot be alive. */
export const GONE = { host: 'here', pid: 2 ** 30, ttl: MINUTE } as const;

export function exampleJourney(change: Partial<Journey> = {}): Journey {
  return {
    campaign: 'welcome',
    profileId: 'p1',
    occasion: 'event:e1',
    entryKey: 'event:e1',
    occurrence: 0,
    enteredAt: T0,
    plan: 'sha256:a',
    event: { order: 'o1', total: 12.5, gift: true, note: null },
    status: 'active',
    reason: null,
    step: 'hello',
    since: T0,
    wake: T0 + HOUR,
    firstDue: null,
    endedAt: null,
    structure: null,
    move: null,
    ...change,
  };
}

export function exampleMessage(change: Partial<PlannedMessage> = {}): PlannedMessage {
  return {
    id: 'm1',
    campaign: 'welcome',
    step: 'hello',
    profileId: 'p1',
    occasion: 'event:e1',
    entryKey: 'event:e1',
    occurrence: 0,
    channel: 'email',
    topic: 'marketing',
    transactional: false,
    template: 'welcome/hello',
    subject: null,
    incentive: null,
    variant: null,
    priority: 0,
    dueAt: T0,
    sendAt: T0,
    validUntil: T0 + 24 * HOUR,
    event: { order: 'o1' },
    plan: 'sha256:a',
    structure: null,
    assignment: { unit: change.profileId ?? 'p1', salt: 'welcome/holdout/v1', u: 0.5, share: 0.1 },
    ...change,
  };
}

export function planned(change: Partial<PlannedMessage> = {}): Decision {
  return { kind: 'planned', message: exampleMessage(change) };
}

/** A message of somebody who is held out. */
export function withheld(change: Partial<PlannedMessage> = {}, by: 'global' | 'campaign' = 'campaign'): Decision {
  const message = exampleMessage(change);
  const { unit } = message.assignment ?? { unit: message.profileId };
  return {
    kind: 'withheld',
    by,
    message: { ...message, assignment: { unit, salt: 'welcome/holdout/v1', u: 0.05, share: 0.1 } },
  };
}

/** A plan with these campaigns; the ledger reads only their ids and the hash. */
export function examplePlan(campaigns: readonly string[] = ['welcome'], hash = 'sha256:a'): Plan {
  return {
    format: 4,
    hash,
    compiler: '0.1.0',
    sources: [],
    project: 'shop',
    timezone: 'Europe/London',
    data: { profiles: [], events: [], ledger: 'ledger.db', maxBadRatio: 0.05 },
    identity: { id: 'id', email: 'email', phone: null, timezone: null, locale: null },
    attributes: {},
    events: {},
    traits: {},
    segments: {},
    stages: [],
    metrics: {},
    topics: {},
    policies: {
      quietHours: null,
      holidays: null,
      frequencyCaps: [],
      lateness: { months: 0, days: 2, exact: 0, text: '2d' },
    },
    holdouts: { global: 0, salt: 's' },
    channels: { email: null },
    campaigns: campaigns.map((id) => ({
      id,
      name: id,
      owner: null,
      goal: 'sell',
      stages: null,
      kpi: {
        metric: 'orders',
        window: { months: 0, days: 7, exact: 0, text: '7d' },
        minimumLift: null,
        guardrails: [],
        secondary: [],
        analysis: 'fixed',
        verdictAfter: { months: 0, days: 60, exact: 0, text: '60d' },
      },
      holdout: 0,
      priority: 0,
      sendWindow: null,
      triggers: [],
      backfill: null,
      audience: null,
      exitOn: [],
      reentry: { kind: 'never' },
      inFlight: 'pinned',
      steps: [],
      moved: [],
      removed: [],
      accepts: [],
    })),
    catalogs: {},
    languages: { default: 'en', fallback: {} },
    incentives: {},
    economics: null,
    blocks: {},
    templates: {},
  };
}
