import type { TestVerdict, VariantResult } from '../model/message-test.js';
import type { Metric } from '../model/metric.js';
import type { Plan } from '../model/plan.js';
import { type Exposure, measurePeople } from './measure-people.js';

/** How the variants did, in the order written, and which is best: of equals, and where there is nothing to compare, the one written first. */
export function judgeTest(
  plan: Plan,
  metric: Metric,
  variants: readonly { readonly id: string; readonly exposures: readonly Exposure[] }[],
): Pick<TestVerdict, 'winner' | 'results'> {
  const results = variants.map(
    ({ id, exposures }): VariantResult => ({
      variant: id,
      people: exposures.length,
      value: measurePeople(plan, metric.measure, exposures),
    }),
  );
  const sign = metric.better === 'lower' ? -1 : 1;
  let best: VariantResult | undefined;
  for (const result of results) {
    if (result.value === null) continue;
    if (best === undefined || best.value === null || sign * result.value > sign * best.value) best = result;
  }
  return { winner: (best ?? results[0])?.variant ?? '', results };
}
