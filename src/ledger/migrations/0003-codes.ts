/** The codes of incentives that were given away: each once, and one for each message. */
export const codes = `
CREATE TABLE codes (
  code TEXT PRIMARY KEY,
  incentive TEXT NOT NULL,
  message_id TEXT NOT NULL UNIQUE REFERENCES messages,
  given_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
`;
