import type { CampaignReport, Comparison, Interval, Money, Verdict } from '../../model/measurement.js';
import { plainName } from '../docs/plain-names.js';
import {
  countWords,
  decimalWords,
  liftWords,
  moneyWords,
  percentWords,
  rangeWords,
  valueWords,
} from './number-words.js';

/** What a verdict is called. */
export const VERDICT_NAMES: Readonly<Record<Verdict['kind'], string>> = {
  worth_running: 'Worth running',
  not_worth_running: 'Not worth running',
  undecided: 'Undecided',
  invalid: 'Invalid',
  not_answerable: 'Cannot be answered',
};

/** Why nobody can tell. */
export const UNDECIDED_WORDS: Readonly<Record<Extract<Verdict, { kind: 'undecided' }>['because'], string>> = {
  too_early: 'too early',
  too_few: 'too few people',
  no_clear_difference: 'no clear difference',
};

/** Whether the arms may be compared at all. */
export function isReadable({ verdict }: Pick<CampaignReport, 'verdict'>): boolean {
  return verdict.kind !== 'invalid' && verdict.kind !== 'not_answerable';
}

/** The lift that may be read now: none of invalid arms, and before the verdict of a fixed analysis only the interval that may be looked at any day. */
export function readableLift({ question, primary, verdict }: CampaignReport): Interval | null {
  if (!isReadable({ verdict })) return null;
  return isWatched({ question, verdict }) ? (primary.monitoring?.relative ?? null) : primary.relative;
}

/** Money as far as it may be read now: what was added and what is left are not told before the verdict, for whoever looks every day sees too much in them. */
export function readableMoney(report: CampaignReport): Money | null {
  const { verdict, money } = report;
  if (!isReadable(report)) return null;
  const isOpen = verdict.kind === 'undecided' && isWatched(report);
  return money === null || !isOpen ? money : { ...money, incremental: null, net: null, netPerPerson: null };
}

/** Whether nothing but the interval for any day may be read: before the verdict of a fixed analysis, and always of a sequential one. */
export function isWatched({ question, verdict }: Pick<CampaignReport, 'question' | 'verdict'>): boolean {
  return question.analysis === 'sequential' || (verdict.kind === 'undecided' && verdict.because === 'too_early');
}

/** The verdict as a sentence that needs no statistics. */
export function verdictSentence(report: CampaignReport, writeDay: (day: string) => string): string {
  const { verdict, question } = report;
  const money = readableMoney(report);
  const net = money?.net ?? null;
  const amount = (value: number): string => moneyWords(Math.abs(value), money?.currency ?? '');
  switch (verdict.kind) {
    case 'worth_running':
      return net?.low != null && net.low > 0
        ? `It is worth running: after all its costs it earned ${rangeWords(net, amount)}.`
        : `It is worth running: ${changeWords(report)}.`;
    case 'not_worth_running':
      return net?.high != null && net.high < 0
        ? `It is not worth running: after all its costs it lost ${rangeWords({ value: -net.value, low: -net.high, high: net.low === null ? null : -net.low }, amount)}.`
        : `It is not worth running: ${changeWords(report)}.`;
    case 'undecided':
      switch (verdict.because) {
        case 'too_early':
          return question.verdictDay === null
            ? 'It is too early to tell.'
            : `It is too early to tell: the verdict falls on ${writeDay(question.verdictDay)}.`;
        case 'too_few':
          return `Too few people were measured to tell: ${activeWords(report.primary)}.`;
        case 'no_clear_difference':
          return net === null
            ? `Nobody can tell yet whether it is worth running: ${changeWords(report)}.`
            : `Nobody can tell yet whether it is worth running: after all its costs it may have lost or earned, ${netRange(net, money?.currency ?? '')}.`;
      }
      break;
    case 'invalid':
      return 'These numbers cannot be trusted, and no lift may be read: the arms are not what chance would make them.';
    case 'not_answerable':
      return `It cannot be answered. ${verdict.because}`;
  }
}

/** What to know besides: how long it takes until it can be known, and what each choice may lose. */
export function outlookWords(report: CampaignReport): readonly string[] {
  const { verdict, question } = report;
  if (verdict.kind !== 'undecided') return [];
  const { moreDays, morePeople, lossIfKept, lossIfStopped } = verdict;
  const wait = [
    ...(moreDays === null ? [] : [`${countWords(moreDays)} more ${moreDays === 1 ? 'day' : 'days'}`]),
    ...(morePeople === null ? [] : [`${countWords(morePeople)} more people`]),
  ];
  const { unit } = report.primary;
  const goal =
    verdict.because === 'no_clear_difference' && question.minimumLift !== null
      ? `tell a lift of ${percentWords(question.minimumLift, 2)} from none`
      : 'know';
  // Where money is compared by itself it decides nothing, and what may be lost is the KPI.
  const isMoney = report.money !== null && report.money.basis !== 'own';
  const write = (value: number): string =>
    question.economics === null || !isMoney
      ? unit === 'share'
        ? `${decimalWords(value * 1000, 2)} of 1,000 people`
        : `${valueWords(value, unit, null)} for each person`
      : `${moneyWords(value, question.economics.currency)} for each person`;
  return [
    ...(wait.length === 0 ? [] : [`At the pace so far it takes about ${wait.join(' and ')} to ${goal}.`]),
    ...(lossIfKept === null || lossIfStopped === null
      ? []
      : [
          `Should it be the wrong choice, keeping it loses ${write(lossIfKept)} on average, and stopping it ${write(lossIfStopped)}.`,
        ]),
  ];
}

/** What people did in both arms: `4.1% of those it was sent to, 3.06% of those held out`. */
export function armsWords({ arms, unit }: Comparison, currency: string | null): string {
  const write = (value: number | null): string =>
    value === null ? 'nothing known' : valueWords(value, unit, currency);
  return `${write(arms.sent.value)} among people it was sent to, ${write(arms.held.value)} among people held out`;
}

/** How the arms differ, for people who think in people: `between 2 and 31 more for each 1,000 people`. */
export function differenceWords({ absolute, unit }: Comparison, currency: string | null): string | null {
  if (absolute === null) return null;
  const scale = unit === 'share' ? 1000 : 1;
  const write = (value: number): string => {
    const size = Math.abs(value * scale);
    const words = unit === 'money' ? valueWords(size, unit, currency) : decimalWords(size, 2);
    return /[1-9]/.test(words) ? `${words} ${value < 0 ? 'fewer' : 'more'}` : words;
  };
  const range = rangeWords(absolute, write);
  const same = /^between (\S+) (more|fewer) and (\S+) \2$/.exec(range);
  const short =
    same === null
      ? range
      : `between ${same[2] === 'fewer' ? `${same[3]} and ${same[1]}` : `${same[1]} and ${same[3]}`} ${same[2]}`;
  return `${short} for each ${unit === 'share' ? '1,000 people' : 'person'}`;
}

/** `orders changed by +12% (between +2% and +23%)`. */
function changeWords(report: CampaignReport): string {
  const lift = readableLift(report);
  const metric = plainName(report.primary.metric);
  return lift === null
    ? `how ${metric} changed is not known`
    : `it changed ${metric} by ${liftWords(lift.value)} (${rangeWords(lift, liftWords)})`;
}

function activeWords({ arms, metric }: Comparison): string {
  const of = (arm: 'sent' | 'held'): string => `${countWords(arms[arm].active)} of ${countWords(arms[arm].people)}`;
  return `with ${plainName(metric)} there were ${of('sent')} people it was sent to, and ${of('held')} held out`;
}

function netRange(net: Interval, currency: string): string {
  return `${rangeWords(net, (value) => moneyWords(value, currency))}`;
}
