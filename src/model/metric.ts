import type { PropertyTest } from './condition.js';

/** What is counted of people's events, and which way is good. */
export interface Metric {
  readonly measure: Measure;
  readonly better: 'higher' | 'lower';
}

/** A number for people together: a count or sum divided by the number of people, or one measure divided by another. */
export type Measure =
  /** People with at least one event; all their events. */
  | { readonly kind: 'share' | 'count'; readonly event: string; readonly where: readonly PropertyTest[] }
  /** The sum of a number property. */
  | {
      readonly kind: 'sum';
      readonly event: string;
      readonly property: string;
      readonly where: readonly PropertyTest[];
    }
  /** The first divided by the second, each summed over all people. */
  | { readonly kind: 'ratio'; readonly of: readonly [Measure, Measure] };

/** The measures without a ratio around them. */
export function baseMeasures(measure: Measure): readonly Exclude<Measure, { kind: 'ratio' }>[] {
  return measure.kind === 'ratio' ? measure.of.flatMap(baseMeasures) : [measure];
}
