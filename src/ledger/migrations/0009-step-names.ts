/** The steps that were renamed, under each of their ids, with the first they had: what is said of a step by one name holds for its messages by another. */
export const stepNames = `
CREATE TABLE step_names (
  campaign TEXT NOT NULL,
  step TEXT NOT NULL,
  origin TEXT NOT NULL,
  PRIMARY KEY (campaign, step)
) STRICT, WITHOUT ROWID;
`;
