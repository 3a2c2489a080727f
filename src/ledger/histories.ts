import type { History } from '../model/decision.js';
import type { Database } from './database.js';
import type { Ledger } from './ledger.js';
import {
  JOURNEY_COLUMNS,
  type JourneyRow,
  journeyOf,
  PAST_COLUMNS,
  type PastRow,
  pastMessageOf,
  receiptOf,
} from './rows.js';
import { suppressionOf } from './suppressions.js';

/** True for a message that was really handed over since the two moments bound here, or may have been, or withheld in the place of that. */
export const HANDED_OVER = `(
  handed_at >= ? AND status IN ('handing_over', 'sent', 'unknown')
  OR status = 'withheld' AND coalesce(ended_at, send_at) >= ?)`;

/** What decide needs of people: five queries for any number of profiles. */
export function openHistories(db: Database): Pick<Ledger, 'histories' | 'handedOver'> {
  const asked = 'profile_id IN (SELECT value FROM json_each(?))';
  const journeys = db.prepare<JourneyRow>(
    `SELECT ${JOURNEY_COLUMNS} FROM journeys WHERE ${asked} ORDER BY entered_at, campaign, occasion`,
  );
  const messages = db.prepare<PastRow>(`SELECT ${PAST_COLUMNS} FROM messages WHERE ${asked} ORDER BY send_at, id`);
  const refusals = db.prepare<{ profile_id: string; campaign: string; occasion: string }>(
    `SELECT profile_id, campaign, occasion FROM refusals WHERE ${asked} ORDER BY at, campaign, occasion`,
  );
  const suppressions = db.prepare<{ profile_id: string; topic: string | null; since: number; reason: string }>(
    `SELECT profile_id, topic, since, reason FROM suppressions WHERE ${asked} ORDER BY since, topic`,
  );
  // One row a person: each row that leaves SQLite costs more than what is in it.
  const memberOf = db.prepare<{ profile_id: string; keys: string }>(
    `SELECT profile_id, json_group_array(key) AS keys FROM members INDEXED BY members_of WHERE ${asked} GROUP BY profile_id`,
  );
  const handed = db.prepare<PastRow>(`
    SELECT ${PAST_COLUMNS} FROM messages WHERE profile_id = ? AND ${HANDED_OVER}
    ORDER BY coalesce(handed_at, ended_at, send_at), id`);

  return {
    histories(profileIds, _plan, groupKeys): readonly History[] {
      const ids = JSON.stringify(profileIds);
      const journeysOf = byProfile(journeys.all(ids));
      const messagesOf = byProfile(messages.all(ids));
      const refusalsOf = byProfile(refusals.all(ids));
      const suppressionsOf = byProfile(suppressions.all(ids));
      const groups = Object.entries(groupKeys).sort(([a], [b]) => (a < b ? -1 : 1));
      const rows = groups.length === 0 ? [] : memberOf.all(ids);
      const keysOf = new Map(rows.map(({ profile_id, keys }) => [profile_id, new Set(JSON.parse(keys) as string[])]));
      return profileIds.map((profileId) => {
        const keys = keysOf.get(profileId);
        const past = messagesOf(profileId);
        return {
          profileId,
          journeys: journeysOf(profileId).map(journeyOf),
          refused: refusalsOf(profileId).map(({ campaign, occasion }) => ({ campaign, occasion })),
          messages: past.map(pastMessageOf),
          received: past.flatMap(receiptOf),
          suppressions: suppressionsOf(profileId).map(suppressionOf),
          memberOf: keys === undefined ? [] : groups.filter(([, key]) => keys.has(key)).map(([group]) => group),
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
