import type { CampaignReport, Comparison, PortfolioReport } from '../../model/measurement.js';
import { metricWords } from '../docs/metric-words.js';
import {
  countWords,
  decimalWords,
  liftWords,
  percentWords,
  probabilityWords,
  rangeWords,
  valueWords,
} from './number-words.js';
import { type Section, section } from './telling.js';
import { isReadable, isWatched } from './verdict-words.js';

/** How the numbers came about, for whoever wants to work them out again. */
export function statisticsSection({ portfolio, planHash }: PortfolioReport, report: CampaignReport): Section | null {
  const { question, sampleRatio, excluded, shares, salt, exposed, primary, secondary } = report;
  const among = portfolio.find(({ campaign }) => campaign === question.campaign);
  const isRead = isReadable(report);
  return section('for the statistician', {
    facts: [
      [
        primary.metric,
        `${metricWords(question.kpi.measure)}, within ${question.window.text} from the first message, or would-be message`,
      ],
      ['analysis', analysisWords(report)],
      [
        'people',
        `${countWords(exposed.sent)} sent to and ${countWords(exposed.held)} held out; of those ${countWords(report.counted.sent)} and ${countWords(report.counted.held)} count, whose window is over`,
      ],
      ...(sampleRatio === null
        ? []
        : [
            [
              'sample ratio',
              `chi² = ${decimalWords(sampleRatio.chiSquared)}, ${probabilityWords(sampleRatio.p)}: ${countWords(exposed.held)} held out, ${countWords(Math.round(sampleRatio.expectedHeld))} expected; ${sampleRatio.isSound ? 'sound' : 'not sound'} at 0.001`,
            ] as const,
          ]),
      [
        'in no arm',
        `${countWords(excluded.global)} held out from everything, ${countWords(excluded.changedSides)} who may have changed sides`,
      ],
      [
        'shares',
        `${shares.map((share) => percentWords(share)).join(', ') || 'none yet'}; salt ${salt}; plan ${planHash.slice(0, 19)}`,
      ],
      ...(isRead ? [primary, ...secondary].map((one) => [one.metric, testWords(report, one)] as const) : []),
      ...(isRead && !isWatched(report) && among?.adjustedP != null
        ? [
            [
              'among all',
              `${probabilityWords(among.adjustedP, 'adjusted p')} (Benjamini–Hochberg over the campaigns at 10%): ${among.stands ? 'stands' : 'does not stand'}${among.shrunkenLift === null ? '' : `; lift drawn towards the others' ${liftWords(among.shrunkenLift.value)}, ${rangeWords(among.shrunkenLift, liftWords)}`}`,
            ] as const,
          ]
        : []),
    ],
    lines: isRead
      ? [primary, ...secondary].flatMap(({ metric, notes }) => notes.map((note) => `${metric}: ${note}`))
      : [],
  });
}

function analysisWords({ question }: CampaignReport): string {
  const { analysis, verdictDay, plannedPeople } = question;
  const how =
    analysis === 'fixed'
      ? 'fixed: one verdict on the day set beforehand'
      : 'sequential: whenever the interval for any day says so';
  const when = analysis === 'fixed' && verdictDay !== null ? `, ${verdictDay}` : '';
  return `${how}${when}${plannedPeople === null ? '' : `; ${countWords(plannedPeople)} people planned`}`;
}

/** The numbers of a test; before the verdict only what may be looked at any day. */
function testWords(report: CampaignReport, one: Comparison): string {
  const write = (value: number): string => valueWords(value, one.unit, report.question.economics?.currency ?? null);
  const apart = (value: number): string =>
    one.unit === 'share' ? `${decimalWords(value * 100)} points` : write(value);
  const { absolute, relative, monitoring, adjusted } = one;
  const isEarly = isWatched(report);
  const always =
    monitoring === null
      ? []
      : [
          `for any day ${liftWords(monitoring.relative.value)} (${rangeWords(monitoring.relative, liftWords)}), ${probabilityWords(monitoring.p)}`,
        ];
  const once = [
    ...(absolute === null ? [] : [`difference ${apart(absolute.value)} (${rangeWords(absolute, apart)})`]),
    ...(relative === null ? [] : [`lift ${liftWords(relative.value)} (${rangeWords(relative, liftWords)})`]),
    ...(one.p === null ? [] : [probabilityWords(one.p)]),
    ...(one.adjustedP === null ? [] : [probabilityWords(one.adjustedP, 'adjusted p')]),
    ...(one.permutationP === null ? [] : [probabilityWords(one.permutationP, 'permutation p')]),
    ...(adjusted === null
      ? []
      : [
          `with what they did before, which explains ${percentWords(adjusted.explained, 2)}: ${apart(adjusted.absolute.value)} (${rangeWords(adjusted.absolute, apart)})`,
        ]),
  ];
  const { sent, held } = one.arms;
  return [
    one.method,
    `n = ${countWords(sent.people)} / ${countWords(held.people)}, with anything ${countWords(sent.active)} / ${countWords(held.active)}`,
    ...(isEarly ? [] : once),
    ...always,
  ].join('; ');
}
