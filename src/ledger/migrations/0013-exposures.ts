/**
 * Where chance put whoever a message is for, and when it went or would have gone: an exposure is a message's first attempt, or that of one withheld. Those held out are beyond the reach of
 * every hand-over: whatever a program does, SQLite refuses it.
 */
export const exposures = `
ALTER TABLE messages ADD COLUMN unit TEXT;
ALTER TABLE messages ADD COLUMN salt TEXT;
ALTER TABLE messages ADD COLUMN u REAL;
ALTER TABLE messages ADD COLUMN share REAL;

CREATE VIEW exposures AS
SELECT rowid AS place, id AS message_id, campaign, step, profile_id, unit, salt, u, share,
  CASE WHEN withheld_by IS NULL THEN first_attempt_at ELSE ended_at END AS at,
  CASE WHEN withheld_by IS NULL THEN 'sent' ELSE 'held' END AS arm,
  withheld_by AS "by", variant, channel, incentive, plan
FROM messages
WHERE unit IS NOT NULL AND CASE WHEN withheld_by IS NULL THEN first_attempt_at IS NOT NULL ELSE status = 'withheld' END;

CREATE TRIGGER held_out_is_never_sent_to BEFORE UPDATE ON messages
WHEN OLD.withheld_by IS NOT NULL AND (
  NEW.withheld_by IS NOT OLD.withheld_by OR NEW.status NOT IN ('planned', 'claimed', 'withheld', 'dropped')
  OR NEW.attempts > 0 OR NEW.first_attempt_at IS NOT NULL OR NEW.handed_at IS NOT NULL
)
BEGIN SELECT raise(ABORT, 'nothing goes to somebody who is held out'); END;
CREATE TRIGGER held_out_is_never_planned_as_sent BEFORE INSERT ON messages
WHEN NEW.withheld_by IS NOT NULL AND NEW.status NOT IN ('planned', 'withheld')
BEGIN SELECT raise(ABORT, 'nothing goes to somebody who is held out'); END;
CREATE TRIGGER only_who_is_held_out_is_withheld_from BEFORE UPDATE ON messages
WHEN NEW.status = 'withheld' AND OLD.withheld_by IS NULL
BEGIN SELECT raise(ABORT, 'a message is withheld only from somebody who is held out'); END;
`;
