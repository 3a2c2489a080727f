import type { Measure } from '../../model/metric.js';

/** Whether a person either counts or does not. */
export function isShare(measure: Measure): boolean {
  return (
    measure.kind === 'share' || measure.kind === 'retention' || (measure.kind === 'complement' && isShare(measure.of))
  );
}
