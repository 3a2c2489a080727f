import type { CampaignReport, Comparison, PortfolioReport } from '../../../model/measurement.js';
import { plainName } from '../../docs/plain-names.js';
import { type Html, html, type Piece } from '../../page/html.js';
import { plural } from '../../plural.js';
import {
  countWords,
  decimalWords,
  liftWords,
  percentWords,
  probabilityWords,
  rangeWords,
  valueWords,
} from '../number-words.js';
import { isReadable, isWatched } from '../verdict-words.js';

/** How the numbers came about, for whoever wants to work them out again. */
export function methodNotes({ portfolio, planHash }: PortfolioReport, report: CampaignReport): Html {
  const { question, sampleRatio, excluded, shares, salt } = report;
  const among = portfolio.find(({ campaign }) => campaign === question.campaign);
  const isRead = isReadable(report);
  const facts: readonly (readonly [string, Piece])[] = [
    [
      'Analysis',
      question.analysis === 'fixed'
        ? 'fixed: one verdict at the day set beforehand'
        : 'sequential: whenever the interval for any day says so',
    ],
    [
      'Sample ratio',
      sampleRatio === null
        ? 'not tested'
        : `χ² = ${decimalWords(sampleRatio.chiSquared)}, ${probabilityWords(sampleRatio.p)}; ${countWords(report.exposed.held)} held out, ${countWords(Math.round(sampleRatio.expectedHeld))} expected; ${sampleRatio.isSound ? 'sound at 0.001' : 'not sound at 0.001'}${sampleRatio.since === null ? '' : `, since ${sampleRatio.since}`}`,
    ],
    [
      'In no arm',
      `${countWords(excluded.global)} held out from everything, ${countWords(excluded.changedSides)} who may have changed sides when the share changed`,
    ],
    [
      'In both arms',
      `${plural(excluded.inBothArms, 'person').replace(/persons$/, 'people')} counted in the arm of the first exposure`,
    ],
    ['Shares held out', shares.length === 0 ? '–' : shares.map((share) => percentWords(share)).join(', ')],
    ['Salt', html`<code>${salt}</code>`],
    ['Plan', html`<code>${planHash.slice(0, 12)}</code>`],
    ...(question.plannedPeople === null ? [] : [['People planned for', countWords(question.plannedPeople)] as const]),
    ...(isRead && !isWatched(report) && among?.adjustedP != null
      ? [
          [
            'Among all campaigns',
            `${probabilityWords(among.adjustedP, 'adjusted p')} (Benjamini–Hochberg at 10%), ${among.stands ? 'stands' : 'does not stand'}${among.shrunkenLift === null ? '' : `; drawn towards the others ${liftWords(among.shrunkenLift.value)}`}`,
          ] as const,
        ]
      : []),
  ];
  const compared = [report.primary, ...report.secondary];
  return html`<section class="method"><h4>For the statistician</h4><dl class="facts">${facts.map(([label, text]) => html`<div><dt>${label}</dt><dd>${text}</dd></div>`)}</dl>
${isRead && html`<div class="scroll" role="group" aria-label="Tests and their numbers" tabindex="0"><table><thead><tr><th scope="col">Metric</th><th scope="col">Method</th><th scope="col">People</th><th scope="col">Difference</th><th scope="col">p</th><th scope="col">Notes</th></tr></thead><tbody>${compared.map((one) => testRow(report, one))}</tbody></table></div>`}</section>`;
}

function testRow(report: CampaignReport, one: Comparison): Html {
  const currency = report.question.economics?.currency ?? null;
  const write = (value: number): string => valueWords(value, one.unit, currency);
  const early = isWatched(report);
  const { absolute, adjusted, monitoring } = one;
  const tests = early
    ? monitoring === null
      ? []
      : [probabilityWords(monitoring.p, 'p for any day')]
    : [
        ...(one.p === null ? [] : [probabilityWords(one.p)]),
        ...(one.adjustedP === null ? [] : [probabilityWords(one.adjustedP, 'adjusted p')]),
        ...(one.permutationP === null ? [] : [probabilityWords(one.permutationP, 'permutation p')]),
        ...(monitoring === null ? [] : [probabilityWords(monitoring.p, 'p for any day')]),
      ];
  const notes = [
    ...one.notes,
    ...(adjusted === null || early
      ? []
      : [
          `With what is known from before, which explains ${percentWords(adjusted.explained, 2)}: ${write(adjusted.absolute.value)}, ${rangeWords(adjusted.absolute, write)}.`,
        ]),
  ];
  return html`<tr><th scope="row">${plainName(one.metric)}</th><td>${one.method}</td><td>${countWords(one.arms.sent.people)} / ${countWords(one.arms.held.people)}</td><td>${absolute === null || early ? '–' : `${write(absolute.value)}, ${rangeWords(absolute, write)}`}</td><td>${tests.length === 0 ? '–' : tests.map((text) => html`<div>${text}</div>`)}</td><td>${notes.length === 0 ? '–' : notes.map((text) => html`<div>${text}</div>`)}</td></tr>`;
}
