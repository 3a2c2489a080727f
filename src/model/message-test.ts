import type { Factor } from './factors.js';
import type { Duration, Instant } from './value.js';

/** A message in variants: a sample gets them by chance, the others get the one that did best. */
export interface MessageTest {
  /** Name of a metric of the plan. */
  readonly metric: string;
  /** Share of people, above 0 and below 1. */
  readonly sample: number;
  /** Counted from the first hand-over to somebody of the sample. */
  readonly decideAfter: Duration;
  /** At least two; of a test of factors, every combination of their levels. */
  readonly variants: readonly MessageVariant[];
  /** What is varied independently; absent where variants are written one by one. */
  readonly factors?: readonly Factor[];
}

/** What differs from the message itself; null is as the message has it. */
export interface MessageVariant {
  readonly id: string;
  readonly subject: string | null;
  readonly template: string | null;
}

/** What came of a test: recorded once and never changed. */
export interface TestVerdict {
  readonly campaign: string;
  readonly step: string;
  /** When the first message of the sample was handed over. */
  readonly begunAt: Instant;
  /** The `now` of the tick that decided. */
  readonly decidedAt: Instant;
  /** Id of a variant. */
  readonly winner: string;
  /** Of each variant; of a test of factors, of each level (`tone=warm`). */
  readonly results: readonly VariantResult[];
}

/** How one variant did; `value` is the metric over its people, null when it has none. */
export interface VariantResult {
  readonly variant: string;
  readonly people: number;
  readonly value: number | null;
}

/** What a test is known by: `cart/help`. */
export function testName({ campaign, step }: { readonly campaign: string; readonly step: string }): string {
  return `${campaign}/${step}`;
}
