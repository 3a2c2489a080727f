import { compareText } from '../model/diagnostic.js';
import type { Plan } from '../model/plan.js';
import { canonicalJson, sha256 } from './canonical-json.js';
import { bodyOf, type hashPlan } from './compile-plan.js';

/** Hashes a plan and writes it, as `hashPlan` and `canonicalJson` do. Nearly all of what is written was hashed, and each part is put into words once. */
export interface PlanWriter {
  readonly hash: typeof hashPlan;
  readonly text: (plan: Plan) => string;
}

/** A writer of one plan, which must not change meanwhile. */
export function openPlanWriter(): PlanWriter {
  const known = new Map<string, { readonly value: unknown; readonly text: string }>();
  const wordsOf = (name: string, value: unknown): string => {
    const before = known.get(name);
    if (before !== undefined && before.value === value) return before.text;
    // Without the braces around it; nothing where JSON leaves it out.
    const text = canonicalJson({ [name]: value }).slice(2, -3);
    known.set(name, { value, text });
    return text;
  };
  const write = (record: object): string => {
    const entries = Object.entries(record).sort(([a], [b]) => compareText(a, b));
    const parts = entries.map(([name, value]) => wordsOf(name, value)).filter((part) => part !== '');
    return `{\n${parts.join(',\n')}\n}\n`;
  };
  return { hash: (plan) => sha256(write(bodyOf(plan))), text: write };
}
