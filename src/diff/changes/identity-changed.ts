import type { PlanCampaign } from '../../model/plan.js';
import { both, type ChangeKind, type Found, told } from '../change-kind.js';
import { same } from '../same.js';

const FORGOTTEN = both('breaking', 'what was sent so far is not recognised as sent: people can get it again', 'ever');
const STRANGERS = both('breaking', 'nobody is recognised: everything can be sent to everybody again', 'ever');

/** What messages are told apart by is not as it was. */
export const identityChanged: ChangeKind = {
  code: 'LC817',
  name: 'identity-changed',
  summary: 'What people, campaigns or entries are told apart by is not as it was.',
  docs: `A message is known by the project, the id of its campaign (the name of the file), the id of its step, the id of the profile and the key of the entry. With another of these, a message that was sent is one that was never sent.

Keep the name of the file and the project, and the column of identity.id. People see none of them: the "name" of a campaign can be anything. Otherwise accept it in each campaign's file, once you are sure that nobody gets anything twice: "accepts: [{change: LC817, reason: ...}]".`,
  *find({ old, new: now, campaigns, renamed }) {
    for (const [was, is] of renamed) {
      yield {
        facet: 'metadata',
        campaign: is,
        at: [],
        what: `campaign "${was}" is called "${is}" now`,
        before: told(was),
        after: told(is),
        judgement: FORGOTTEN,
        remedies: [{ say: `call the file campaigns/${was}.yaml again, and change its "name" instead`, yaml: null }],
      };
    }
    const both = [
      ['project', old.project, now.project],
      ['identity.id', old.identity.id, now.identity.id],
    ] as const;
    for (const [name, was, is] of both) {
      if (was === is) continue;
      // Said of each campaign: each has people of its own, and somebody who answers for it.
      for (const { new: campaign } of campaigns) {
        yield {
          facet: 'metadata',
          campaign: campaign.id,
          at: [],
          what: `${name} changed, which all of its messages are known by`,
          before: told(was),
          after: told(is),
          judgement: STRANGERS,
        };
      }
    }
  },
  *findIn({ old, new: now }) {
    const [was, is] = [keysOf(old), keysOf(now)];
    for (const [event, key] of is) {
      const before = was.get(event);
      if (before === undefined || same(before, key)) continue;
      yield keyChange(event, before, key);
    }
  },
};

/** By event, what the journeys that it begins are told apart by. */
function keysOf({ triggers }: PlanCampaign): ReadonlyMap<string, readonly (string | null)[]> {
  const keys = new Map<string, readonly (string | null)[]>();
  for (const trigger of triggers) {
    if (trigger.kind !== 'event') continue;
    keys.set(trigger.event, [...(keys.get(trigger.event) ?? []), trigger.key].sort());
  }
  return keys;
}

function keyChange(event: string, before: readonly (string | null)[], after: readonly (string | null)[]): Found {
  const words = (keys: readonly (string | null)[]): string => keys.map((key) => key ?? 'each event').join(', ');
  return {
    facet: 'metadata',
    at: ['triggers'],
    what: `journeys that begin with ${event} are told apart by something else`,
    before: told(words(before)),
    after: told(words(after)),
    judgement: FORGOTTEN,
  };
}
