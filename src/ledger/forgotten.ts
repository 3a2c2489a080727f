import type { Instant } from '../model/value.js';
import type { Database } from './database.js';

/** What the journal says of an erasure: whom it was about stands there under pseudonyms only. */
export interface Erasure {
  readonly profile: string;
  readonly addresses: readonly string[];
}

/** Ends everything of a person who stands in the tables under a pseudonym, and sees to it that nothing goes to them any more. */
export function openForgotten(db: Database): (erasure: Erasure, at: Instant) => void {
  const exit = db.prepare(`
    UPDATE journeys SET status = 'exited', reason = 'forgotten', step = NULL, wake = NULL, first_due = NULL, ended_at = ?, tick = max(tick, ?)
    WHERE profile_id = ? AND status = 'active'`);
  const drop = db.prepare(`
    UPDATE messages SET status = 'dropped', fence = NULL, ended_at = ?, outcome = 'forgotten'
    WHERE profile_id = ? AND status IN ('planned', 'claimed')`);
  const empty = db.prepare('UPDATE messages SET body = NULL WHERE profile_id = ?');
  const leave = db.prepare('DELETE FROM members WHERE profile_id = ?');
  const suppress = db.prepare(`
    INSERT INTO suppressions (profile_id, address, topic, since, reason) VALUES (?, ?, NULL, ?, 'forgotten')
    ON CONFLICT DO NOTHING`);
  return ({ profile, addresses }, at) => {
    exit.run(at, at, profile);
    drop.run(at, profile);
    empty.run(profile);
    leave.run(profile);
    suppress.run(profile, null, at);
    for (const address of addresses) suppress.run(null, address, at);
  };
}
