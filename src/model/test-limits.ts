import type { Test } from './condition.js';

/** The numbers at which a test of a number may change its answer. */
export function limitsOf(test: Test): readonly number[] {
  switch (test.op) {
    case 'every':
      return test.of.flatMap(limitsOf);
    case 'between':
      return [test.low, test.high].filter((each) => typeof each === 'number');
    case 'in':
    case 'not_in':
      return test.values.filter((each) => typeof each === 'number');
    case 'is':
    case 'is_not':
    case 'gt':
    case 'gte':
    case 'lt':
    case 'lte':
      return typeof test.value === 'number' ? [test.value] : [];
    default:
      return [];
  }
}
