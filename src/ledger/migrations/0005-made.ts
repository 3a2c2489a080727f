/** The secret stands in the journal, too, so that the links in messages of long ago work in a ledger that was rebuilt from it. */
export const made = `
INSERT INTO journal (at, kind, body) SELECT 0, 'made', json_object('secret', value) FROM meta WHERE key = 'secret';
`;
