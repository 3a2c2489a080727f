import type { AskedMetric, CampaignReport, Comparison, Interval } from '../../../model/measurement.js';
import { plainName } from '../../docs/plain-names.js';
import { type Html, html } from '../../page/html.js';
import { liftWords, rangeWords } from '../number-words.js';
import { differenceWords, isWatched, readableLift } from '../verdict-words.js';
import type { Axis } from './axis.js';
import { drawScale, drawTrack, type TrackItem } from './draw-track.js';
import { liftAxis } from './lift-axis.js';
import { lookOf } from './portfolio-chart.js';

interface Line {
  readonly title: string;
  readonly about: string;
  readonly interval: Interval;
  readonly look: Extract<TrackItem, { kind: 'interval' }>['look'];
  readonly thin: boolean;
  readonly more: string | null;
}

/** The lift of what the campaign is measured by, and of what else was asked, on one scale; null where none may be read. */
export function drawLifts(report: CampaignReport): Html | null {
  const { question, primary, secondary, verdict } = report;
  const main = readableLift(report);
  if (verdict.kind === 'invalid' || verdict.kind === 'not_answerable') return null;
  const currency = question.economics?.currency ?? null;
  const isForAnyDay = main !== null && main !== primary.relative;
  const monitoring = primary.monitoring?.relative ?? null;
  const lines: readonly Line[] = [
    ...(main === null
      ? []
      : [
          {
            title: plainName(primary.metric),
            about: isForAnyDay ? 'what decides; the interval may be looked at on any day' : 'what decides',
            interval: main,
            look: lookOf(report),
            thin: false,
            more: isForAnyDay ? null : differenceWords(primary, currency),
          },
        ]),
    ...(main === null || isForAnyDay || monitoring === null
      ? []
      : [
          {
            title: plainName(primary.metric),
            about: 'the interval that may be looked at on any day',
            interval: monitoring,
            look: 'plain' as const,
            thin: true,
            more: null,
          },
        ]),
    ...secondary.flatMap((one) => {
      const interval = isWatched(report) ? (one.monitoring?.relative ?? null) : one.relative;
      return interval === null
        ? []
        : [
            {
              title: plainName(one.metric),
              about: secondaryWords(one),
              interval,
              look: 'plain' as const,
              thin: false,
              more: isWatched(report) ? null : differenceWords(one, currency),
            },
          ];
    }),
  ];
  if (lines.length === 0) return null;
  const axis = liftAxis(
    lines.map(({ interval }) => interval),
    question.minimumLift === null ? [] : [goalOf(question.kpi, question.minimumLift)],
  );
  return html`<section><h4>Lift</h4><p class="lead">What people who got it did more or less than those held out. 0% is no difference${question.minimumLift !== null && html`; ${liftWords(goalOf(question.kpi, question.minimumLift))} is what the campaign is to reach, marked with ▾`}. The bar is where the true lift is likely to be.</p>
<div class="lifts">${lines.map((line, index) => drawLine(line, axis, index === 0 && main !== null ? report : null))}<div class="lift-row" aria-hidden="true"><span></span>${drawScale(axis)}<span></span></div></div></section>`;
}

/** The least lift that was asked for: of what should get lower, a fall. */
function goalOf({ better }: AskedMetric, minimum: number): number {
  return better === 'higher' ? minimum : -minimum;
}

function secondaryWords({ adjustedP, better }: Comparison): string {
  const way = better === 'lower' ? 'exploratory, lower is better' : 'exploratory';
  return adjustedP === null ? way : `${way}; ${adjustedP < 0.05 ? 'stands' : 'does not stand'} among the other metrics`;
}

function drawLine({ title, about, interval, look, thin, more }: Line, axis: Axis, report: CampaignReport | null): Html {
  const minimum = report?.question.minimumLift ?? null;
  const items: readonly TrackItem[] = [
    { kind: 'interval', interval, look, thin },
    ...(report === null || minimum === null
      ? []
      : [{ kind: 'limit' as const, value: goalOf(report.question.kpi, minimum) }]),
  ];
  return html`<div class="lift-row${thin && ' watched'}"><span class="what"><b>${title}</b><small>${about}</small></span><span class="strip">${drawTrack(axis, items)}</span><span class="amount"><b>${liftWords(interval.value)}</b><small>${rangeWords(interval, liftWords)}</small>${more !== null && html`<small>${more}</small>`}</span></div>
`;
}
