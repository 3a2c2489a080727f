import type { GuardrailLimit } from '../../model/measurement.js';
import { formatPercentage } from '../../model/percentage.js';

/** How bad a guardrail may get: `at most 0.5%`. */
export function limitWords(limit: GuardrailLimit): string {
  switch (limit.kind) {
    case 'max':
      return `at most ${formatPercentage(limit.value)}`;
    case 'non_inferior':
      return `at most ${formatPercentage(limit.by)} worse than the held-out`;
  }
}
