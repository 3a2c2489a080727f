import fc from 'fast-check';
import { expect, it } from 'vitest';
import { addDays } from '../../../../src/calendar/local-time.js';
import type { Interval } from '../../../../src/model/measurement.js';
import { textWidth } from '../../../../src/report/docs/flow/measure-text.js';
import { liftWords, moneyWords, percentWords } from '../../../../src/report/measuring/number-words.js';
import {
  type Axis,
  axisOf,
  isOn,
  LABEL_SIZE,
  LEAST_WIDTH,
  placeOn,
} from '../../../../src/report/measuring/page/axis.js';
import { dayAxisOf, dayPlace } from '../../../../src/report/measuring/page/day-axis.js';
import { liftAxis } from '../../../../src/report/measuring/page/lift-axis.js';

const anyNumber = fc.oneof(
  fc.double({ noNaN: true, min: -1, max: 3 }),
  fc.double({ noNaN: true, min: -1e-6, max: 1e-6 }),
  fc.double({ noNaN: true, min: -1e15, max: 1e15 }),
  fc.constantFrom(0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1e300, -5e-324),
);

/** Labels that would touch on the narrowest phone. */
function touching(places: readonly { readonly place: number; readonly label: string }[]): readonly string[] {
  return places.flatMap(({ place, label }, index) => {
    const next = places[index + 1];
    if (next === undefined) return [];
    const apart = (next.place - place) * LEAST_WIDTH;
    const need = (textWidth(label, LABEL_SIZE) + textWidth(next.label, LABEL_SIZE)) / 2;
    return apart > need ? [] : [`${label} and ${next.label}`];
  });
}

const onAxis = (axis: Axis): readonly { place: number; label: string }[] =>
  axis.ticks.map(({ at, label }) => ({ place: placeOn(axis, at), label }));

it('has nought, all values, and labels that nowhere touch, whatever the values are', () => {
  fc.assert(
    fc.property(
      fc.array(anyNumber, { maxLength: 6 }),
      fc.constantFrom(
        liftWords,
        (value: number) => moneyWords(value, 'SEK'),
        (value: number) => percentWords(value),
      ),
      (values, write) => {
        const axis = axisOf(values, write);
        expect(touching(onAxis(axis))).toEqual([]);
        expect(axis.ticks.some(({ at }) => at === 0)).toBe(true);
        expect(axis.low).toBeLessThan(axis.high);
        for (const value of values.filter((one) => Math.abs(one) <= 1e15))
          expect(isOn(axis, value) || Math.abs(value) < 1e-12, String(value)).toBe(true);
        for (const { place } of onAxis(axis)) expect(place >= 0 && place <= 1).toBe(true);
      },
    ),
    { numRuns: 500 },
  );
});

it('goes in round steps', () => {
  expect(axisOf([-0.13, 0.59], liftWords).ticks.map(({ label }) => label)).toEqual([
    '−20%',
    '0%',
    '+20%',
    '+40%',
    '+60%',
  ]);
  expect(axisOf([0.0031], (value) => percentWords(value)).ticks.map(({ label }) => label)).toEqual([
    '0%',
    '0.1%',
    '0.2%',
    '0.3%',
    '0.4%',
  ]);
  expect(axisOf([], liftWords).ticks.map(({ at }) => at)).toContain(0);
});

it('is not squeezed by one interval that is far wider than the others, nor by one without bounds', () => {
  const plain = Array.from({ length: 9 }, (_, index): Interval => ({ value: index / 50, low: -0.1, high: 0.3 }));
  const axis = liftAxis([...plain, { value: 90, low: -0.9, high: null }, { value: 0.1, low: null, high: null }]);
  expect(axis.high).toBeLessThanOrEqual(1);
  expect(liftAxis([]).ticks.map(({ label }) => label)).toContain('0%');
});

it('labels days so that they nowhere touch, over a day as over twenty years', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 20_000 }), fc.integer({ min: 0, max: 7300 }), (start, long) => {
      const first = addDays('1990-01-01', start);
      const axis = dayAxisOf(first, addDays(first, long));
      expect(touching(axis.ticks.map(({ day, label }) => ({ place: dayPlace(axis, day), label })))).toEqual([]);
      expect(axis.ticks.length).toBeGreaterThan(0);
    }),
  );
});
