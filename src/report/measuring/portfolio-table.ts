import type { CampaignReport, PortfolioReport, Verdict } from '../../model/measurement.js';
import type { Column } from '../table.js';
import { liftWords, moneyWords, rangeWords } from './number-words.js';
import { readableLift, readableMoney, UNDECIDED_WORDS, VERDICT_NAMES } from './verdict-words.js';

/** Titles of `portfolioRow`. */
export const PORTFOLIO_COLUMNS: readonly Column[] = [
  { title: 'campaign', align: 'left' },
  { title: 'verdict', align: 'left' },
  { title: 'measured by', align: 'left' },
  { title: 'lift', align: 'left' },
  { title: 'left after costs', align: 'right' },
];

/** A campaign in a line. */
export function portfolioRow(report: CampaignReport): readonly string[] {
  const lift = readableLift(report);
  const money = readableMoney(report);
  const net = money?.basis === 'own' ? null : (money?.net ?? null);
  return [
    report.question.campaign,
    verdictWords(report),
    report.primary.metric,
    lift === null ? '–' : `${liftWords(lift.value)}, ${rangeWords(lift, liftWords)}`,
    net === null || money === null ? '–' : moneyWords(net.value, money.currency),
  ];
}

function verdictWords({ verdict, guardrails }: CampaignReport): string {
  const name = VERDICT_NAMES[verdict.kind].toLowerCase();
  const words =
    verdict.kind === 'undecided'
      ? `${name}: ${UNDECIDED_WORDS[verdict.because]}`
      : verdict.kind === 'invalid'
        ? name.toUpperCase()
        : name;
  return guardrails.some(({ state }) => state === 'broken') ? `${words}; GUARDRAIL BROKEN` : words;
}

const SAID: readonly Verdict['kind'][] = [
  'worth_running',
  'not_worth_running',
  'undecided',
  'not_answerable',
  'invalid',
];

/** All campaigns in a sentence: `7 campaigns: 1 worth running, 2 undecided`. */
export function summarizeReport({ campaigns }: PortfolioReport): string {
  if (campaigns.length === 0) return 'no campaign to report on';
  const counts = SAID.flatMap((kind) => {
    const count = campaigns.filter(({ verdict }) => verdict.kind === kind).length;
    return count === 0 ? [] : [`${count} ${VERDICT_NAMES[kind].toLowerCase()}`];
  });
  const broken = campaigns.filter(({ guardrails }) => guardrails.some(({ state }) => state === 'broken')).length;
  const more = broken === 0 ? '' : `; ${broken} with a broken guardrail`;
  return `${campaigns.length} campaign${campaigns.length === 1 ? '' : 's'}: ${counts.join(', ')}${more}`;
}
