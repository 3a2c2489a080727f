import { unknownName } from '../names/unknown-name.js';
import { atValue } from '../place.js';
import type { Rule } from '../rule.js';
import { templateIds } from '../templates/template-uses.js';
import { allVersions } from '../walk/walk-messages.js';

/** A step names a template that has no file. */
export const unknownTemplate: Rule = {
  code: 'LC201',
  name: 'unknown-template',
  severity: 'error',
  summary: 'A step names a template that has no file.',
  docs: `A template is a file below templates/, named by its path without the ending: "cart/help" is templates/cart/help.mjml.

Correct the name in the step, or add the file.`,
  example: { file: 'campaigns/cart.yaml', bad: 'template: cart/hepl', good: 'template: cart/help' },
  *check(project) {
    const candidates = templateIds(project);
    for (const { named, id, channel, template } of allVersions(project)) {
      if (template === null || candidates.has(template)) continue;
      yield unknownName(project, {
        message: `step "${id ?? '?'}" uses template "${template}", which does not exist`,
        word: template,
        place: atValue(named, 'template'),
        candidates,
        plural: 'templates',
        otherwise: `add the file templates/${template}.${channel === 'email' ? 'mjml' : 'liquid'}`,
      });
    }
  },
};
