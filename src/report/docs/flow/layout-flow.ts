import type { StoryStep, StoryWay } from '../step-story.js';
import { textWidth, wrapText } from './measure-text.js';

/** One line of text, by the middle of its baseline. */
export interface FlowLine {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly style: 'eyebrow' | 'title' | 'note';
}

/** A box with its lines, or a way between boxes. */
export type FlowItem =
  | {
      readonly kind: 'box';
      readonly look: 'start' | 'message' | 'choice' | 'label' | 'delay' | 'exit';
      readonly x: number;
      readonly y: number;
      readonly width: number;
      readonly height: number;
      readonly lines: readonly FlowLine[];
    }
  | { readonly kind: 'way'; readonly points: readonly (readonly [x: number, y: number])[]; readonly arrow: boolean }
  | { readonly kind: 'end'; readonly x: number; readonly y: number };

/** A picture whose items lie inside `width` × `height`. */
export interface Flow {
  readonly width: number;
  readonly height: number;
  readonly items: readonly FlowItem[];
}

/** A part of the picture: its middle line enters at the top at `center`, and leaves at the bottom where it is open. */
interface Part extends Flow {
  readonly center: number;
  readonly open: boolean;
}

/** Boxes on the main way, and those on ways side by side. */
const BOX = { main: 280, side: 228 } as const;
const PAD = 14;
const GAP = 18;
const BESIDE = 22;
const MARGIN = 8;
const SIZE = { eyebrow: 11, title: 14, note: 12 } as const;
const LEADING = { eyebrow: 17, title: 20, note: 17 } as const;
/** What is longer stands in the words beside the picture. */
const MOST_LINES = 7;

/** Where everything of a campaign's flow stands: from what starts it, over its steps, to its end. No two texts touch, whatever they say. */
export function layoutFlow(starts: readonly string[], who: string, steps: readonly StoryStep[]): Flow {
  const start = box('start', 'main', [
    { text: 'STARTS', style: 'eyebrow' },
    ...starts.map((text) => ({ text, style: 'note' as const })),
    { text: 'FOR', style: 'eyebrow' },
    { text: who, style: 'note' },
  ]);
  const body = chain([start, ...steps.flatMap((step) => stepParts(step, 'main'))]);
  const end: readonly FlowItem[] = body.open
    ? [
        {
          kind: 'way',
          points: [
            [body.center, body.height],
            [body.center, body.height + GAP],
          ],
          arrow: false,
        },
        { kind: 'end', x: body.center, y: body.height + GAP + 5 },
      ]
    : [];
  const items = [...body.items, ...end].map((item) => move(item, MARGIN, MARGIN));
  const height = body.height + (body.open ? GAP + 12 : 0) + 2 * MARGIN;
  return { width: Math.ceil(body.width + 2 * MARGIN), height: Math.ceil(height), items };
}

function stepParts(step: StoryStep, place: keyof typeof BOX): readonly Part[] {
  const delay = step.when === null ? [] : [box('delay', place, [{ text: step.when, style: 'note' }])];
  const who = step.who === null ? [] : [{ text: `Only ${step.who}`, style: 'note' as const }];
  switch (step.kind) {
    case 'message':
      return [...delay, box('message', place, [...headOf(step.what), ...who])];
    case 'exit':
      return [
        ...delay,
        {
          ...box('exit', place, [{ text: 'LEAVES', style: 'eyebrow' }, { text: step.what, style: 'note' }, ...who]),
          open: step.who !== null,
        },
      ];
    case 'branch':
    case 'split':
    case 'wait_for': {
      const eyebrow = { branch: 'DEPENDS', split: 'BY CHANCE', wait_for: 'WAITS' }[step.kind];
      const title = step.kind === 'wait_for' ? [{ text: step.what, style: 'note' as const }] : [];
      const others = step.who === null ? [] : [{ text: 'Everybody else goes on below', style: 'note' as const }];
      const head = box('choice', place, [{ text: eyebrow, style: 'eyebrow' }, ...title, ...who, ...others]);
      return [...delay, fork(head, step.ways, step.who !== null)];
    }
  }
}

/** `Email “Hello”` is an email, and says hello. */
function headOf(what: string): readonly { readonly text: string; readonly style: FlowLine['style'] }[] {
  const at = what.indexOf('“');
  return at < 0
    ? [{ text: what, style: 'title' }]
    : [
        { text: what.slice(0, at).trim().toUpperCase(), style: 'eyebrow' },
        { text: what.slice(at + 1, -1), style: 'title' },
      ];
}

function box(
  look: Extract<FlowItem, { kind: 'box' }>['look'],
  place: keyof typeof BOX,
  texts: readonly { readonly text: string; readonly style: FlowLine['style'] }[],
): Part {
  const lines = texts.flatMap(({ text, style }) =>
    wrapText(text, BOX[place] - 2 * PAD, SIZE[style], style !== 'note', MOST_LINES).map((line) => ({
      text: line,
      style,
    })),
  );
  const isSmall = look === 'delay' || look === 'label';
  const widest = Math.max(40, ...lines.map(({ text, style }) => textWidth(text, SIZE[style], style !== 'note')));
  const width = isSmall ? Math.min(BOX[place], Math.ceil(widest) + 2 * PAD) : BOX[place];
  const padding = isSmall ? 7 : 11;
  let y = padding;
  const placed = lines.map(({ text, style }, index): FlowLine => {
    y += LEADING[style] + (style === 'eyebrow' && index > 0 ? 6 : 0);
    return { text, style, x: width / 2, y: y - 5 };
  });
  const height = y + padding;
  return {
    width,
    height,
    center: width / 2,
    open: true,
    items: [{ kind: 'box', look, x: 0, y: 0, width, height, lines: placed }],
  };
}

/** Parts below each other on one middle line, with arrows between them. */
function chain(parts: readonly Part[]): Part {
  const center = Math.max(0, ...parts.map((part) => part.center));
  const width = center + Math.max(0, ...parts.map((part) => part.width - part.center));
  const items: FlowItem[] = [];
  let height = 0;
  let open = true;
  for (const [index, part] of parts.entries()) {
    if (index > 0) {
      if (open)
        items.push({
          kind: 'way',
          points: [
            [center, height],
            [center, height + GAP],
          ],
          arrow: true,
        });
      height += GAP;
    }
    items.push(...part.items.map((item) => move(item, center - part.center, height)));
    height += part.height;
    open = part.open;
  }
  return { width, height, center, open, items };
}

/** A choice above its ways, side by side; those that are open come together again below. */
function fork(head: Part, ways: readonly StoryWay[], isPassed: boolean): Part {
  const arms = ways.map((way) =>
    chain([
      box('label', 'side', [{ text: way.label, style: 'note' }]),
      ...way.steps.flatMap((step) => stepParts(step, 'side')),
    ]),
  );
  const total = arms.reduce((sum, arm) => sum + arm.width, 0) + BESIDE * Math.max(0, arms.length - 1);
  const lane = isPassed ? BESIDE + 8 : 0;
  const inner = Math.max(total, head.width);
  const center = inner / 2 + lane;
  const width = inner + 2 * lane;
  const top = head.height + GAP;
  const tallest = Math.max(0, ...arms.map((arm) => arm.height));
  const bottom = top + GAP + tallest + GAP;
  const items: FlowItem[] = head.items.map((item) => move(item, center - head.center, 0));
  let x = center - total / 2;
  for (const arm of arms) {
    const middle = x + arm.center;
    items.push({
      kind: 'way',
      points: [
        [center, head.height],
        [center, top],
        [middle, top],
        [middle, top + GAP],
      ],
      arrow: true,
    });
    items.push(...arm.items.map((item) => move(item, x, top + GAP)));
    if (arm.open)
      items.push({
        kind: 'way',
        points: [
          [middle, top + GAP + arm.height],
          [middle, bottom],
          [center, bottom],
        ],
        arrow: false,
      });
    x += arm.width + BESIDE;
  }
  if (isPassed)
    items.push({
      kind: 'way',
      points: [
        [center - head.center, head.height / 2],
        [4, head.height / 2],
        [4, bottom],
        [center, bottom],
      ],
      arrow: false,
    });
  const open = isPassed || arms.some((arm) => arm.open);
  return { width, height: bottom, center, open, items };
}

function move(item: FlowItem, x: number, y: number): FlowItem {
  switch (item.kind) {
    case 'box':
      return {
        ...item,
        x: item.x + x,
        y: item.y + y,
        lines: item.lines.map((line) => ({ ...line, x: line.x + x, y: line.y + y })),
      };
    case 'way':
      return { ...item, points: item.points.map(([a, b]) => [a + x, b + y] as const) };
    case 'end':
      return { ...item, x: item.x + x, y: item.y + y };
  }
}
