/** The first layout: lease, ticks, people's ways, the outbox, what was refused or put off, and the journal of it all. */
export const record = `
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;

CREATE TABLE lease (
  only INTEGER PRIMARY KEY CHECK (only = 1),
  fence INTEGER NOT NULL,
  host TEXT, pid INTEGER, session TEXT, ttl INTEGER, expires_at INTEGER
) STRICT;
INSERT INTO lease (only, fence) VALUES (1, 0);

CREATE TABLE ticks (
  seq INTEGER PRIMARY KEY,
  previous INTEGER,
  now INTEGER NOT NULL,
  plan TEXT NOT NULL,
  profiles INTEGER,
  done INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE campaigns (id TEXT PRIMARY KEY, started_at INTEGER NOT NULL) STRICT;

CREATE TABLE segments (key TEXT PRIMARY KEY, as_of INTEGER NOT NULL) STRICT;
CREATE TABLE members (
  key TEXT NOT NULL REFERENCES segments ON DELETE CASCADE,
  profile_id TEXT NOT NULL,
  PRIMARY KEY (key, profile_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE journeys (
  profile_id TEXT NOT NULL,
  campaign TEXT NOT NULL,
  occasion TEXT NOT NULL,
  entry_key TEXT NOT NULL,
  occurrence INTEGER NOT NULL,
  entered_at INTEGER NOT NULL,
  plan TEXT NOT NULL,
  event TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('active', 'finished', 'exited')),
  reason TEXT,
  step TEXT,
  since INTEGER NOT NULL,
  wake INTEGER,
  first_due INTEGER,
  ended_at INTEGER,
  tick INTEGER NOT NULL,
  PRIMARY KEY (profile_id, campaign, occasion)
) STRICT;
CREATE INDEX journeys_inside ON journeys (profile_id, wake) WHERE status = 'active';

CREATE TABLE messages (
  id TEXT PRIMARY KEY,
  campaign TEXT NOT NULL,
  step TEXT NOT NULL,
  profile_id TEXT NOT NULL,
  occasion TEXT NOT NULL,
  entry_key TEXT NOT NULL,
  occurrence INTEGER NOT NULL,
  channel TEXT NOT NULL CHECK (channel IN ('email')),
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
  fence INTEGER
) STRICT;
CREATE INDEX messages_outbox ON messages (priority DESC, send_at, id) WHERE status = 'planned';
CREATE INDEX messages_in_hand ON messages (status) WHERE status IN ('claimed', 'handing_over');
CREATE INDEX messages_of ON messages (profile_id, send_at);

CREATE TABLE skips (
  profile_id TEXT NOT NULL,
  campaign TEXT NOT NULL,
  occasion TEXT NOT NULL,
  step TEXT NOT NULL,
  at INTEGER NOT NULL,
  reason TEXT NOT NULL,
  detail TEXT,
  PRIMARY KEY (profile_id, campaign, occasion, step)
) STRICT, WITHOUT ROWID;

CREATE TABLE refusals (
  profile_id TEXT NOT NULL,
  campaign TEXT NOT NULL,
  occasion TEXT NOT NULL,
  at INTEGER NOT NULL,
  reason TEXT NOT NULL,
  PRIMARY KEY (profile_id, campaign, occasion)
) STRICT, WITHOUT ROWID;

CREATE TABLE deferrals (
  profile_id TEXT NOT NULL,
  campaign TEXT NOT NULL,
  occasion TEXT NOT NULL,
  step TEXT NOT NULL,
  at INTEGER NOT NULL,
  until INTEGER NOT NULL,
  reason TEXT NOT NULL,
  PRIMARY KEY (profile_id, campaign, occasion, step, at)
) STRICT, WITHOUT ROWID;

CREATE TABLE suppressions (
  seq INTEGER PRIMARY KEY,
  profile_id TEXT,
  address TEXT,
  topic TEXT,
  since INTEGER NOT NULL,
  reason TEXT NOT NULL,
  CHECK (profile_id IS NOT NULL OR address IS NOT NULL)
) STRICT;
CREATE UNIQUE INDEX suppressions_once
  ON suppressions (coalesce(profile_id, ''), coalesce(address, ''), coalesce(topic, ''));
CREATE INDEX suppressions_address ON suppressions (address) WHERE address IS NOT NULL;

CREATE TABLE journal (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  at INTEGER NOT NULL,
  kind TEXT NOT NULL,
  body TEXT NOT NULL
) STRICT;
CREATE TRIGGER journal_is_never_changed BEFORE UPDATE ON journal BEGIN SELECT raise(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER journal_is_never_cut BEFORE DELETE ON journal BEGIN SELECT raise(ABORT, 'the journal is append-only'); END;
`;
