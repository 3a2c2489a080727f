import type { CampaignReport, GuardrailResult } from '../../../model/measurement.js';
import { plainName } from '../../docs/plain-names.js';
import { type Html, html } from '../../page/html.js';
import { liftWords, rangeWords, valueWords } from '../number-words.js';
import { isWatched } from '../verdict-words.js';
import { type Axis, axisOf } from './axis.js';
import { drawSign, type Sign } from './draw-sign.js';
import { drawScale, drawTrack, type TrackItem } from './draw-track.js';
import { liftAxis } from './lift-axis.js';

const STATES: Readonly<Record<GuardrailResult['state'], { readonly name: string; readonly sign: Sign }>> = {
  kept: { name: 'Kept', sign: 'yes' },
  broken: { name: 'Broken', sign: 'warning' },
  not_known: { name: 'Not known', sign: 'nothing' },
};

/** What may not get worse, each on a scale of its own against its limit. */
export function drawGuardrails(report: CampaignReport): Html | null {
  const { guardrails } = report;
  if (guardrails.length === 0) return null;
  return html`<section><h4>Guardrails</h4><p class="lead">What may not get worse. The limit is marked with ▾.</p>${guardrails.map((one) => drawGuardrail(report, one))}</section>`;
}

function drawGuardrail(report: CampaignReport, { comparison, limit, state, why }: GuardrailResult): Html {
  const { name, sign } = STATES[state];
  const picture = report.verdict.kind === 'invalid' ? null : pictureOf(report, { comparison, limit });
  return html`<div class="guardrail"><div class="lift-row"><span class="what"><b>${plainName(comparison.metric)}</b><small>${comparison.better === 'lower' ? 'lower is better' : 'higher is better'}</small></span><div class="strip">${picture !== null && html`${drawTrack(picture.axis, picture.items)}${drawScale(picture.axis)}`}</div><span class="amount"><span class="badge is-${state}">${drawSign(sign)}${name}</span>${picture !== null && html`<small>${picture.words}</small>`}</span></div><p class="why" dir="auto">${why}</p></div>
`;
}

interface Picture {
  readonly axis: Axis;
  readonly items: readonly TrackItem[];
  readonly words: string;
}

function pictureOf(
  report: CampaignReport,
  { comparison, limit }: Pick<GuardrailResult, 'comparison' | 'limit'>,
): Picture | null {
  const { arms, unit } = comparison;
  const currency = report.question.economics?.currency ?? null;
  const write = (value: number): string => valueWords(value, unit, currency);
  if (limit?.kind === 'max') {
    const { sent } = arms;
    // What only messages bring about says nothing among people who got none.
    const held = comparison.compares === 'holdout' ? arms.held.value : null;
    if (sent.value === null) return null;
    return {
      axis: axisOf([limit.value * 1.15, sent.value, ...(held === null ? [] : [held])], write),
      items: [
        ...(held === null ? [] : [{ kind: 'value' as const, value: held, look: 'held' as const }]),
        { kind: 'value', value: sent.value, look: 'sent' },
        { kind: 'limit', value: limit.value },
      ],
      words: `${write(sent.value)} among people it was sent to${held === null ? '' : `, ${write(held)} among those held out`}`,
    };
  }
  const lift = isWatched(report) ? (comparison.monitoring?.relative ?? null) : comparison.relative;
  if (lift === null) return null;
  const worst = limit === null ? null : comparison.better === 'higher' ? -limit.by : limit.by;
  return {
    axis: liftAxis([lift], worst === null ? [] : [worst]),
    items: [
      { kind: 'interval', interval: lift, look: 'plain' },
      ...(worst === null ? [] : [{ kind: 'limit' as const, value: worst }]),
    ],
    words: `${liftWords(lift.value)}, ${rangeWords(lift, liftWords)}${worst === null ? '' : `; not ${worst < 0 ? 'below' : 'above'} ${liftWords(worst)}`}`,
  };
}
