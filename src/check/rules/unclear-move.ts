import { atValue, spanOf } from '../place.js';
import type { Rule } from '../rule.js';
import { allEdits, editedIds } from '../walk/walk-edits.js';
import { textAt } from '../yaml-map.js';

/** `moved` leads from one step to two, from two to one, or in a circle. */
export const unclearMove: Rule = {
  code: 'LC433',
  name: 'unclear-move',
  severity: 'error',
  summary: '"moved" leads from one step to two, from two to one, or in a circle.',
  docs: `A rename has one old id and one new one. Chains are fine: {from: a, to: b} and {from: b, to: c} take people from a to c.

Two steps cannot become one by a rename: who got the first would count as having got the second. Move one of them, and list the other under "removed".`,
  example: {
    file: 'campaigns/cart.yaml',
    bad: 'moved: [{from: first, to: reminder}, {from: second, to: reminder}]\nsteps:\n  - id: help\n',
    good: 'steps:\n  - id: help\n',
  },
  *check(project) {
    for (const { campaign, item } of allEdits(project, 'moved')) {
      const [from, to] = [textAt(item, 'from'), textAt(item, 'to')];
      if (from === null || to === null) continue;
      const moves = new Map(
        editedIds(campaign, 'moved', 'from').map((id, i) => [id, editedIds(campaign, 'moved', 'to')[i]]),
      );
      const twice = (key: 'from' | 'to', id: string): boolean =>
        editedIds(campaign, 'moved', key).filter((each) => each === id).length > 1;
      const circle = leadsBack(from, moves);
      const what = circle
        ? `step "${from}" is moved in a circle`
        : twice('from', from)
          ? `step "${from}" is moved twice`
          : twice('to', to)
            ? `two steps are moved to "${to}"`
            : null;
      if (what === null) continue;
      yield {
        message: what,
        span: spanOf(project, atValue(item, !circle && !twice('from', from) ? 'to' : 'from')),
        help: ['leave one way from each old id to one new one'],
      };
    }
  },
};

function leadsBack(start: string, moves: ReadonlyMap<string, string | undefined>): boolean {
  let id = moves.get(start);
  for (let steps = 0; id !== undefined && steps <= moves.size; steps++) {
    if (id === start) return true;
    id = moves.get(id);
  }
  return false;
}
