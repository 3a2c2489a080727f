import { type Html, html, type Piece } from '../../page/html.js';
import type { Flow, FlowItem } from './layout-flow.js';

/** How round the corners of ways are. */
const ROUND = 8;

/** A flow as SVG in its own pixels; `label` says what it is a picture of. */
export function drawFlow({ width, height, items }: Flow, label: string): Html {
  return html`<svg class="flow" role="img" aria-label="${label}" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">${[
    ...items.filter(({ kind }) => kind !== 'box'),
    ...items.filter(({ kind }) => kind === 'box'),
  ].map(drawItem)}</svg>`;
}

function drawItem(item: FlowItem): Piece {
  switch (item.kind) {
    case 'way':
      return drawWay(item);
    case 'end':
      return html`<circle class="end" cx="${item.x}" cy="${item.y}" r="5"/>`;
    case 'box': {
      const { look, x, y, width, height, lines } = item;
      const round = look === 'delay' || look === 'label' ? Math.min(14, height / 2) : 10;
      const bar =
        look === 'message' &&
        html`<rect class="bar" x="${x}" y="${y + 10}" width="3" height="${height - 20}" rx="1.5"/>`;
      const texts = lines.map(
        (line) => html`<text class="${line.style}" x="${line.x}" y="${line.y}">${line.text}</text>`,
      );
      return html`<g class="box ${look}"><rect x="${x}" y="${y}" width="${width}" height="${height}" rx="${round}"/>${bar}${texts}</g>`;
    }
  }
}

function drawWay({ points, arrow }: Extract<FlowItem, { kind: 'way' }>): Piece {
  const [first, ...rest] = points;
  const last = points.at(-1);
  if (first === undefined || last === undefined) return null;
  const parts = rest.map((point, index) => {
    const next = rest[index + 1];
    const before = points[index] ?? point;
    if (next === undefined) return `L${point.join(' ')}`;
    const near = toward(point, before);
    const far = toward(point, next);
    return `L${near.join(' ')}Q${point.join(' ')} ${far.join(' ')}`;
  });
  const [x, y] = last;
  const head = arrow && html`<path class="head" d="M${x - 4} ${y - 7}L${x} ${y - 1}L${x + 4} ${y - 7}Z"/>`;
  return html`<path class="way" d="M${first.join(' ')}${parts.join('')}"/>${head}`;
}

/** A point on the way from one to another, no farther than a corner is round. */
function toward(from: readonly [number, number], to: readonly [number, number]): readonly [number, number] {
  const length = Math.hypot(to[0] - from[0], to[1] - from[1]);
  if (length === 0) return from;
  const share = Math.min(ROUND, length / 2) / length;
  return [round(from[0] + (to[0] - from[0]) * share), round(from[1] + (to[1] - from[1]) * share)];
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
