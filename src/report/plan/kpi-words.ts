import type { Channel } from '../../model/channel.js';
import type { Kpi } from '../../model/kpi.js';
import type { GuardrailLimit } from '../../model/measurement.js';
import { formatPercentage } from '../../model/percentage.js';
import type { Plan } from '../../model/plan.js';
import { messageWords } from '../channel-words.js';
import { durationWords } from './duration-words.js';
import { joinWords } from './join-words.js';

/** How bad a guardrail may get: `at most 0.5%`. */
export function limitWords(limit: GuardrailLimit): string {
  switch (limit.kind) {
    case 'max':
      return `at most ${formatPercentage(limit.value)}`;
    case 'non_inferior':
      return `at most ${formatPercentage(limit.by)} worse than the held-out`;
  }
}

/** When it is known whether a campaign is worth running, to follow the moment from which it is counted. */
export function verdictWords({ analysis, verdictAfter }: Kpi): string {
  const length = durationWords(verdictAfter);
  return analysis === 'fixed'
    ? `${length} after the first message`
    : `as soon as the figures allow it on any day, at the latest ${length} after the first message`;
}

/** What money is counted by: `45% of revenue in EUR, less 0.001 for each email`. */
export function economicsWords({ economics, incentives }: Plan): string | null {
  if (economics === null) return null;
  const { currency, revenue, margin, costPerMessage, costPerUnsubscribe } = economics;
  const costs = [
    ...Object.entries(costPerMessage).map(([channel, cost]) => `${cost} for each ${messageWords(channel as Channel)}`),
    ...Object.entries(incentives).flatMap(([id, { cost = 0 }]) => (cost > 0 ? [`${cost} for each "${id}"`] : [])),
    ...(costPerUnsubscribe > 0 ? [`${costPerUnsubscribe} for each unsubscribe`] : []),
  ];
  return `${formatPercentage(margin)} of "${revenue}" in ${currency}${costs.length === 0 ? '' : `, less ${joinWords(costs, 'and')}`}`;
}
