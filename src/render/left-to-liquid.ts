import type { CompiledTemplate, Plan } from '../model/plan.js';
import { whyNotCompiled } from './render-liquid.js';

/** A template that is not compiled, and what in it is the reason. */
export interface LeftToLiquid {
  readonly template: string;
  readonly why: string;
}

/** The templates of a plan that LiquidJS renders as a whole, each once. It renders the same, and takes longer. */
export function leftToLiquid(plan: Plan): readonly LeftToLiquid[] {
  return Object.entries(plan.templates).flatMap(([template, languages]) => {
    const reasons = Object.values(languages).flatMap((compiled) =>
      [compiled.html, compiled.text, compiled.subject, compiled.from].map((source) =>
        source === null ? null : reason(compiled, source),
      ),
    );
    const why = reasons.find((reason) => reason !== null);
    return why === undefined || why === null ? [] : [{ template, why }];
  });
}

function reason(template: CompiledTemplate, source: string): string | null {
  try {
    return whyNotCompiled(template, source, source === template.html);
  } catch {
    // A plan of another version may hold what this one cannot read; that is said when it is rendered.
    return null;
  }
}
