import type { Condition } from '../model/condition.js';
import type { Plan } from '../model/plan.js';
import { meaning } from './same.js';

/** A condition with everything that it names spelled out, so that two of different plans can be compared: a segment by its condition, a stage and a trait by how they are defined. */
export function spellOut(condition: Condition, plan: Plan): Condition {
  const inside = (each: Condition): Condition => spellOut(each, plan);
  switch (condition.kind) {
    case 'all':
    case 'any':
      return { kind: condition.kind, of: condition.of.map(inside) };
    case 'not':
      return { kind: 'not', of: inside(condition.of) };
    case 'segment': {
      const segment = plan.segments[condition.segment];
      return segment === undefined ? condition : inside(segment);
    }
    case 'stage':
      return { kind: 'stage', stage: `${condition.stage} ${stageMeaning(condition.stage, plan)}` };
    case 'attribute': {
      const defined = plan.traits[condition.name] ?? plan.attributes[condition.name]?.type;
      return { ...condition, name: `${condition.name} ${meaning(defined)}` };
    }
    case 'event':
    case 'message':
      return condition;
  }
}

/** Who is in a stage depends on every stage before it. */
function stageMeaning(stage: string, plan: Plan): string {
  const before: unknown[] = [];
  for (const { id, when } of plan.stages) {
    before.push(when === null ? null : spellOut(when, plan));
    if (id === stage) break;
  }
  return meaning(before);
}
