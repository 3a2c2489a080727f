import type { Judgement } from '../../model/change.js';
import { type ChangeKind, told } from '../change-kind.js';

const JUDGED: Judgement = {
  pinned: ['breaking', 'who is inside stays on the plan they stand in now, and no later edit reaches them'],
  follow: ['breaking', 'who is inside moves to the newest plan, with every edit since they entered'],
  touches: 'inside',
};

/** What an edit does to people inside is not as it was. */
export const inFlightChanged: ChangeKind = {
  code: 'LC820',
  name: 'in-flight-changed',
  summary: 'What an edit does to people inside ("in_flight") is not as it was.',
  docs: `With "pinned", people finish the steps and times they started with. With "follow", they move to the newest plan by the ids of the steps. Changing from one to the other moves everybody inside at once, with every edit that was made since they entered; the other changes are classed by the new policy.

Accept it in the campaign's file: "accepts: [{change: LC820, reason: ...}]".`,
  *findIn({ old, new: now }) {
    if (old.inFlight === now.inFlight) return;
    yield {
      facet: 'routing',
      at: ['in_flight'],
      what: `people inside ${now.inFlight === 'follow' ? 'follow the new plan' : 'finish what they started'} from now on`,
      before: told(old.inFlight),
      after: told(now.inFlight),
      judgement: JUDGED,
    };
  },
};
