import { formatLocal } from '../../calendar/local-time.js';
import type { CampaignReport, Comparison, Money, PortfolioReport } from '../../model/measurement.js';
import { longDay } from '../docs/day-words.js';
import { adviceWords } from './advice-words.js';
import { countWords, liftWords, moneyWords, percentWords, rangeWords, valueWords } from './number-words.js';
import { stagesSection } from './stages-section.js';
import { statisticsSection } from './statistics-section.js';
import { type Section, section, type Telling } from './telling.js';
import { testsSections } from './tests-sections.js';
import {
  armsWords,
  differenceWords,
  isWatched,
  outlookWords,
  readableLift,
  readableMoney,
  verdictSentence,
} from './verdict-words.js';

/** Everything that is to be said of a campaign: the verdict and what was seen in plain words, then money, guardrails and what to do, and last what a statistician asks for. */
export function tellCampaign(portfolio: PortfolioReport, report: CampaignReport): Telling {
  const { question, primary, verdict } = report;
  // Side by side the arms ask to be compared, and these may not be.
  const isBroken = verdict.kind === 'invalid';
  const sections = [
    section('what to do', { lines: adviceWords(report, longDay) }),
    section('why no lift is told', { lines: isBroken ? verdict.causes : [] }),
    moneySection(report),
    guardrailSection(report),
    ...(isBroken ? [] : [besideSection(report), stagesSection(report)]),
    ...testsSections(report, (t) => formatLocal(t, portfolio.zone)),
    statisticsSection(portfolio, report),
  ];
  return {
    title: question.name === question.campaign ? question.campaign : `${question.name} (${question.campaign})`,
    lead: [
      verdictSentence(report, longDay),
      ...(isBroken || primary.arms.sent.people === 0
        ? []
        : [
            `${primary.metric} within ${question.window.text}: ${armsWords(primary, question.economics?.currency ?? null)}.`,
          ]),
      ...becauseWords(report),
      ...outlookWords(report),
    ],
    sections: sections.filter((one) => one !== null),
  };
}

/** How much more people do because of it: of what may be read now. */
function becauseWords(report: CampaignReport): readonly string[] {
  const lift = readableLift(report);
  if (lift === null) return [];
  const currency = report.question.economics?.currency ?? null;
  const words = isWatched(report) ? null : differenceWords(report.primary, currency);
  const lifts = `a lift of ${liftWords(lift.value)}, ${rangeWords(lift, liftWords)}`;
  return [
    words === null
      ? `So far that is ${lifts}, in the interval that may be looked at on any day.`
      : `Because of it that is ${words} it was sent to (${lifts}).`,
  ];
}

function moneySection(report: CampaignReport): Section | null {
  const money = readableMoney(report);
  if (money === null) return null;
  const amount = (value: number): string => moneyWords(value, money.currency);
  const { net, netPerPerson, incremental } = money;
  return section('money', {
    facts: [
      [
        'attributed',
        `${amount(money.attributed)}: all that the ${countWords(report.counted.sent)} people it was sent to spent, whatever made them`,
      ],
      ...(incremental === null
        ? []
        : [
            [
              'incremental',
              `${amount(incremental.value)} (${rangeWords(incremental, amount)}): ${basisWords(report, money)}`,
            ] as const,
          ]),
      ['costs', costWords(money)],
      ...(net === null
        ? []
        : [
            [
              'left',
              `${amount(net.value)} (${rangeWords(net, amount)}): ${percentWords(report.question.economics?.margin ?? 0)} of what is incremental, less costs${netPerPerson === null ? '' : `; ${amount(netPerPerson.value)} for each person`}`,
            ] as const,
          ]),
    ],
    lines:
      incremental === null && report.money?.incremental != null
        ? ['What it brought is told with the verdict: until then it would look surer than it is.']
        : [],
  });
}

/** Where incremental money comes from. */
export function basisWords({ primary }: CampaignReport, { basis, perCount, currency }: Money): string {
  switch (basis) {
    case 'kpi':
      return 'what they spent because of it';
    case 'per_count':
      return `what they spent because of it, ${moneyWords(perCount ?? 0, currency)} for each more of ${primary.metric}, as in both arms together`;
    case 'own':
      return 'what they spent more than those held out, by its own comparison, which decides nothing';
  }
}

function costWords({ costOfMessages, costOfIncentives, costOfUnsubscribes, currency }: Money): string {
  const [messages, incentives, unsubscribes] = [costOfMessages, costOfIncentives, costOfUnsubscribes].map((cost) =>
    moneyWords(cost, currency),
  );
  return `messages ${messages}, incentives that were used ${incentives}, people who unsubscribed ${unsubscribes}`;
}

const STATES = { kept: 'kept', broken: 'BROKEN', not_known: 'not known' } as const;

function guardrailSection({ guardrails }: CampaignReport): Section | null {
  return section('what must not get worse', {
    facts: guardrails.map(({ comparison, state, why }) => [comparison.metric, `${STATES[state]}. ${why}`]),
  });
}

function besideSection(report: CampaignReport): Section | null {
  const currency = report.question.economics?.currency ?? null;
  const write = (value: number | null, unit: Comparison['unit']): string =>
    value === null ? '–' : valueWords(value, unit, currency);
  return section('beside it, which decides nothing', {
    table: {
      columns: [
        { title: 'metric', align: 'left' },
        { title: 'sent to', align: 'right' },
        { title: 'held out', align: 'right' },
        { title: 'lift', align: 'left' },
      ],
      rows: report.secondary.map((one) => {
        const lift = isWatched(report) ? (one.monitoring?.relative ?? null) : one.relative;
        return [
          one.metric,
          write(one.arms.sent.value, one.unit),
          write(one.arms.held.value, one.unit),
          lift === null ? '–' : `${liftWords(lift.value)}, ${rangeWords(lift, liftWords)}`,
        ];
      }),
    },
  });
}
