import type { Interval } from '../../../model/measurement.js';
import { type Html, html, type Piece } from '../../page/html.js';
import { type Axis, isOn, percentOf, placeOn } from './axis.js';

/** How an interval looks. Each look has a mark of its own, too, so that nobody needs to see colours. */
export type TrackLook = 'good' | 'bad' | 'open' | 'plain';

/** What lies on a track: an interval with its value, one value, a bar from nought, or a mark across. */
export type TrackItem =
  | { readonly kind: 'interval'; readonly interval: Interval; readonly look: TrackLook; readonly thin?: boolean }
  | { readonly kind: 'value'; readonly value: number; readonly look: 'sent' | 'held' | 'expected' }
  | {
      readonly kind: 'bar';
      readonly value: number;
      readonly range: Interval | null;
      readonly look: 'earned' | 'spent' | 'plain';
    }
  | { readonly kind: 'limit'; readonly value: number };

const HEIGHT = 28;
const MIDDLE = HEIGHT / 2;

/** A strip as wide as there is room, with its items on an axis: places are shares of the width, so that nothing is scaled. */
export function drawTrack(axis: Axis, items: readonly TrackItem[]): Html {
  return html`<svg class="track" width="100%" height="${HEIGHT}" aria-hidden="true">${axis.ticks.map(
    ({ at }) =>
      html`<line class="${at === 0 ? 'zero' : 'grid'}" x1="${across(axis, at)}" x2="${across(axis, at)}" y1="0" y2="100%"/>`,
  )}${items.map((item) => drawItem(axis, item))}</svg>`;
}

/** The numbers below tracks that stand above each other. */
export function drawScale(axis: Axis): Html {
  return html`<div class="scale" aria-hidden="true">${axis.ticks.map(
    ({ at, label }) => html`<span style="left:${across(axis, at)}">${label}</span>`,
  )}</div>`;
}

function drawItem(axis: Axis, item: TrackItem): Piece {
  switch (item.kind) {
    case 'interval':
      return html`<g class="look-${item.look}${item.thin === true && ' thin'}">${drawRange(axis, item.interval, item.thin === true ? 4 : 10)}${isOn(axis, item.interval.value) && drawMark(item.look, across(axis, item.interval.value), item.thin === true ? 3.5 : 6)}</g>`;
    case 'value':
      return isOn(axis, item.value) && drawValue(item.look, across(axis, item.value));
    case 'bar': {
      const [from, to] = [placeOn(axis, Math.min(0, item.value)), placeOn(axis, Math.max(0, item.value))];
      return html`<rect class="bar ${item.look}" x="${percentOf(from)}" width="${percentOf(to - from)}" y="6" height="16" rx="2"/>${item.range !== null && html`<g class="whisker">${drawRange(axis, item.range, 2)}</g>`}`;
    }
    case 'limit':
      return html`<line class="limit" x1="${across(axis, item.value)}" x2="${across(axis, item.value)}" y1="1" y2="27"/>${drawAt(across(axis, item.value), 'limit-head', 'M-4 0H4L0 6Z')}`;
  }
}

/** From its low to its high end; where it has none, or goes beyond the axis, there is an arrow. */
function drawRange(axis: Axis, { low, high }: Interval, thick: number): Html {
  const from = low === null ? axis.low : low;
  const to = high === null ? axis.high : high;
  const [left, right] = [placeOn(axis, from), placeOn(axis, to)];
  const size = Math.max(4, thick / 2 + 1);
  return html`<rect class="range" x="${percentOf(left)}" width="${percentOf(right - left)}" y="${MIDDLE - thick / 2}" height="${thick}" rx="${Math.min(3, thick / 2)}"/>${(low === null || (low < axis.low && !isOn(axis, low))) && drawAt('0%', 'arrow', `M${size} ${MIDDLE - size}L0 ${MIDDLE}L${size} ${MIDDLE + size}Z`)}${(high === null || (high > axis.high && !isOn(axis, high))) && drawAt('100%', 'arrow', `M${-size} ${MIDDLE - size}L0 ${MIDDLE}L${-size} ${MIDDLE + size}Z`)}`;
}

/** A circle stands for what is better, a square for what is worse, a ring for what nobody can tell. */
function drawMark(look: TrackLook, x: string, size: number): Html {
  return look === 'bad'
    ? drawAt(x, 'mark', `M${-size} ${MIDDLE - size}H${size}V${MIDDLE + size}H${-size}Z`)
    : html`<circle class="mark" cx="${x}" cy="${MIDDLE}" r="${size}"/>`;
}

function drawValue(look: 'sent' | 'held' | 'expected', x: string): Html {
  return look === 'expected'
    ? drawAt(x, 'expected', `M0 -1L4.5 3.500L0 8L-4.500 3.500Z`)
    : html`<circle class="of-${look}" cx="${x}" cy="${MIDDLE}" r="5.500"/>`;
}

/** A shape in pixels at a place that is a share. */
function drawAt(x: string, name: string, path: string): Html {
  return html`<svg x="${x}" overflow="visible"><path class="${name}" d="${path}"/></svg>`;
}

function across(axis: Axis, value: number): string {
  return percentOf(placeOn(axis, value));
}
