import type { CampaignReport, CurvePoint, Interval } from '../../../model/measurement.js';
import { longDay } from '../../docs/day-words.js';
import { plainName } from '../../docs/plain-names.js';
import { type Html, html, type Piece } from '../../page/html.js';
import { countWords, liftWords, rangeWords } from '../number-words.js';
import { type Axis, axisOf, percentOf, placeOn } from './axis.js';
import { type DayAxis, dayAxisOf, dayPlace } from './day-axis.js';

const HEIGHT = 220;
/** Rows of the table that says the same, at most. */
const MOST_ROWS = 12;

/** What was known of the lift day by day, with the band that may be looked at any day; null where nothing was ever known. */
export function drawCurve({ question, curve, primary, verdict }: CampaignReport): Html | null {
  const known = curve.filter((point) => (point.monitoring ?? point.relative) !== null);
  const [first] = known;
  const last = known.at(-1);
  if (first === undefined || last === undefined) return null;
  const verdictDay = question.analysis === 'fixed' ? question.verdictDay : null;
  const ends = verdictDay !== null && verdictDay > last.day ? verdictDay : last.day;
  const starts = verdictDay !== null && verdictDay < first.day ? verdictDay : first.day;
  const days = dayAxisOf(starts, ends);
  const lifts = liftsAxis(known);
  // Before the verdict of a fixed analysis the plain interval may not be looked at.
  const isOpen = verdict.kind === 'undecided' && verdict.because === 'too_early';
  const name = plainName(primary.metric);
  const low = (one: Interval): number => one.low ?? lifts.low;
  const high = (one: Interval): number => one.high ?? lifts.high;
  const at = (day: string, value: number): string =>
    `${round(dayPlace(days, day) * 100)} ${round((1 - placeFree(lifts, value)) * 100)}`;
  const banded = known.flatMap(({ day, monitoring }) => (monitoring === null ? [] : [{ day, monitoring }]));
  const band = [
    ...banded.map(({ day, monitoring }) => at(day, high(monitoring))),
    ...banded.toReversed().map(({ day, monitoring }) => at(day, low(monitoring))),
  ];
  const line = known.flatMap(({ day, monitoring, relative }) => {
    const lift = monitoring ?? relative;
    return lift === null ? [] : [at(day, lift.value)];
  });
  const said = `The lift of ${name} from ${longDay(first.day)} to ${longDay(last.day)}: ${pointWords(last, isOpen)}.`;
  return html`<figure class="curve"><div class="plot" style="--high:${HEIGHT}px">
<div class="mark-row">${verdictDay !== null && drawVerdictName(days, verdictDay)}</div>
<div class="upright" aria-hidden="true">${lifts.ticks.map(({ at: value, label }) => html`<span style="bottom:${percentOf(placeOn(lifts, value))}">${label}</span>`)}</div>
<div class="area" role="img" aria-label="${said} The table below says the same."><svg width="100%" height="100%" viewBox="0 0 100 100" preserveAspectRatio="none"><path class="band" d="M${band.join('L')}Z"/>${lifts.ticks.map(
    ({ at: value }) =>
      html`<path class="${value === 0 ? 'zero' : 'grid'}" d="M0 ${round((1 - placeOn(lifts, value)) * 100)}H100"/>`,
  )}${verdictDay !== null && html`<path class="due" d="M${round(dayPlace(days, verdictDay) * 100)} 0V100"/>`}<path class="line" d="M${line.join('L')}"/></svg></div>
<div class="scale" aria-hidden="true">${days.ticks.map(({ day, label }) => html`<span style="left:${percentOf(dayPlace(days, day))}">${label}</span>`)}</div></div>
<figcaption>${said} The shaded band may be looked at on any day: it holds the true lift on all days at once in 95 of 100 campaigns.${verdictDay !== null && ' The plain interval counts on the day of the verdict alone.'}</figcaption>
<details class="as-table"><summary>The curve as a table</summary>${drawTable(known, isOpen)}</details></figure>`;
}

function drawVerdictName(days: DayAxis, day: string): Html {
  const place = dayPlace(days, day);
  const side = place > 0.5 ? `right:${percentOf(1 - place)}` : `left:${percentOf(place)}`;
  return html`<span style="${side}">Verdict: ${longDay(day)}</span>`;
}

function drawTable(points: readonly CurvePoint[], isOpen: boolean): Html {
  const every = Math.ceil(points.length / MOST_ROWS);
  const shown = points.filter((_, index) => index % every === (points.length - 1) % every);
  const lift = (interval: Interval | null): Piece =>
    interval === null ? '–' : `${liftWords(interval.value)}, ${rangeWords(interval, liftWords)}`;
  return html`<div class="scroll" role="group" aria-label="The curve as a table" tabindex="0"><table><thead><tr><th scope="col">Until</th><th scope="col">Sent to</th><th scope="col">Held out</th><th scope="col">Lift, for any day</th>${!isOpen && html`<th scope="col">Lift, for the day of the verdict</th>`}</tr></thead><tbody>${shown.map(
    ({ day, sent, held, relative, monitoring }) =>
      html`<tr><th scope="row">${longDay(day)}</th><td>${countWords(sent)}</td><td>${countWords(held)}</td><td>${lift(monitoring)}</td>${!isOpen && html`<td>${lift(relative)}</td>`}</tr>`,
  )}</tbody></table></div>`;
}

function pointWords({ relative, monitoring }: CurvePoint, isOpen: boolean): string {
  const shown = isOpen ? monitoring : (monitoring ?? relative);
  return shown === null ? 'not known' : `now ${liftWords(shown.value)}, ${rangeWords(shown, liftWords)}`;
}

/** Early bands reach far: the axis is as high as those of the second half. */
function liftsAxis(points: readonly CurvePoint[]): Axis {
  const late = points.slice(Math.floor(points.length / 2));
  const ends = late.flatMap(({ relative, monitoring }) =>
    [monitoring ?? relative].flatMap((lift) =>
      lift === null
        ? []
        : [lift.value, ...(lift.low === null ? [] : [lift.low]), ...(lift.high === null ? [] : [lift.high])],
    ),
  );
  return axisOf(ends.length === 0 ? [0.1] : ends, liftWords, { room: HEIGHT, upright: true });
}

/** Beyond the axis, too, but not so far that a browser would stumble; what is outside is cut off. */
function placeFree(axis: Axis, value: number): number {
  return Math.min(3, Math.max(-2, (value - axis.low) / (axis.high - axis.low)));
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
