import { fieldsInTemplates, mentionedTexts } from '../names/mentioned-texts.js';
import { profileFields } from '../names/profile-fields.js';
import { unusedNames } from '../names/unused-names.js';
import type { Rule } from '../rule.js';
import { allConditions } from '../walk/walk-conditions.js';
import { textAt } from '../yaml-map.js';

/** A trait that no condition, no trigger and no template uses. */
export const unusedTrait: Rule = {
  code: 'LC231',
  name: 'unused-trait',
  severity: 'warning',
  summary: 'A trait that no condition, no trigger and no template uses.',
  docs: `A trait is computed from events, for everybody. When nothing asks for it, the campaign that should often asks for another one. Use it, or take it out; git remembers it.`,
  example: {
    file: 'lifecycle.config.yaml',
    bad: '  last_order: {last: order_placed}\n  first_order: {first: order_placed}\n',
    good: '  last_order: {last: order_placed}\n',
  },
  *check(project) {
    const fields = fieldsInTemplates(project);
    if (fields === null) return;
    const asked = allConditions(project).flatMap(({ leaf }) => textAt(leaf, 'attribute')?.split('.')[0] ?? []);
    const hasUnknown = [...asked, ...fields].some((name) => !profileFields(project).has(name));
    yield* unusedNames(project, 'traits', 'trait', {
      used: new Set([...mentionedTexts(project), ...fields]),
      hasUnknown,
    });
  },
};
