import { localTime } from '../../../calendar/local-time.js';
import type { PortfolioReport, Verdict } from '../../../model/measurement.js';
import { longDay } from '../../docs/day-words.js';
import { type Html, html } from '../../page/html.js';
import { writePage } from '../../page/write-page.js';
import { plural } from '../../plural.js';
import { campaignPart } from './campaign-part.js';
import { orderCampaigns } from './order-campaigns.js';
import { drawPortfolio } from './portfolio-chart.js';
import { reportStyle } from './report-style.js';
import { verdictBadge } from './verdict-badge.js';

/** What campaigns are worth, as one page that loads nothing and runs nothing. The same report gives the same bytes. */
export function printReportPage(report: PortfolioReport): string {
  const campaigns = orderCampaigns(report.campaigns);
  const body = html`<a class="skip" href="#content">Skip to the content</a>
<main id="content">
<header class="head"><p class="kicker">Is it worth running?</p><h1><bdi>${report.project}</bdi></h1>
<p class="asof">As of ${longDay(localTime(report.asOf, report.zone).date)}, on the clock of ${report.zone}. ${plural(campaigns.length, 'campaign')}.</p>${counts(report)}</header>
${
  campaigns.length === 0
    ? html`<section class="card"><h2>No campaign is measured</h2><p class="lead">A campaign is measured when it has a <code>kpi</code> and a holdout.</p></section>`
    : html`<section class="card" id="portfolio"><h2>All campaigns</h2><p class="lead">What asks for action comes first.</p>
${drawPortfolio(report, campaigns)}</section>
${campaigns.map((one) => campaignPart(report, one))}`
}
</main>`;
  return writePage({
    lang: 'en',
    title: `${report.project}: is it worth running?`,
    style: reportStyle,
    body: body.text,
  });
}

function counts({ campaigns }: PortfolioReport): Html {
  const kinds: readonly Verdict['kind'][] = [
    'invalid',
    'not_worth_running',
    'undecided',
    'not_answerable',
    'worth_running',
  ];
  const found = kinds.flatMap((kind) => {
    const some = campaigns.filter(({ verdict }) => verdict.kind === kind);
    return some[0] === undefined ? [] : [html`<li><b>${some.length}</b> ${verdictBadge(some[0].verdict)}</li>`];
  });
  return html`<ul class="counts">${found}</ul>`;
}
