import { createHash } from 'node:crypto';
import type { Condition } from '../model/condition.js';
import type { Plan } from '../model/plan.js';
import { watchedGroups } from '../model/watched-groups.js';

/**
 * By name of each group that an `enters` or `leaves` trigger watches: a key of its definition with everything it refers to. A definition that changed has another key, so that
 * its members are recorded afresh instead of all entering at once.
 */
export function groupKeys(plan: Plan): Readonly<Record<string, string>> {
  return Object.fromEntries(
    [...watchedGroups(plan)].map(([name, group]) => {
      const text = JSON.stringify(inline(group, plan));
      return [name, createHash('sha256').update(text, 'utf8').digest('hex').slice(0, 32)];
    }),
  );
}

function inline(condition: Condition, plan: Plan): unknown {
  switch (condition.kind) {
    case 'all':
    case 'any':
      return [condition.kind, condition.of.map((each) => inline(each, plan))];
    case 'not':
      return ['not', inline(condition.of, plan)];
    case 'segment': {
      const segment = plan.segments[condition.segment];
      return segment === undefined ? null : inline(segment, plan);
    }
    case 'stage':
      return [
        'stage',
        condition.stage,
        plan.stages.map(({ id, when }) => [id, when === null ? null : inline(when, plan)]),
      ];
    case 'attribute':
      return ['attribute', condition, plan.traits[condition.name] ?? null];
    case 'event':
    case 'message':
      return [condition.kind, condition];
  }
}
