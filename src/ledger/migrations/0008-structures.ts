/** In which structure people are, how they came into it, and the structures of earlier plans in which somebody still is. */
export const structures = `
ALTER TABLE journeys ADD COLUMN structure TEXT;
ALTER TABLE journeys ADD COLUMN move TEXT;
CREATE INDEX journeys_structure ON journeys (campaign, structure) WHERE status = 'active';
ALTER TABLE messages ADD COLUMN structure TEXT;
ALTER TABLE campaigns ADD COLUMN returned_at INTEGER;
CREATE TABLE structures (
  campaign TEXT NOT NULL,
  structure TEXT NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (campaign, structure)
) STRICT, WITHOUT ROWID;
`;
