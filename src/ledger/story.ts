import type { Story } from '../model/story.js';
import type { Claims } from './claims.js';
import type { Database } from './database.js';
import type { Ledger } from './ledger.js';
import { claimedOf, type JourneyRow, journeyOf, type MessageRow, messageOf } from './rows.js';
import { openSuppressions } from './suppressions.js';

/** One person's record, for `why`. */
export function openStory(db: Database, claims: Claims): Pick<Ledger, 'story'> {
  const of = 'WHERE profile_id = ?';
  const journeys = db.prepare<JourneyRow>(`SELECT * FROM journeys ${of} ORDER BY entered_at, campaign, occasion`);
  const messages = db.prepare<MessageRow>(`SELECT * FROM messages ${of} ORDER BY send_at, id`);
  const skips = db.prepare<Story['skipped'][number]>(
    `SELECT campaign, step, occasion, at, reason, detail FROM skips ${of} ORDER BY at, campaign, occasion, step`,
  );
  const refusals = db.prepare<Story['refused'][number]>(
    `SELECT campaign, occasion, at, reason FROM refusals ${of} ORDER BY at, campaign, occasion`,
  );
  const deferrals = db.prepare<Story['deferred'][number]>(
    `SELECT campaign, step, occasion, at, until, reason FROM deferrals ${of} ORDER BY at, campaign, occasion, step`,
  );
  const { suppressions } = openSuppressions(db, () => {});
  return {
    story(profileId) {
      const claimed = claims.current();
      return {
        profileId,
        journeys: journeys.all(profileId).map(journeyOf),
        messages: messages
          .all(profileId)
          .map((row) => (row.status === 'planned' && claimed.has(row.id) ? claimedOf(row) : messageOf(row))),
        skipped: skips.all(profileId),
        refused: refusals.all(profileId),
        deferred: deferrals.all(profileId),
        suppressions: suppressions(profileId, null),
      };
    },
  };
}
