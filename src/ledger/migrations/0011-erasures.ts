/** The journal may be changed by an erasure alone, which takes what is personal out of entries, and never their number, time or kind. */
export const erasures = `
DROP TRIGGER journal_is_never_changed;
CREATE TRIGGER journal_is_never_changed BEFORE UPDATE ON journal
WHEN NOT EXISTS (SELECT 1 FROM meta WHERE key = 'erasing')
  OR NEW.seq IS NOT OLD.seq OR NEW.at IS NOT OLD.at OR NEW.kind IS NOT OLD.kind
BEGIN SELECT raise(ABORT, 'the journal is append-only'); END;
`;
