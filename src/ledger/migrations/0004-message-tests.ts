/** Which variant of its test a message is, and what came of the tests. */
export const messageTests = `
ALTER TABLE messages ADD COLUMN variant TEXT;
CREATE INDEX messages_of_step ON messages (campaign, step, status);
CREATE TABLE message_tests (
  campaign TEXT NOT NULL,
  step TEXT NOT NULL,
  begun_at INTEGER NOT NULL,
  decided_at INTEGER NOT NULL,
  winner TEXT NOT NULL,
  results TEXT NOT NULL,
  PRIMARY KEY (campaign, step)
) STRICT, WITHOUT ROWID;
`;
