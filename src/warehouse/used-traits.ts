import { askedMetrics, type Purpose } from '../model/asked-metrics.js';
import type { Plan } from '../model/plan.js';

const liquid = /\{\{.*?\}\}|\{%.*?%\}/g;
/** `profile` without the name of a field after it. */
const anyField = /\bprofile\b(?!\s*(?:\.\s*[A-Za-z_]|\[\s*\\?["']))/;

/**
 * Whether something in a plan may ask for a trait: a condition, a trigger, a delay or a template. What comes of everybody costs a pass over all events, so what nothing asks for is not
 * worked out. A name that stands in the plan by chance counts too: never too few.
 */
export function asksForTrait(plan: Plan, purpose: Purpose): (name: string) => boolean {
  const { segments, stages, blocks, campaigns, templates } = plan;
  const metrics = askedMetrics(plan, purpose);
  const shown = JSON.stringify([templates, campaigns]);
  const asked = JSON.stringify([segments, stages, metrics, blocks]) + shown;
  if ([...shown.matchAll(liquid)].some(([tag]) => anyField.test(tag))) return () => true;
  return (name) => asked.includes(JSON.stringify(name.split('.')[0]).slice(1, -1));
}
