import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalJson } from '../../src/compile/canonical-json.js';
import { hashPlan } from '../../src/compile/compile-plan.js';
import { openPlanWriter } from '../../src/compile/plan-writer.js';
import type { Plan } from '../../src/model/plan.js';
import { examplePlan } from '../ledger/examples.js';

const plans = fc
  .dictionary(fc.stringMatching(/^[a-zA-Z_]{1,4}$/), fc.option(fc.jsonValue(), { nil: undefined }))
  .map((body) => ({ ...body, format: 4 }) as unknown as Plan);

test('a plan is hashed and written as if each were done alone', () => {
  fc.assert(
    fc.property(plans, plans, (plan, other) => {
      const writer = openPlanWriter();
      const hash = writer.hash(plan);
      expect(hash).toBe(hashPlan(plan));
      const whole = { ...plan, hash, compiler: 'test', sources: [{ path: 'a', sha256: 'b' }] };
      expect(writer.text(whole)).toBe(canonicalJson(whole));
      // Neither is it taken for what was hashed when it is something else.
      expect(writer.text(other)).toBe(canonicalJson(other));
      expect(writer.hash({ ...plan, ...other })).toBe(hashPlan({ ...plan, ...other }));
    }),
    { numRuns: 200 },
  );
  const plan = examplePlan();
  expect(openPlanWriter().hash(plan)).toBe(hashPlan(plan));
  expect(openPlanWriter().text(plan)).toBe(canonicalJson(plan));
});
