import { profileFields } from '../names/profile-fields.js';
import { unknownName } from '../names/unknown-name.js';
import { atValue, spanOf } from '../place.js';
import type { Rule } from '../rule.js';
import { configMap, mapAt, textAt } from '../yaml-map.js';

const TELLING = ['string', 'number'];

/** People are to be drawn by something that is no attribute, or that tells nobody apart. */
export const unknownUnit: Rule = {
  code: 'LC235',
  name: 'unknown-unit',
  severity: 'error',
  summary: 'People are to be drawn by something that is no attribute, or that tells nobody apart.',
  docs: `"holdouts: {unit: household_id}" puts everybody with the same household into one arm of every holdout, split and test. It must be an attribute from "attributes", or the column of the email address, and its values must tell households apart: true and false would put half of all people into one arm together, and a trait changes by what people do, so that they would change sides.

Name an attribute that stays: somebody whose value changes is drawn anew. Where it is empty, the profile's id stands for it.`,
  example: {
    file: 'lifecycle.config.yaml',
    bad: 'holdouts: {global: 2%, salt: acme-2026, unit: household}',
    good: 'holdouts: {global: 2%, salt: acme-2026}',
  },
  *check(project) {
    const config = configMap(project);
    const holdouts = mapAt(config, 'holdouts');
    const name = textAt(holdouts, 'unit');
    const identity = mapAt(config, 'identity');
    if (holdouts === null || name === null || name === identity?.email || name === identity?.id) return;
    const fields = [...profileFields(project)].filter(([, { kind }]) => kind === 'attribute');
    const field = fields.find(([known]) => known === name)?.[1];
    if (field === undefined) {
      const isTrait = profileFields(project).has(name);
      yield unknownName(project, {
        message: isTrait ? `"${name}" is a trait, and changes by what people do` : `there is no attribute "${name}"`,
        word: name,
        place: atValue(holdouts, 'unit'),
        candidates: fields.flatMap(([known, { type }]) => (TELLING.includes(type ?? 'string') ? [known] : [])),
        plural: 'attributes',
        otherwise: isTrait ? 'name an attribute that stays' : `add "${name}" under "attributes"`,
      });
    } else if (field.type !== null && !TELLING.includes(field.type)) {
      yield {
        message: `attribute "${name}" is a ${field.type}, which tells no households apart`,
        span: spanOf(project, atValue(holdouts, 'unit')),
        help: ['name an attribute with an id in it, or take "unit" out: then each profile is drawn by itself'],
      };
    }
  },
};
