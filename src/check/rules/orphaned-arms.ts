import { LOCK_FILE, UNLOCKED } from '../../model/lock-file.js';
import { atKey, spanOf } from '../place.js';
import type { Rule } from '../rule.js';

/** A campaign of the lock is gone while another has no entry: its file may have been renamed. */
export const orphanedArms: Rule = {
  code: 'LC456',
  name: 'orphaned-arms',
  severity: 'warning',
  summary: 'A campaign of the lock is gone while another has no entry: its file may have been renamed.',
  docs: `lifecycle.lock says by what the people of each campaign are drawn, by the campaign's id. Under another id everybody is drawn anew: who was held out gets the next message, and what was measured so far is worth nothing.

If it is the same campaign, rename its entry in lifecycle.lock. If it is another one, "lifecycle build" gives it an entry of its own, and this warning is over.`,
  example: {
    file: LOCK_FILE,
    bad: locked('monthly', 'trolley'),
    good: locked('monthly', 'cart'),
  },
  *check(project) {
    const entries = project.lock?.campaigns ?? {};
    const ids = new Set(project.campaigns.map(({ id }) => id));
    const unread = project.broken.map((path) => /^campaigns\/(?:.*\/)?([^/]+)\.ya?ml$/.exec(path)?.[1]);
    const fresh = [...ids].filter((id) => !Object.hasOwn(entries, id) && !UNLOCKED.includes(id)).sort();
    if (fresh.length === 0) return;
    const named = fresh.map((id) => `"${id}"`).join(' and ');
    for (const gone of Object.keys(entries)) {
      if (ids.has(gone) || unread.includes(gone)) continue;
      yield {
        message: `there is no campaign "${gone}" any more, and ${named} ${fresh.length === 1 ? 'has' : 'have'} no entry in ${LOCK_FILE}`,
        span: spanOf(project, atKey(entries, gone)),
        label: 'was it renamed?',
        help: [
          `if it was, rename this entry to "${fresh.length === 1 ? fresh[0] : 'its new id'}": everybody stays in their arm`,
          'if not, run lifecycle build: what is new is drawn by itself',
        ],
      };
    }
  },
};

function locked(...ids: readonly string[]): string {
  const entries = ids.map((id) => `    "${id}": {"salt": "${id}", "shares": [0], "version": 1}`);
  return `{\n  "campaigns": {\n${entries.join(',\n')}\n  },\n  "version": 1\n}\n`;
}
