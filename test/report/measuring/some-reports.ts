import type { Arm } from '../../../src/model/exposure.js';
import type {
  AskedMetric,
  CampaignReport,
  Comparison,
  CurvePoint,
  Economics,
  GuardrailResult,
  Interval,
  Money,
  PortfolioReport,
  Question,
  Verdict,
} from '../../../src/model/measurement.js';
import type { EventMeasure } from '../../../src/model/metric.js';
import type { Duration } from '../../../src/model/value.js';

/** Reports as the judge makes them: a shop in October, one campaign of every verdict. */

export const DAY = 86_400_000;
export const AS_OF = Date.UTC(2026, 9, 20, 8);
const SINCE = Date.UTC(2026, 7, 3, 9);

const days = (count: number): Duration => ({ months: 0, days: count, exact: 0, text: `${count}d` });

export const ECONOMICS: Economics = {
  currency: 'EUR',
  revenue: 'revenue',
  margin: 0.45,
  costPerMessage: { email: 0.001, sms: 0.07 },
  costPerIncentive: { ten_percent: 5 },
  costPerUnsubscribe: 2,
};

const ORDERS: EventMeasure = { kind: 'share', event: 'order_placed', where: [] };
export const METRICS: Readonly<Record<'orders' | 'revenue' | 'visits' | 'optouts' | 'returns', AskedMetric>> = {
  orders: { metric: 'orders', measure: ORDERS, better: 'higher', compares: 'holdout' },
  revenue: {
    metric: 'revenue',
    measure: { kind: 'sum', event: 'order_placed', property: 'total', where: [] },
    better: 'higher',
    compares: 'holdout',
  },
  visits: {
    metric: 'visits',
    measure: { kind: 'count', event: 'page_viewed', where: [] },
    better: 'higher',
    compares: 'holdout',
  },
  optouts: {
    metric: 'optouts',
    measure: { kind: 'share', event: 'unsubscribed', where: [] },
    better: 'lower',
    compares: 'variants',
  },
  returns: {
    metric: 'returns',
    measure: { kind: 'share', event: 'order_returned', where: [] },
    better: 'lower',
    compares: 'holdout',
  },
};

/** Two shares compared as the judge does it: Katz for the lift, Wald in place of Newcombe, and 1.6 times as wide while it is watched. */
export function compareShares(
  asked: AskedMetric,
  sent: readonly [people: number, active: number],
  held: readonly [people: number, active: number],
): Comparison {
  const [nT, xT] = sent;
  const [nC, xC] = held;
  const [pT, pC] = [xT / nT, xC / nC];
  const error = Math.sqrt((1 - pT) / xT + (1 - pC) / xC);
  const log = Math.log(pT / pC);
  const lift = (z: number): Interval => ({
    value: Math.exp(log) - 1,
    low: Math.exp(log - z * error) - 1,
    high: Math.exp(log + z * error) - 1,
  });
  const wide = 1.96 * Math.sqrt((pT * (1 - pT)) / nT + (pC * (1 - pC)) / nC);
  const p = Math.min(1, 2 * Math.exp(-0.717 * Math.abs(log / error) - 0.416 * (log / error) ** 2));
  return {
    metric: asked.metric,
    better: asked.better,
    compares: asked.compares,
    unit: 'share',
    arms: { sent: { people: nT, active: xT, value: pT }, held: { people: nC, active: xC, value: pC } },
    absolute: { value: pT - pC, low: pT - pC - wide, high: pT - pC + wide },
    relative: lift(1.96),
    p,
    adjustedP: null,
    permutationP: null,
    method: 'Katz for the lift, Newcombe for the difference',
    notes: [],
    adjusted: null,
    monitoring: { relative: lift(3.14), p: Math.min(1, p * 12) },
  };
}

/** Money per person compared, from what is known of its mean and its lift. */
export function compareMoney(
  people: Readonly<Record<Arm, number>>,
  mean: Readonly<Record<Arm, number>>,
  error: number,
): Comparison {
  const log = Math.log(mean.sent / mean.held);
  const lift = (z: number): Interval => ({
    value: Math.exp(log) - 1,
    low: Math.exp(log - z * error) - 1,
    high: Math.exp(log + z * error) - 1,
  });
  const { value, low, high } = lift(1.96);
  const p = Math.min(1, 2 * Math.exp(-0.717 * Math.abs(log / error) - 0.416 * (log / error) ** 2));
  return {
    metric: 'revenue',
    better: 'higher',
    compares: 'holdout',
    unit: 'money',
    arms: {
      sent: { people: people.sent, active: Math.round(people.sent * 0.05), value: mean.sent },
      held: { people: people.held, active: Math.round(people.held * 0.05), value: mean.held },
    },
    absolute: { value: mean.held * value, low: mean.held * (low ?? 0), high: mean.held * (high ?? 0) },
    relative: { value, low, high },
    p,
    adjustedP: Math.min(1, p * 1.5),
    permutationP: Math.min(1, p * 1.04),
    method: 'two-part log lift, spread of spend pooled over the arms',
    notes: ['Between 10 and 50 buyers were held out: read the interval with care.'],
    adjusted: {
      absolute: {
        value: mean.held * value * 0.94,
        low: mean.held * (low ?? 0) * 0.6,
        high: mean.held * (high ?? 0) * 0.8,
      },
      explained: 0.31,
    },
    monitoring: { relative: lift(3.14), p: Math.min(1, p * 12) },
  };
}

/** What was known on each day of so many: early intervals are wide, later ones are not. */
export function someCurve(end: Comparison, from: number, count: number): readonly CurvePoint[] {
  return Array.from({ length: count }, (_, index): CurvePoint => {
    const share = (index + 1) / count;
    const value = (end.relative?.value ?? 0) + Math.sin(index * 1.7) * 0.25 * (1 - share);
    const around = (half: number | null): Interval | null =>
      half === null || share < 0.12
        ? null
        : { value, low: Math.max(-0.98, value - half / Math.sqrt(share)), high: value + half / Math.sqrt(share) };
    const half = end.relative === null ? null : ((end.relative.high ?? 1) - (end.relative.low ?? -1)) / 2;
    return {
      day: new Date(from + index * DAY).toISOString().slice(0, 10),
      sent: Math.round(end.arms.sent.people * share),
      held: Math.round(end.arms.held.people * share),
      relative: around(half),
      monitoring: around(half === null ? null : half * 1.6),
    };
  });
}

function ask(campaign: string, name: string, more: Partial<Question> = {}): Question {
  return {
    campaign,
    name,
    owner: 'crm@shop.example',
    goal: 'Bring people back who have not ordered for three months',
    kpi: METRICS.orders,
    window: days(30),
    minimumLift: 0.05,
    secondary: [METRICS.revenue, METRICS.visits],
    guardrails: [
      { ...METRICS.optouts, limit: { kind: 'max', value: 0.003 } },
      { ...METRICS.returns, limit: { kind: 'non_inferior', by: 0.02 } },
    ],
    analysis: 'fixed',
    verdictAt: SINCE + 60 * DAY,
    verdictDay: '2026-10-02',
    plannedPeople: 12_000,
    holdout: 0.1,
    tests: [],
    economics: ECONOMICS,
    revenue: METRICS.revenue,
    ...more,
  };
}

const MOVES = [
  ['inactive', 'active', 0.12, 0.09],
  ['inactive', 'inactive', 0.7, 0.74],
  ['inactive', 'lost', 0.18, 0.17],
  ['active', 'active', 0.9, 0.88],
  ['active', 'inactive', 0.1, 0.12],
] as const;

/** A report on a campaign with these people and orders in its arms; `more` is laid over it. */
export function someCampaign(
  campaign: string,
  name: string,
  sent: readonly [people: number, active: number],
  held: readonly [people: number, active: number],
  verdict: Verdict,
  more: Partial<CampaignReport> & { readonly asked?: Partial<Question> } = {},
): CampaignReport {
  const { asked = {}, ...rest } = more;
  const question = ask(campaign, name, asked);
  const primary = compareShares(METRICS.orders, sent, held);
  const lift = primary.relative ?? { value: 0, low: null, high: null };
  const perPerson = 48 * (held[1] / held[0]);
  const revenue = compareMoney(
    { sent: sent[0], held: held[0] },
    { sent: perPerson * (1 + lift.value) * 0.98, held: perPerson },
    ((lift.high ?? 1) - (lift.low ?? -1)) / 3.4,
  );
  const visits = {
    ...compareShares(METRICS.visits, [sent[0], Math.round(sent[0] * 0.31)], [held[0], Math.round(held[0] * 0.3)]),
    adjustedP: 0.42,
  };
  const optouts = compareShares(METRICS.optouts, [sent[0], Math.max(1, Math.round(sent[0] * 0.0019))], [held[0], 1]);
  const returns = compareShares(
    METRICS.returns,
    [sent[0], Math.max(1, Math.round(sent[0] * 0.0061))],
    [held[0], Math.max(1, Math.round(held[0] * 0.006))],
  );
  const guardrails: readonly GuardrailResult[] = [
    {
      comparison: { ...optouts, absolute: null, relative: null, p: null, monitoring: null },
      limit: { kind: 'max', value: 0.003 },
      state: 'kept',
      why: 'It is 0.19% among the people sent to, and may be 0.3%.',
    },
    {
      comparison: returns,
      limit: { kind: 'non_inferior', by: 0.02 },
      state: 'not_known',
      why: 'Its loss may be more than the 2% that it may be, and it may be less.',
    },
  ];
  const spend = 48 * sent[1];
  const costs = { messages: sent[0] * 1.8 * 0.001, incentives: sent[1] * 0.3 * 5, unsubscribes: sent[0] * 0.0019 * 2 };
  const all = costs.messages + costs.incentives + costs.unsubscribes;
  const gain = (bound: number | null): number | null => (bound === null ? null : (spend * bound) / (1 + lift.value));
  const net = (bound: number | null): number | null => (bound === null ? null : (gain(bound) ?? 0) * 0.45 - all);
  const money: Money = {
    currency: 'EUR',
    attributed: spend,
    incremental: { value: gain(lift.value) ?? 0, low: gain(lift.low), high: gain(lift.high) },
    costOfMessages: costs.messages,
    costOfIncentives: costs.incentives,
    costOfUnsubscribes: costs.unsubscribes,
    net: { value: net(lift.value) ?? 0, low: net(lift.low), high: net(lift.high) },
    netPerPerson: {
      value: (net(lift.value) ?? 0) / sent[0],
      low: lift.low === null ? null : (net(lift.low) ?? 0) / sent[0],
      high: lift.high === null ? null : (net(lift.high) ?? 0) / sent[0],
    },
    basis: 'per_count',
    perCount: 48,
  };
  return {
    question,
    asOf: AS_OF,
    salt: campaign,
    since: SINCE,
    shares: [0.1],
    exposed: { sent: Math.round(sent[0] * 1.21), held: Math.round(held[0] * 1.2) },
    counted: { sent: sent[0], held: held[0] },
    excluded: { global: 514, changedSides: 0, inBothArms: 3 },
    otherMessages: { sent: 2.1, held: 2.3 },
    sampleRatio: {
      chiSquared: 0.31,
      p: 0.578,
      expectedHeld: Math.round((sent[0] + held[0]) * 0.12),
      isSound: true,
      since: null,
    },
    primary,
    secondary: [revenue, visits],
    guardrails,
    curve: someCurve(primary, SINCE + 30 * DAY, 49),
    money,
    stages: MOVES.flatMap(([from, to, ofSent, ofHeld]) => [
      { arm: 'sent' as const, from, to, people: Math.round(sent[0] * ofSent * (from === 'active' ? 0.2 : 0.8)) },
      { arm: 'held' as const, from, to, people: Math.round(held[0] * ofHeld * (from === 'active' ? 0.2 : 0.8)) },
    ]),
    tests: [],
    verdict,
    ...rest,
  };
}

/** What a comparison is where none is made: the counts stay. */
export function withoutLift(comparison: Comparison): Comparison {
  return {
    ...comparison,
    absolute: null,
    relative: null,
    p: null,
    adjustedP: null,
    permutationP: null,
    adjusted: null,
    monitoring: null,
  };
}

const undecided = {
  kind: 'undecided',
  because: 'no_clear_difference',
  moreDays: null,
  morePeople: null,
  lossIfKept: null,
  lossIfStopped: null,
} as const;

const worth = someCampaign('win-back', 'Win back after 90 days', [41_220, 1690], [4611, 141], {
  kind: 'worth_running',
});
const notWorth = someCampaign('second-order', 'Second order: 10% off', [30_110, 1500], [3340, 199], {
  kind: 'not_worth_running',
});
const noDifference = someCampaign('newsletter', 'Weekly newsletter', [88_000, 4501], [4630, 229], {
  ...undecided,
  moreDays: 44,
  morePeople: 31_000,
  lossIfKept: 0.011,
  lossIfStopped: 0.034,
});
const early = someCampaign(
  'birthday',
  'Birthday',
  [9000, 610],
  [1020, 52],
  { ...undecided, because: 'too_early', moreDays: 17, morePeople: 2400, lossIfKept: 0.02, lossIfStopped: 0.09 },
  { asked: { verdictAt: AS_OF + 17 * DAY, verdictDay: '2026-11-06' } },
);
const fewBase = someCampaign(
  'vip-invitation',
  'VIP invitation',
  [640, 41],
  [70, 4],
  { ...undecided, because: 'too_few', moreDays: 210, morePeople: 5100 },
  { money: null, asked: { economics: null, revenue: null } },
);
const few: CampaignReport = {
  ...fewBase,
  primary: {
    ...withoutLift(fewBase.primary),
    notes: ['Fewer than 10 people held out have ordered: only counts are given.'],
  },
  secondary: fewBase.secondary.map(withoutLift),
  curve: fewBase.curve.map((point) => ({ ...point, relative: null, monitoring: null })),
};
const brokenBase = someCampaign(
  'cart',
  'Abandoned cart',
  [20_400, 2301],
  [3100, 301],
  {
    kind: 'invalid',
    causes: [
      'More people were held out than the 10% that the campaign holds out, since 12 Aug 2026.',
      'Perhaps the message failed for some of the people it was to go to, and not for those held out.',
    ],
  },
  { sampleRatio: { chiSquared: 58.2, p: 2.4e-14, expectedHeld: 2720, isSound: false, since: '2026-08-12' } },
);
const broken: CampaignReport = {
  ...brokenBase,
  primary: withoutLift(brokenBase.primary),
  secondary: brokenBase.secondary.map(withoutLift),
  guardrails: brokenBase.guardrails.map((one) => ({
    ...one,
    comparison: withoutLift(one.comparison),
    state: 'not_known',
  })),
  curve: [],
  money: null,
};
const unheldBase = someCampaign('welcome', 'Welcome', [5200, 800], [1, 1], {
  kind: 'not_answerable',
  because: 'Nobody is held out, so there is nobody to compare with: set `holdout: 10%` in the campaign.',
});
const unheld: CampaignReport = {
  ...unheldBase,
  question: { ...unheldBase.question, holdout: 0, verdictAt: null, verdictDay: null },
  shares: [0],
  exposed: { sent: 6300, held: 0 },
  counted: { sent: 5200, held: 0 },
  sampleRatio: null,
  primary: {
    ...withoutLift(unheldBase.primary),
    arms: { sent: unheldBase.primary.arms.sent, held: { people: 0, active: 0, value: null } },
  },
  secondary: [],
  guardrails: [],
  curve: [],
  money: null,
  stages: [],
};

/** One campaign of every verdict, by what it shows. */
export const someReports = { worth, notWorth, noDifference, early, few, broken, unheld } as const;

/** Campaigns side by side, as the judge puts them together. */
export function portfolioOf(campaigns: readonly CampaignReport[]): PortfolioReport {
  return {
    project: 'shop',
    asOf: AS_OF,
    zone: 'Europe/Berlin',
    planHash: '3f7a9c0e51d24b88a6c7',
    campaigns,
    portfolio: campaigns.map(({ question, primary, verdict }) => ({
      campaign: question.campaign,
      p: primary.p,
      adjustedP: primary.p === null ? null : Math.min(1, primary.p * 1.4),
      stands: verdict.kind === 'worth_running',
      shrunkenLift:
        primary.relative === null
          ? null
          : {
              value: primary.relative.value * 0.7,
              low: primary.relative.low === null ? null : primary.relative.low * 0.7,
              high: primary.relative.high === null ? null : primary.relative.high * 0.7,
            },
    })),
  };
}
