import type { Comparison } from '../../model/measurement.js';

/** What a comparison says of arms that are only counted: nothing of how they compare. */
export const NOT_COMPARED = {
  absolute: null,
  relative: null,
  p: null,
  adjustedP: null,
  permutationP: null,
  method: 'counts',
  notes: [],
  adjusted: null,
  monitoring: null,
} as const satisfies Partial<Comparison>;
