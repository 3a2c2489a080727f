import type { CampaignReport, Question } from '../../model/measurement.js';
import { formatPercentage } from '../../model/percentage.js';
import type { Reading } from '../../model/reading.js';
import { sumsBefore } from './arm-sums.js';
import { unsubscribed } from './count-money.js';

/** What somebody must know before relying on the KPI's comparison, each a sentence. */
export function notesOn(
  question: Question,
  reading: Reading,
  report: Pick<CampaignReport, 'counted' | 'money' | 'verdict'>,
  expected: number,
): readonly string[] {
  const { counted, money, verdict } = report;
  const { plannedPeople, minimumLift, economics, kpi } = question;
  const all = sumsBefore(reading.metrics[kpi.metric], null);
  const later = all.sent.people + all.held.people - counted.sent - counted.held;
  const mayShow =
    verdict.kind === 'undecided' && verdict.because === 'no_clear_difference' && verdict.morePeople === null;
  return [
    `The interval that holds on every day is narrowest for ${grouped(expected)} people, ${plannedPeople === null ? 'as many as come at the pace so far' : 'as planned'}.`,
    ...(later > 0
      ? [
          `${grouped(later)} people whose window ended on the day of the verdict or later are in the curve, and decide nothing.`,
        ]
      : []),
    ...(mayShow && minimumLift !== null
      ? [
          `Among so many people a lift of ${formatPercentage(minimumLift)} shows in four of five cases: it is probably smaller.`,
        ]
      : []),
    ...(money?.basis === 'per_count'
      ? [
          `What each more of ${kpi.metric} brings is taken as it is in both arms together: the intervals of money are those of ${kpi.metric}, and know nothing of how amounts differ.`,
        ]
      : []),
    ...(money?.basis === 'own'
      ? [
          `${kpi.metric} does not count what brings money, so money is compared by itself and decides nothing: the verdict is on ${kpi.metric}.`,
        ]
      : []),
    ...(economics !== null && economics.costPerUnsubscribe > 0 && unsubscribed(question, reading) === null
      ? ['What unsubscribing costs is not counted: name a metric such as `{share: unsubscribed}` among the guardrails.']
      : []),
    ...(reading.inBothArms > 0
      ? [`${reading.inBothArms} people have messages in both arms and are counted in that of the first.`]
      : []),
  ];
}

/** `12,345`. */
function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}
