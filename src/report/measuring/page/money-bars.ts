import type { CampaignReport, Interval, Money } from '../../../model/measurement.js';
import { type Html, html } from '../../page/html.js';
import { countWords, moneyWords, percentWords, rangeWords, signed } from '../number-words.js';
import { basisWords } from '../tell-campaign.js';
import { axisOf } from './axis.js';
import { drawScale, drawTrack, type TrackItem } from './draw-track.js';

interface Line {
  readonly label: string;
  readonly about: string;
  readonly value: number;
  readonly range: Interval | null;
  readonly look: Extract<TrackItem, { kind: 'bar' }>['look'];
}

/** What it brought and cost: revenue that is attributed beside what it really added, and below what is left of it. */
export function drawMoney(report: CampaignReport, money: Money): Html {
  const { question, counted } = report;
  const { currency, incremental, net, netPerPerson } = money;
  const margin = question.economics?.margin ?? null;
  const revenue: readonly Line[] = [
    {
      label: 'Attributed',
      about: 'all that people spent after it, whatever made them',
      value: money.attributed,
      range: null,
      look: 'plain',
    },
    ...(incremental === null
      ? []
      : [
          {
            label: 'Incremental',
            about: basisWords(report, money),
            value: incremental.value,
            range: incremental,
            look: incremental.value < 0 ? ('spent' as const) : ('earned' as const),
          },
        ]),
  ];
  const left: readonly Line[] = [
    ...(incremental === null || margin === null
      ? []
      : [
          {
            label: 'Margin',
            about: `${percentWords(margin)} of the incremental revenue`,
            value: incremental.value * margin,
            range: null,
            look: incremental.value < 0 ? ('spent' as const) : ('earned' as const),
          },
        ]),
    cost('Messages', 'to send them', money.costOfMessages),
    cost('Incentives', 'those that were used', money.costOfIncentives),
    cost('Unsubscribes', 'people who are not reached any more', money.costOfUnsubscribes),
    ...(net === null
      ? []
      : [
          {
            label: 'Left',
            about:
              netPerPerson === null
                ? 'margin minus all costs'
                : `${signed(moneyWords(netPerPerson.value, currency))} for each person`,
            value: net.value,
            range: net,
            look: net.value < 0 ? ('spent' as const) : ('earned' as const),
          },
        ]),
  ];
  return html`<section><h4>Money</h4><p class="lead">Of the ${countWords(counted.sent)} people it was sent to whose time is over.${incremental === null && report.money?.incremental != null && ' What it really added, and what is left of it, is not told before the verdict: it would look surer than it is.'}</p>
${drawLines('Revenue', revenue, currency)}
${drawLines('What is left', left, currency)}</section>`;
}

function cost(label: string, about: string, value: number): Line {
  return { label, about, value: -value, range: null, look: 'spent' };
}

function drawLines(title: string, lines: readonly Line[], currency: string): Html {
  const ends = lines.flatMap(({ value, range }) => [
    value,
    ...(range?.low == null ? [] : [range.low]),
    ...(range?.high == null ? [] : [range.high]),
  ]);
  const axis = axisOf(ends, (value) => moneyWords(value, currency));
  return html`<div class="bars"><h5>${title}</h5>${lines.map(
    ({ label, about, value, range, look }) =>
      html`<div class="bar-row"><span class="what"><b>${label}</b><small>${about}</small></span><span class="strip">${drawTrack(axis, [{ kind: 'bar', value, range, look }])}</span><span class="amount"><b>${moneyWords(value, currency)}</b>${range !== null && html`<small>${rangeWords(range, (one) => moneyWords(one, currency))}</small>`}</span></div>
`,
  )}<div class="bar-row" aria-hidden="true"><span></span>${drawScale(axis)}<span></span></div></div>`;
}
