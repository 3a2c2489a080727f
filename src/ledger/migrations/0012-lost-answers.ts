/** How often an answer was lost, and a quick way to the messages of which nobody knows. */
export const lostAnswers = `
ALTER TABLE messages ADD COLUMN lost_answers INTEGER NOT NULL DEFAULT 0;
UPDATE messages SET lost_answers = 1 WHERE status = 'unknown';
CREATE INDEX messages_unknown ON messages (send_at, id) WHERE status = 'unknown';
`;
