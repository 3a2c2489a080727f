import type { AskedMetric, Comparison, Money } from '../../model/measurement.js';
import type { Reading } from '../../model/reading.js';
import { benjaminiHochberg } from '../stats/multiplicity.js';

/** Metrics beside the KPI: their p are corrected for one another (Benjamini–Hochberg), and they decide nothing. What a campaign gained for each unit of its cost is worked out from its money; what belongs to the business has one value for everybody. */
export function judgeSecondary(
  asked: readonly AskedMetric[],
  compared: readonly Comparison[],
  money: Money | null,
  revenue: string | null,
  business: Reading['business'],
): readonly Comparison[] {
  const adjusted = benjaminiHochberg(compared.flatMap(({ p }) => p ?? [])).values();
  return compared.map((comparison, i) => {
    const measure = asked[i]?.measure;
    if (measure?.kind === 'incremental') return gainedPerCost(comparison, measure.metric === revenue ? money : null);
    const whole = business[comparison.metric];
    if (whole !== undefined)
      return { ...comparison, arms: { ...comparison.arms, sent: { ...comparison.arms.sent, value: whole } } };
    return comparison.p === null
      ? comparison
      : {
          ...comparison,
          adjustedP: adjusted.next().value ?? null,
          notes: [...comparison.notes, 'Exploratory: it decides nothing.'],
        };
  });
}

/** Incremental money over what messages and incentives cost. */
function gainedPerCost(comparison: Comparison, money: Money | null): Comparison {
  const cost = money === null ? 0 : money.costOfMessages + money.costOfIncentives;
  const gained = money?.incremental ?? null;
  if (gained === null || cost === 0) {
    return { ...comparison, notes: ['It needs `economics` with costs, and the metric that counts money there.'] };
  }
  const range = [gained.low, gained.high].map((bound) =>
    bound === null ? 'no bound' : Number((bound / cost).toPrecision(3)),
  );
  return {
    ...comparison,
    arms: { ...comparison.arms, sent: { ...comparison.arms.sent, value: gained.value / cost } },
    method: 'incremental money divided by the cost of messages and incentives',
    notes: [`Of each unit of cost it may have made ${range[0]} to ${range[1]}. Exploratory: it decides nothing.`],
  };
}
