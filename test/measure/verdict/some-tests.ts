import type { AskedTest } from '../../../src/model/measurement.js';
import type { Sums, TestReading } from '../../../src/model/reading.js';

/** Message tests as the data say of them: shares of people who clicked. */

export const CLICKS: AskedTest = {
  step: 'letter',
  metric: {
    metric: 'clicks',
    measure: { kind: 'share', event: 'email_clicked', where: [] },
    better: 'higher',
    compares: 'variants',
  },
  sample: 0.2,
  factors: null,
};

const BEGUN = Date.UTC(2026, 7, 3, 9);

/** A test whose variants were got by so many people, of whom some clicked; `ripe` is how many of them have their window over. */
export function readTest(
  variants: Readonly<Record<string, { readonly exposed: number; readonly active: number; readonly ripe?: number }>>,
  winner: string | null,
): TestReading {
  return {
    step: 'letter',
    since: BEGUN,
    verdict: winner === null ? null : { winner, decidedAt: BEGUN + 3 * 86_400_000 },
    variants: Object.entries(variants).map(([variant, { exposed, active, ripe = exposed }]) => ({
      variant,
      exposed,
      counted: {
        metric: 'clicks',
        days: [{ day: '2026-09-04', arm: 'sent', sums: share(ripe, active) }],
        values: null,
      },
    })),
  };
}

function share(people: number, active: number): Sums {
  return { people, sum: active, sumOfSquares: active, active, negative: 0, below: null, before: null };
}

/** A plain one that is over, with three variants. */
export const SUBJECTS = readTest(
  {
    plain: { exposed: 1000, active: 100 },
    question: { exposed: 1010, active: 152 },
    name: { exposed: 990, active: 108 },
  },
  'question',
);

/** One of two factors that is over: the tone matters, the length does not. */
export const FACTORS: readonly [AskedTest, TestReading] = [
  {
    ...CLICKS,
    factors: [
      { name: 'tone', levels: ['plain', 'warm'] },
      { name: 'length', levels: ['long', 'short'] },
    ],
  },
  readTest(
    {
      'length=long,tone=plain': { exposed: 500, active: 50 },
      'length=short,tone=plain': { exposed: 500, active: 52 },
      'length=long,tone=warm': { exposed: 500, active: 80 },
      'length=short,tone=warm': { exposed: 500, active: 79 },
    },
    'length=short,tone=warm',
  ),
];
