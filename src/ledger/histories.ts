import type { History } from '../model/decision.js';
import type { Database } from './database.js';
import type { Ledger } from './ledger.js';
import { type JourneyRow, journeyOf, type MessageRow, pastMessageOf, receiptOf } from './rows.js';
import { suppressionOf } from './suppressions.js';

/** What decide needs of people: five queries for any number of profiles. */
export function openHistories(db: Database): Pick<Ledger, 'histories' | 'handedOver'> {
  const asked = 'profile_id IN (SELECT value FROM json_each(?))';
  const journeys = db.prepare<JourneyRow>(
    `SELECT * FROM journeys WHERE ${asked} ORDER BY entered_at, campaign, occasion`,
  );
  const messages = db.prepare<MessageRow>(`SELECT * FROM messages WHERE ${asked} ORDER BY send_at, id`);
  const refusals = db.prepare<{ profile_id: string; campaign: string; occasion: string }>(
    `SELECT profile_id, campaign, occasion FROM refusals WHERE ${asked} ORDER BY at, campaign, occasion`,
  );
  const suppressions = db.prepare<{ profile_id: string; topic: string | null; since: number; reason: string }>(
    `SELECT profile_id, topic, since, reason FROM suppressions WHERE ${asked} ORDER BY since, topic`,
  );
  const memberOf = db.prepare<{ profile_id: string; key: string }>(
    `SELECT profile_id, key FROM members WHERE key IN (SELECT value FROM json_each(?)) AND ${asked}`,
  );
  const handed = db.prepare<MessageRow>(`
    SELECT * FROM messages WHERE profile_id = ? AND (
      handed_at >= ? AND status IN ('handing_over', 'sent', 'unknown')
      OR status = 'withheld' AND coalesce(ended_at, send_at) >= ?
    ) ORDER BY coalesce(handed_at, ended_at, send_at), id`);

  return {
    histories(profileIds, _plan, groupKeys): readonly History[] {
      const ids = JSON.stringify(profileIds);
      const journeysOf = byProfile(journeys.all(ids));
      const messagesOf = byProfile(messages.all(ids));
      const refusalsOf = byProfile(refusals.all(ids));
      const suppressionsOf = byProfile(suppressions.all(ids));
      const membershipsOf = byProfile(memberOf.all(JSON.stringify(Object.values(groupKeys)), ids));
      const groups = Object.entries(groupKeys).sort(([a], [b]) => (a < b ? -1 : 1));
      return profileIds.map((profileId) => {
        const keys = new Set(membershipsOf(profileId).map(({ key }) => key));
        return {
          profileId,
          journeys: journeysOf(profileId).map(journeyOf),
          refused: refusalsOf(profileId).map(({ campaign, occasion }) => ({ campaign, occasion })),
          messages: messagesOf(profileId).map(pastMessageOf),
          received: messagesOf(profileId).flatMap(receiptOf),
          suppressions: suppressionsOf(profileId).map(suppressionOf),
          memberOf: groups.filter(([, key]) => keys.has(key)).map(([group]) => group),
        };
      });
    },
    handedOver: (profileId, since) => handed.all(profileId, since, since).map(pastMessageOf),
  };
}

function byProfile<Row extends { readonly profile_id: string }>(
  rows: readonly Row[],
): (profileId: string) => readonly Row[] {
  const grouped = new Map<string, Row[]>();
  for (const row of rows) {
    const group = grouped.get(row.profile_id);
    if (group === undefined) grouped.set(row.profile_id, [row]);
    else group.push(row);
  }
  return (profileId) => grouped.get(profileId) ?? [];
}
