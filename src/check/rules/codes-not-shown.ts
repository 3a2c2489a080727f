import { exampleIncentive } from '../example/example-project.js';
import { atValue, spanOf } from '../place.js';
import type { Rule } from '../rule.js';
import { incentivesWithCodes, showsCode, wordingsOf } from '../templates/incentive-codes.js';
import { allVersions } from '../walk/walk-messages.js';
import { textAt } from '../yaml-map.js';

/** A message carries an incentive with codes, and shows none. */
export const codesNotShown: Rule = {
  code: 'LC519',
  name: 'codes-not-shown',
  severity: 'warning',
  summary: 'A message carries an incentive with codes, and shows none.',
  docs: `People would read of a discount and have no code for it. Print {{ incentive.code }} in the template, or carry an incentive without codes. No code is given away for a message that shows none.`,
  example: {
    file: 'templates/cart/offer.mjml',
    bad: 'Use the code in our app',
    good: 'Use the code {{ incentive.code }}',
    beside: exampleIncentive,
  },
  *check(project) {
    for (const place of allVersions(project)) {
      const incentive = textAt(place.message, 'incentive');
      if (incentive === null || !incentivesWithCodes(project).has(incentive)) continue;
      for (const { lang, texts } of wordingsOf(project, place)) {
        if (texts.some(showsCode)) continue;
        const which = `template "${place.template}"${lang === '' ? '' : ` in "${lang}"`}`;
        yield {
          message: `step "${place.id ?? '?'}" carries an incentive with codes, and ${which} shows none`,
          span: spanOf(project, atValue(place.message, 'incentive')),
          help: [`print {{ incentive.code }} in ${which}`],
        };
      }
    }
  },
};
