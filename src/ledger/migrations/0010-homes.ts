/** Where the ledger has lived: how it came to each home, up to when messages may have gone that it does not know of, and the file as it was last found. */
export const homes = `
CREATE TABLE homes (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  since INTEGER NOT NULL,
  how TEXT NOT NULL CHECK (how IN ('made', 'moved', 'restored')),
  held_until INTEGER
) STRICT;
CREATE TABLE place (
  only INTEGER PRIMARY KEY CHECK (only = 1),
  host TEXT NOT NULL,
  machine TEXT,
  path TEXT NOT NULL,
  file TEXT
) STRICT;
`;
