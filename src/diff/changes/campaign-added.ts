import { both, type ChangeKind, told } from '../change-kind.js';

const FRESH = both('dangerous', 'people enter it from its first run on; nothing of before lets anybody in', 'outside');
const BACK = both('dangerous', 'people enter it from its first run on, and what happened before that too', 'outside');

/** There is a new campaign. */
export const campaignAdded: ChangeKind = {
  code: 'LC819',
  name: 'campaign-added',
  summary: 'There is a new campaign.',
  docs: `People enter it from its first run on. Only with "backfill" do things that happened before count. A dry run ("lifecycle run") shows who would enter, and "lifecycle show" how many messages may come due for one person.`,
  *find({ old, new: now, renamed }) {
    const names = new Set(renamed.values());
    for (const { id, name, backfill } of now.campaigns) {
      if (names.has(id) || old.campaigns.some((each) => each.id === id)) continue;
      yield {
        facet: 'audience',
        campaign: id,
        at: [],
        what: `campaign "${id}" is new`,
        after: told(backfill === null ? name : `${name}, with what happened in the ${backfill.text} before`),
        judgement: backfill === null ? FRESH : BACK,
      };
    }
  },
};
