/** The plans that were applied: each change of plan one row, the newest with its content, whose templates are kept once each. */
export const plans = `
CREATE TABLE plans (
  serial INTEGER PRIMARY KEY,
  hash TEXT NOT NULL,
  applied_at INTEGER NOT NULL,
  body TEXT
) STRICT;
CREATE TABLE plan_templates (hash TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT, WITHOUT ROWID;
`;
