import fc from 'fast-check';
import { expect, it } from 'vitest';
import { judgeCampaign } from '../../../src/measure/verdict/judge-campaign.js';
import { judgeVariants } from '../../../src/measure/verdict/judge-variants.js';
import { ask, readPeople } from './some-readings.js';
import { CLICKS, FACTORS, readTest, SUBJECTS } from './some-tests.js';

it('compares each variant with the first, p corrected for the others, and says that the winner was lucky', () => {
  const { state, groups, notes } = judgeVariants(CLICKS, SUBJECTS, null);
  expect(state).toBe('settled');
  const [plain, question, name] = groups[0]?.variants ?? [];
  expect([plain?.against, plain?.won, question?.won]).toEqual([null, false, true]);
  // By hand: the pooled z test of 100 of 1000 and 152 of 1010 has z = 3.401; of 108 of 990, z = 0.667.
  expect(question?.against?.p).toBeCloseTo(0.00067, 4);
  expect(question?.against?.adjustedP).toBeCloseTo(2 * (question?.against?.p ?? 0), 12);
  expect(name?.against?.adjustedP).toBe(name?.against?.p);
  expect(name?.against?.p).toBeCloseTo(0.505, 2);
  expect(question?.value).toMatchObject({ value: 152 / 1010 });
  expect(question?.value?.low).toBeGreaterThan(0.129);
  expect(question?.value?.high).toBeLessThan(0.174);
  expect(notes.join(' ')).toContain('its lead is partly luck');
});

it('compares nothing before there is a winner, nor before the time of everybody is over', () => {
  const variants = { a: { exposed: 1000, active: 100 }, b: { exposed: 1000, active: 150 } };
  const early = { ...variants, b: { exposed: 1000, active: 150, ripe: 999 } };
  for (const [reading, state] of [
    [readTest(variants, null), 'running'],
    [readTest(early, 'b'), 'counting'],
    [{ ...readTest({ a: { exposed: 0, active: 0 }, b: { exposed: 0, active: 0 } }, null), since: null }, 'not_begun'],
  ] as const) {
    const told = judgeVariants(CLICKS, reading, null);
    expect(told.state).toBe(state);
    for (const { value, against } of told.groups[0]?.variants ?? []) {
      expect([value?.low ?? null, value?.high ?? null, against]).toEqual([null, null, null]);
    }
  }
});

it('tells factors by level, over all levels of the others, with one correction for all of them', () => {
  const { groups } = judgeVariants(...FACTORS, null);
  expect(
    groups.map(({ factor, variants }) => [
      factor,
      variants.map(({ variant, people, active, won }) => [variant, people, active, won]),
    ]),
  ).toEqual([
    [
      'tone',
      [
        ['tone=plain', 1000, 102, false],
        ['tone=warm', 1000, 159, true],
      ],
    ],
    [
      'length',
      [
        ['length=long', 1000, 130, false],
        ['length=short', 1000, 131, true],
      ],
    ],
  ]);
  const [tone, length] = groups.map(({ variants }) => variants[1]?.against);
  expect(tone?.p).toBeLessThan(0.001);
  expect(tone?.adjustedP).toBeCloseTo(2 * (tone?.p ?? 0), 12);
  expect(length?.adjustedP).toBe(length?.p);
});

it('gives only counts where hardly anybody has anything to count', () => {
  const { groups, notes } = judgeVariants(
    CLICKS,
    readTest({ a: { exposed: 50, active: 9 }, b: { exposed: 50, active: 30 } }, 'b'),
    null,
  );
  expect(groups[0]?.variants[1]?.against).toBeNull();
  expect(notes.join(' ')).toContain('Where fewer than 10 people');
});

it('never has a corrected p below the raw one, nor above 1, nor in another order', () => {
  const cell = fc.record({
    exposed: fc.integer({ min: 200, max: 2000 }),
    rate: fc.double({ min: 0.08, max: 0.5, noNaN: true }),
  });
  fc.assert(
    fc.property(fc.array(cell, { minLength: 2, maxLength: 6 }), (cells) => {
      const variants = Object.fromEntries(
        cells.map(({ exposed, rate }, i) => [`v${i}`, { exposed, active: Math.round(exposed * rate) }]),
      );
      const told = judgeVariants(CLICKS, readTest(variants, 'v0'), null);
      const pairs = (told.groups[0]?.variants ?? []).flatMap(({ against }) =>
        against?.p == null || against.adjustedP === null ? [] : [[against.p, against.adjustedP] as const],
      );
      expect(pairs.length).toBe(cells.length - 1);
      for (const [p, adjusted] of pairs) {
        expect(adjusted).toBeGreaterThanOrEqual(p);
        expect(adjusted).toBeLessThanOrEqual(1);
      }
      const sorted = [...pairs].sort(([a], [b]) => a - b).map(([, adjusted]) => adjusted);
      expect(sorted).toEqual([...sorted].sort((a, b) => a - b));
    }),
  );
});

it('goes on where nobody is held out, and compares no variants where the arms are broken', () => {
  const people = (held: number) =>
    Array.from({ length: 1000 }, (_, i) => ({
      arm: i < held ? ('held' as const) : ('sent' as const),
      day: 0,
      did: { orders: i % 2 },
    }));
  const tests = { more: { tests: [SUBJECTS] } };
  const unheld = judgeCampaign(ask({ tests: [CLICKS], holdout: 0 }), readPeople(people(0), { ...tests, share: 0 }));
  expect(unheld.verdict.kind).toBe('not_answerable');
  expect(unheld.tests[0]?.groups[0]?.variants[1]?.against?.adjustedP).toBeLessThan(0.01);
  const broken = judgeCampaign(ask({ tests: [CLICKS] }), readPeople(people(400), tests));
  expect(broken.verdict.kind).toBe('invalid');
  expect(broken.tests[0]?.groups[0]?.variants.map(({ against }) => against)).toEqual([null, null, null]);
});
