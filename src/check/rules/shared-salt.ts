import { LOCK_FILE } from '../../model/lock-file.js';
import { atValue, spanOf } from '../place.js';
import type { Rule } from '../rule.js';

/** Two campaigns of the lock draw the same people. */
export const sharedSalt: Rule = {
  code: 'LC457',
  name: 'shared-salt',
  severity: 'warning',
  summary: 'Two campaigns of the lock draw the same people.',
  docs: `With one salt, who is held out of the first campaign is held out of the second, too. Their holdouts then differ from everybody else in both campaigns at once, and neither can be told from the other. Mostly an entry was copied together with its campaign's file.

Take the entry of the newer campaign out of lifecycle.lock; "lifecycle build" gives it its own.`,
  example: {
    file: LOCK_FILE,
    bad: locked('cart', 'cart'),
    good: locked('cart', 'monthly'),
  },
  *check(project) {
    const first = new Map<string, string>();
    const entries = project.lock?.campaigns ?? {};
    for (const [id, entry] of Object.entries(entries)) {
      const before = first.get(entry.salt);
      if (before === undefined) {
        first.set(entry.salt, id);
        continue;
      }
      const other = entries[before];
      yield {
        message: `"${before}" and "${id}" have one salt, so the same people are held out of both`,
        span: spanOf(project, atValue(entry, 'salt')),
        ...(other && { related: [{ span: spanOf(project, atValue(other, 'salt')), label: 'the same' }] }),
        help: ['take the entry of the newer one out, and run lifecycle build'],
      };
    }
  },
};

function locked(cart: string, monthly: string): string {
  return `{
  "campaigns": {
    "cart": {"salt": "${cart}", "shares": [0], "version": 1},
    "monthly": {"salt": "${monthly}", "shares": [0], "version": 1}
  },
  "version": 1
}
`;
}
