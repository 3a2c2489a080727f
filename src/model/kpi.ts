import type { GuardrailLimit } from './measurement.js';
import type { Duration } from './value.js';

/** What a campaign is measured by; `minimumLift` is relative: 0.05 is 5%. */
export interface Kpi {
  readonly metric: string;
  /** Counted from a person's first message, or when it would have gone. */
  readonly window: Duration;
  readonly minimumLift: number | null;
  readonly guardrails: readonly { readonly metric: string; readonly limit: GuardrailLimit | null }[];
  /** Shown beside it; they decide nothing. */
  readonly secondary: readonly string[];
  /** `fixed`: one verdict, at the date set beforehand; `sequential`: whenever the always-valid interval says so. */
  readonly analysis: 'fixed' | 'sequential';
  /** When the fixed verdict falls, counted from the first exposure. */
  readonly verdictAfter: Duration;
}
