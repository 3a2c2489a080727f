/** What somebody has stopped, and a quick way to a profile's suppressions: they are looked up again as each message leaves. */
export const halts = `
CREATE TABLE halts (
  campaign TEXT NOT NULL,
  step TEXT NOT NULL,
  since INTEGER NOT NULL,
  reason TEXT NOT NULL,
  PRIMARY KEY (campaign, step)
) STRICT, WITHOUT ROWID;
CREATE INDEX suppressions_profile ON suppressions (profile_id) WHERE profile_id IS NOT NULL;
`;
