import { both, type ChangeKind, told } from '../change-kind.js';

const JUDGED = both(
  'dangerous',
  'who is inside leaves in the next run, wherever they are, and messages of it that still wait are dropped',
  'inside',
);

/** A campaign is gone. */
export const campaignRemoved: ChangeKind = {
  code: 'LC818',
  name: 'campaign-removed',
  summary: 'A campaign is gone.',
  docs: `Everybody inside leaves it in the next run, under both policies, and its messages that still wait to be handed over are dropped. What was decided is remembered: when the campaign comes back, nobody gets the same thing again.

To let people finish, keep the file and give it an audience that nobody is in.`,
  *find({ old, new: now, renamed }) {
    for (const { id, name } of old.campaigns) {
      if (renamed.has(id) || now.campaigns.some((each) => each.id === id)) continue;
      yield {
        facet: 'audience',
        campaign: id,
        at: [],
        what: `campaign "${id}" is gone`,
        before: told(name),
        judgement: JUDGED,
      };
    }
  },
};
