/** Messages of every channel, and the body of a call that may have left. SQLite cannot change a CHECK, so the table is made anew with the same rows. */
export const channels = `
CREATE TABLE messages_anew (
  id TEXT PRIMARY KEY,
  campaign TEXT NOT NULL,
  step TEXT NOT NULL,
  profile_id TEXT NOT NULL,
  occasion TEXT NOT NULL,
  entry_key TEXT NOT NULL,
  occurrence INTEGER NOT NULL,
  channel TEXT NOT NULL CHECK (channel IN ('email', 'sms', 'whatsapp', 'push', 'in_app', 'webhook')),
  topic TEXT NOT NULL,
  transactional INTEGER NOT NULL,
  template TEXT NOT NULL,
  subject TEXT,
  incentive TEXT,
  priority INTEGER NOT NULL,
  due_at INTEGER NOT NULL,
  send_at INTEGER NOT NULL,
  valid_until INTEGER NOT NULL,
  event TEXT NOT NULL,
  plan TEXT NOT NULL,
  status TEXT NOT NULL CHECK (
    status IN ('planned', 'claimed', 'handing_over', 'sent', 'failed', 'unknown', 'dropped', 'withheld')
  ),
  withheld_by TEXT CHECK (withheld_by IN ('global', 'campaign')),
  not_before INTEGER NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0,
  first_attempt_at INTEGER,
  handed_at INTEGER,
  ended_at INTEGER,
  outcome TEXT,
  fence INTEGER,
  body TEXT
) STRICT;
INSERT INTO messages_anew SELECT
  id, campaign, step, profile_id, occasion, entry_key, occurrence, channel, topic, transactional, template, subject,
  incentive, priority, due_at, send_at, valid_until, event, plan, status, withheld_by, not_before, attempts,
  first_attempt_at, handed_at, ended_at, outcome, fence, NULL
FROM messages;
DROP TABLE messages;
ALTER TABLE messages_anew RENAME TO messages;
CREATE INDEX messages_outbox ON messages (priority DESC, send_at, id) WHERE status = 'planned';
CREATE INDEX messages_in_hand ON messages (status) WHERE status IN ('claimed', 'handing_over');
CREATE INDEX messages_of ON messages (profile_id, send_at);
`;
