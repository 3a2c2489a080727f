import type { CampaignReport, PortfolioReport } from '../../../model/measurement.js';
import { longDay } from '../../docs/day-words.js';
import { plainName } from '../../docs/plain-names.js';
import { type Html, html } from '../../page/html.js';
import { durationWords } from '../../plan/duration-words.js';
import { adviceWords } from '../advice-words.js';
import { percentWords } from '../number-words.js';
import { tellCampaign } from '../tell-campaign.js';
import { isReadable, readableMoney } from '../verdict-words.js';
import { drawArms } from './arms-table.js';
import { drawCurve } from './curve-chart.js';
import { drawGuardrails } from './guardrail-list.js';
import { drawLifts } from './lift-chart.js';
import { methodNotes } from './method-notes.js';
import { drawMoney } from './money-bars.js';
import { partAnchor } from './portfolio-chart.js';
import { drawStages } from './stage-matrix.js';
import { verdictBadge } from './verdict-badge.js';

/** Everything about one campaign: the verdict first, then what it rests on. Of arms that are not sound only counts and causes are shown. */
export function campaignPart(portfolio: PortfolioReport, report: CampaignReport): Html {
  const { question, verdict, primary } = report;
  const money = readableMoney(report);
  const anchor = partAnchor(question.campaign);
  const mayBeRead = isReadable(report);
  const curve = mayBeRead ? drawCurve(report) : null;
  const causes = verdict.kind === 'invalid' ? verdict.causes : [];
  const [sentence = '', ...more] = tellCampaign(portfolio, report).lead;
  const advice = adviceWords(report, longDay);
  return html`<article id="${anchor}" aria-labelledby="${anchor}-name">
<header><h3 id="${anchor}-name"><bdi>${question.name}</bdi></h3><p class="goal" dir="auto">${question.goal}</p>
<ul class="chips">${question.owner !== null && html`<li><span class="unseen">Owner: </span><bdi>${question.owner}</bdi></li>`}<li>Measured by ${plainName(primary.metric)} in ${durationWords(question.window)}</li><li>Holds out ${percentWords(question.holdout)}</li><li><code>${question.campaign}</code></li></ul></header>
<div class="verdict is-${verdict.kind}">${verdictBadge(verdict)}<p class="sentence" dir="auto">${sentence}</p>${causes.length > 0 && html`<ul class="plain">${causes.map((cause) => html`<li>${cause}</li>`)}</ul>`}${more.map((text) => html`<p dir="auto">${text}</p>`)}${advice.length > 0 && html`<p class="advice"><b>What to do:</b> ${advice.join(' ')}</p>`}</div>
${drawArms(report)}
${drawLifts(report)}
${curve !== null && html`<section><h4>What was known day by day</h4>${curve}</section>`}
${drawGuardrails(report)}
${money !== null && drawMoney(report, money)}
${mayBeRead && drawStages(report)}
${methodNotes(portfolio, report)}
</article>
`;
}
