import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type FlowItem, layoutFlow } from '../../../src/report/docs/flow/layout-flow.js';
import { textWidth, wrapText } from '../../../src/report/docs/flow/measure-text.js';
import { type StoryStep, type StoryWay, stepStory } from '../../../src/report/docs/step-story.js';
import { somePlan } from '../../decide/arbitraries.js';

const HOSTILE = [
  'n'.repeat(300),
  '👩‍👩‍👧‍👦 '.repeat(20),
  'مرحبا بالعالم',
  '\u202eback',
  '<script>alert(1)</script>',
  'W'.repeat(80),
  '',
  '﷽'.repeat(9),
];
const someText = fc.oneof(
  fc.constantFrom(...HOSTILE),
  fc.string({ unit: 'grapheme', maxLength: 120 }),
  fc.lorem({ maxCount: 25 }),
);
const someSteps = (depth: number): fc.Arbitrary<readonly StoryStep[]> => fc.array(someStep(depth), { maxLength: 3 });
const someWay = (depth: number): fc.Arbitrary<StoryWay> =>
  fc.record({ label: someText, steps: someSteps(depth), ends: fc.boolean() });
function someStep(depth: number): fc.Arbitrary<StoryStep> {
  return fc.record({
    id: fc.constant('step'),
    kind:
      depth === 0
        ? fc.constantFrom<StoryStep['kind'][]>('message', 'exit')
        : fc.constantFrom<StoryStep['kind'][]>('message', 'exit', 'branch', 'split', 'wait_for'),
    when: fc.option(someText, { nil: null }),
    who: fc.option(someText, { nil: null }),
    what: someText.map((text) => `Email “${text}”`),
    more: fc.constant([]),
    ways: depth === 0 ? fc.constant([]) : fc.array(someWay(depth - 1), { minLength: 1, maxLength: 4 }),
  });
}

type Box = Extract<FlowItem, { kind: 'box' }>;

/** Everything that a reader would see as wrong. */
function problemsOf(starts: readonly string[], steps: readonly StoryStep[]): readonly string[] {
  const { width, height, items } = layoutFlow(starts, 'everybody', steps);
  const boxes = items.filter((item): item is Box => item.kind === 'box');
  const outside = items.flatMap((item) => {
    const points: readonly (readonly [number, number])[] =
      item.kind === 'way'
        ? item.points
        : item.kind === 'end'
          ? [
              [item.x - 5, item.y - 5],
              [item.x + 5, item.y + 5],
            ]
          : [
              [item.x, item.y],
              [item.x + item.width, item.y + item.height],
            ];
    return points.some(([x, y]) => x < 0 || y < 0 || x > width || y > height)
      ? [`${item.kind} leaves the picture`]
      : [];
  });
  const overlaps = boxes.flatMap((a, at) =>
    boxes.slice(at + 1).flatMap((b) => {
      const isApart = a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y;
      return isApart ? [] : [`${a.look} lies on ${b.look}`];
    }),
  );
  const crossed = items.flatMap((item) =>
    item.kind !== 'way'
      ? []
      : item.points.slice(1).flatMap(([x, y], at) => {
          const [fromX = x, fromY = y] = item.points[at] ?? [];
          return boxes.some(
            (box) =>
              Math.max(x, fromX) > box.x + 1 &&
              Math.min(x, fromX) < box.x + box.width - 1 &&
              Math.max(y, fromY) > box.y + 1 &&
              Math.min(y, fromY) < box.y + box.height - 1,
          )
            ? ['a way goes through a box']
            : [];
        }),
  );
  const texts = boxes.flatMap(({ x, y, width: w, height: h, lines }) =>
    lines.flatMap((line, at) => {
      const half = textWidth(line.text, 12) / 2;
      const isInside = line.x - half >= x && line.x + half <= x + w && line.y > y && line.y <= y + h;
      const next = lines[at + 1];
      return isInside && (next === undefined || next.y - line.y >= 14) ? [] : [`"${line.text}" leaves its box`];
    }),
  );
  return [...new Set([...outside, ...overlaps, ...crossed, ...texts])];
}

it('no two boxes touch, no way goes through one, and nothing is cut, whatever the steps say', () => {
  fc.assert(
    fc.property(fc.array(someText, { maxLength: 3 }), someSteps(2), (starts, steps) => {
      expect(problemsOf(starts, steps)).toEqual([]);
    }),
    { numRuns: 150 },
  );
});

it('so it is for the campaigns of any plan', () => {
  fc.assert(
    fc.property(somePlan, (plan) => {
      for (const { steps } of plan.campaigns) expect(problemsOf(['Starts'], stepStory(plan, steps))).toEqual([]);
    }),
    { numRuns: 60 },
  );
});

it('every way of a choice that goes on leads on, and what ends does not', () => {
  const exit: StoryStep = {
    id: 'x',
    kind: 'exit',
    when: null,
    who: null,
    what: 'The journey ends: enough',
    more: [],
    ways: [],
  };
  const ends = (steps: readonly StoryStep[]): boolean =>
    layoutFlow(['Starts'], 'everybody', steps).items.some(({ kind }) => kind === 'end');
  expect(ends([exit])).toBe(false);
  const choice = (second: readonly StoryStep[]): StoryStep => ({
    ...exit,
    kind: 'branch',
    ways: [
      { label: 'a', steps: [exit], ends: true },
      { label: 'b', steps: second, ends: false },
    ],
  });
  expect(ends([choice([exit])])).toBe(false);
  expect(ends([choice([])])).toBe(true);
  expect(ends([{ ...exit, who: 'people in stage “new”' }])).toBe(true);
});

it('breaks words that are too long, never inside an emoji, and cuts with an ellipsis', () => {
  expect(wrapText('a b c', 20, 12, false, 9)).toEqual(['a b', 'c']);
  const family = '👩‍👩‍👧‍👦';
  // Wider than there is room for, and still whole.
  expect(wrapText(family.repeat(3), 40, 12, false, 9)).toEqual([family, family, family]);
  const lines = wrapText('word '.repeat(100), 200, 12, false, 3);
  expect(lines).toHaveLength(3);
  expect(lines[2]).toMatch(/ …$/);
});
