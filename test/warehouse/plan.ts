import { parseDuration } from '../../src/model/duration.js';
import type { AttributeType, Plan, PlanCampaign } from '../../src/model/plan.js';
import type { Duration, ValueType } from '../../src/model/value.js';

/** A duration as marketers write it. */
export function lasting(text: string): Duration {
  const duration = parseDuration(text);
  if (duration === null) throw new Error(`not a duration: ${text}`);
  return duration;
}

/** An attribute of a type, optional and harmless unless said otherwise. */
export function attribute(type: ValueType, more: Partial<AttributeType> = {}): AttributeType {
  return { type, optional: true, pii: false, enum: null, ...more };
}

/** A campaign with nothing in it but what a test is about. */
export function campaignWith(part: Partial<PlanCampaign>): PlanCampaign {
  return {
    id: 'campaign',
    name: 'Campaign',
    owner: null,
    goal: 'Something',
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
    triggers: [],
    backfill: null,
    audience: null,
    exitOn: [],
    reentry: { kind: 'always' },
    inFlight: 'pinned',
    steps: [],
    moved: [],
    removed: [],
    accepts: [],
    ...part,
  };
}

/** A plan over `profiles.csv` and `events.ndjson`, with only the parts that a test is about. */
export function planWith(part: Partial<Plan> = {}): Plan {
  return {
    format: 4,
    hash: 'sha256:test',
    compiler: '0',
    sources: [],
    project: 'shop',
    timezone: 'Europe/Berlin',
    data: { profiles: ['profiles.*'], events: ['events.*'], ledger: 'ledger.db', maxBadRatio: 0.05 },
    identity: { id: 'id', email: 'email', phone: null, timezone: 'tz', locale: 'lang' },
    attributes: {},
    events: {},
    traits: {},
    segments: {},
    stages: [],
    metrics: {},
    topics: {},
    policies: { quietHours: null, holidays: null, frequencyCaps: [], lateness: lasting('12h') },
    holdouts: { global: 0, salt: 'salt' },
    channels: { email: null },
    campaigns: [],
    catalogs: {},
    languages: { default: 'en', fallback: {} },
    incentives: {},
    economics: null,
    blocks: {},
    templates: {},
    ...part,
  };
}
