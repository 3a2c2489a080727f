import type { CampaignReport, PortfolioReport } from '../../../model/measurement.js';
import { type Html, html, type Piece } from '../../page/html.js';
import { plural } from '../../plural.js';
import { liftWords, moneyWords, rangeWords, signed } from '../number-words.js';
import { isWatched, readableLift, readableMoney, UNDECIDED_WORDS } from '../verdict-words.js';
import type { Axis } from './axis.js';
import { drawScale, drawTrack, type TrackItem, type TrackLook } from './draw-track.js';
import { liftAxis } from './lift-axis.js';
import { verdictBadge } from './verdict-badge.js';

/** The link to a campaign's own part of the page. */
export function partAnchor(campaign: string): string {
  return `campaign-${encodeURIComponent(campaign)}`;
}

/** Every campaign's lift on one scale, in this order. */
export function drawPortfolio(report: PortfolioReport, campaigns: readonly CampaignReport[]): Html {
  const lifts = campaigns.flatMap((one) => readableLift(one) ?? []);
  // Numbers along nothing would look like a measurement.
  const axis = lifts.length === 0 ? { low: 0, high: 1, ticks: [] } : liftAxis(lifts);
  const rows = campaigns.map((one) => row(report, one, axis));
  return html`<div class="portfolio"><div class="row head" aria-hidden="true"><span>Campaign</span><span>Verdict</span><span>Lift of what it is measured by</span><span>After all costs</span></div>
<div class="row scale-row" aria-hidden="true"><span></span><span></span>${drawScale(axis)}<span></span></div>
<ol>${rows}</ol>
<div class="row scale-row" aria-hidden="true"><span></span><span></span>${drawScale(axis)}<span></span></div></div>
${lifts.length > 0 && legend()}`;
}

/** How a campaign's interval looks, by its verdict. */
export function lookOf({ verdict }: CampaignReport): TrackLook {
  return verdict.kind === 'worth_running' ? 'good' : verdict.kind === 'not_worth_running' ? 'bad' : 'open';
}

function row({ portfolio }: PortfolioReport, one: CampaignReport, axis: Axis): Html {
  const { question, verdict } = one;
  const money = readableMoney(one);
  const lift = readableLift(one);
  const among = portfolio.find(({ campaign }) => campaign === question.campaign);
  const expected = lift === null || isWatched(one) ? null : (among?.shrunkenLift ?? null);
  const items: readonly TrackItem[] =
    lift === null
      ? []
      : [
          { kind: 'interval', interval: lift, look: lookOf(one) },
          ...(expected === null ? [] : [{ kind: 'value' as const, value: expected.value, look: 'expected' as const }]),
        ];
  const words: Piece =
    lift === null
      ? noLiftWords(one)
      : html`<b>${liftWords(lift.value)}</b> ${rangeWords(lift, liftWords)}${expected !== null && html`<span class="unseen">, drawn towards the other campaigns ${liftWords(expected.value)}</span>`}`;
  // Money that is compared by itself decides nothing.
  const net = money?.basis === 'own' ? null : (money?.net ?? null);
  const fails = verdict.kind === 'worth_running' && among !== undefined && !among.stands;
  const broken = one.guardrails.filter(({ state }) => state === 'broken').length;
  return html`<li class="row is-${verdict.kind}"><span class="who"><a href="#${partAnchor(question.campaign)}"><bdi>${question.name}</bdi></a></span><span>${verdictBadge(verdict)}${verdict.kind === 'undecided' && html`<small>${UNDECIDED_WORDS[verdict.because]}</small>`}${fails && html`<small>does not stand among all campaigns</small>`}${broken > 0 && html`<small>${plural(broken, 'guardrail')} broken</small>`}</span><span class="lift"><span class="strip">${drawTrack(axis, items)}</span><span class="said">${words}</span></span><span class="net">${
    net === null || money === null
      ? html`<span class="none">not known</span>`
      : html`<b>${signed(moneyWords(net.value, money.currency))}</b><small>${rangeWords(net, (value) => moneyWords(value, money.currency))}</small>`
  }</span></li>
`;
}

function noLiftWords({ verdict }: CampaignReport): string {
  switch (verdict.kind) {
    case 'invalid':
      return 'no lift may be read: the arms are not what chance would make them';
    case 'not_answerable':
      return 'no lift can be measured';
    case 'undecided':
      return verdict.because === 'too_few' ? 'too few people for a lift' : 'no lift yet';
    case 'worth_running':
    case 'not_worth_running':
      return 'no lift is known';
  }
}

function legend(): Html {
  const axis: Axis = { low: 0, high: 1, ticks: [] };
  const sample = (look: TrackLook): Html =>
    drawTrack(axis, [{ kind: 'interval', interval: { value: 0.5, low: 0.1, high: 0.9 }, look }]);
  return html`<p class="legend"><span><span class="sample">${sample('good')}</span> worth running</span><span><span class="sample">${sample('bad')}</span> not worth running</span><span><span class="sample">${sample('open')}</span> undecided</span><span><span class="sample">${drawTrack(axis, [{ kind: 'value', value: 0.5, look: 'expected' }])}</span> what to expect of it: drawn towards the other campaigns</span><span>The bar is where the lift is likely to be; an arrow: it goes on beyond the scale.</span></p>`;
}
