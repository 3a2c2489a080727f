import { passes } from '../../decide/passes.js';
import type { Test } from '../../model/condition.js';

/** Whether numbers of a column pass, for the rows from one to another (at most 32): a bit each. */
export type NumberTest = (column: Float64Array, from: number, to: number) => number;

/** A test of numbers, made once and asked of very many; what it says is what `passes` says. */
export function numberTest(test: Test): NumberTest {
  if ('value' in test && typeof test.value === 'number') {
    const wanted = test.value;
    // A loop for each: a call for each number would cost more than the test.
    switch (test.op) {
      case 'gte':
        return (column, from, to) => {
          let bits = 0;
          for (let row = from; row < to; row++) bits |= (column[row]! >= wanted ? 1 : 0) << (row - from);
          return bits;
        };
      case 'gt':
        return (column, from, to) => {
          let bits = 0;
          for (let row = from; row < to; row++) bits |= (column[row]! > wanted ? 1 : 0) << (row - from);
          return bits;
        };
      case 'lte':
        return (column, from, to) => {
          let bits = 0;
          for (let row = from; row < to; row++) bits |= (column[row]! <= wanted ? 1 : 0) << (row - from);
          return bits;
        };
      case 'lt':
        return (column, from, to) => {
          let bits = 0;
          for (let row = from; row < to; row++) bits |= (column[row]! < wanted ? 1 : 0) << (row - from);
          return bits;
        };
    }
  }
  if (test.op === 'every') {
    const all = test.of.map(numberTest);
    return (column, from, to) => all.reduce((bits, each) => bits & each(column, from, to), -1);
  }
  return (column, from, to) => {
    let bits = 0;
    // A number knows neither calendars nor zones.
    for (let row = from; row < to; row++) if (passes(column[row]!, 'number', test, 0, 'UTC')) bits |= 1 << (row - from);
    return bits;
  };
}
