import type { Economics, Interval, Money, Question } from '../../model/measurement.js';
import type { Reading } from '../../model/reading.js';
import { type ArmSums, addSums } from './arm-sums.js';

/** What the money of a campaign is counted from. */
export interface Takings {
  readonly question: Question;
  readonly economics: Economics;
  readonly reading: Reading;
  /** People it was sent to whose window is over, of whom the messages of the reading are. */
  readonly people: number;
  readonly kpi: ArmSums;
  /** Of the metric that counts money. */
  readonly revenue: ArmSums;
  /** How much more the people of the arm `sent` spend, by the comparison of revenue itself. */
  readonly ownDifference: Interval | null;
}

/** Money, and what is left for each person were the KPI to differ by this. */
export interface CountedMoney {
  readonly money: Money;
  /** What is left for each person it is sent to; null where the KPI brings no money by itself. */
  readonly leftAt: ((difference: Interval | null) => Interval | null) | null;
}

/**
 * Money over the people of the arm `sent`: what they spent, what of that the campaign made, what it cost, and what is left. What it made is a translation of the KPI's lift, so that both are one decision:
 * the KPI itself where it counts money, or what each thing it counts brings, pooled over both arms, times how many more there are. Only where the KPI counts something else does revenue speak for itself.
 */
export function countMoney(takings: Takings, difference: Interval | null): CountedMoney {
  const { question, economics, revenue, ownDifference } = takings;
  const { people } = revenue.sent;
  const isKpi = question.kpi.metric === economics.revenue;
  const perCount = isKpi ? null : revenuePerCount(takings);
  const basis = isKpi ? 'kpi' : perCount === null ? 'own' : 'per_count';
  const costs = costsOf(takings);
  const cost = people === 0 ? 0 : (costs.costOfMessages + costs.costOfIncentives + costs.costOfUnsubscribes) / people;
  const earned = (of: Interval | null): Interval | null => times(of, perCount ?? 1);
  const left = (each: Interval | null): Interval | null => minus(times(each, economics.margin), cost);
  const each = basis === 'own' ? ownDifference : earned(difference);
  const net = left(each);
  return {
    leftAt: basis === 'own' ? null : (of) => left(earned(of)),
    money: {
      currency: economics.currency,
      attributed: revenue.sent.sum,
      incremental: times(each, people),
      ...costs,
      net: times(net, people),
      netPerPerson: net,
      basis,
      perCount,
    },
  };
}

/** Revenue for each thing the KPI counts, in both arms together; null where it does not count what brings money. */
function revenuePerCount({ question, kpi, revenue }: Takings): number | null {
  const [counted, spent] = [question.kpi.measure, question.revenue?.measure];
  if (question.kpi.better === 'lower' || spent?.kind !== 'sum') return null;
  if ((counted.kind !== 'share' && counted.kind !== 'count') || counted.event !== spent.event) return null;
  const all = addSums(kpi.sent, kpi.held);
  return all.sum === 0 ? null : addSums(revenue.sent, revenue.held).sum / all.sum;
}

type Costs = Pick<Money, 'costOfMessages' | 'costOfIncentives' | 'costOfUnsubscribes'>;

/** What the campaign's own messages cost; those who unsubscribed count as far as a metric of the campaign counts them. */
function costsOf({ question, economics, reading, people, revenue }: Takings): Costs {
  const { channels, incentives } = reading.messages.sent.cost;
  const share = people === 0 ? 0 : revenue.sent.people / people;
  const sum = (amounts: readonly number[]): number => amounts.reduce((total, amount) => total + amount, 0) * share;
  const { costPerMessage, costPerIncentive, costPerUnsubscribe } = economics;
  return {
    costOfMessages: sum(Object.entries(channels).map(([channel, sent]) => sent * (costPerMessage[channel] ?? 0))),
    costOfIncentives: sum(Object.entries(incentives).map(([id, { used }]) => used * (costPerIncentive[id] ?? 0))),
    costOfUnsubscribes: (unsubscribed(question, reading) ?? 0) * costPerUnsubscribe * share,
  };
}

/** People it was sent to who unsubscribed inside their windows; null where no metric of the campaign counts them. */
export function unsubscribed({ kpi, secondary, guardrails }: Question, { metrics }: Reading): number | null {
  const counting = [kpi, ...secondary, ...guardrails].find(
    ({ measure }) => measure.kind === 'share' && measure.event === 'unsubscribed' && measure.where.length === 0,
  );
  const days = counting && metrics[counting.metric]?.days;
  return days?.reduce((sum, { arm, sums }) => (arm === 'sent' ? sum + sums.active : sum), 0) ?? null;
}

function times(interval: Interval | null, factor: number): Interval | null {
  if (interval === null) return null;
  const by = (bound: number | null): number | null => (bound === null ? null : bound * factor);
  return { value: interval.value * factor, low: by(interval.low), high: by(interval.high) };
}

function minus(interval: Interval | null, cost: number): Interval | null {
  if (interval === null) return null;
  const { value, low, high } = interval;
  return { value: value - cost, low: low === null ? null : low - cost, high: high === null ? null : high - cost };
}
