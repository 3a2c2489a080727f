/**
 * A tick finds whom it concerns, and counts are told, without reading everybody who ever was inside and everything that was ever sent: who is due by the moment, who waits by the step, the groups
 * of a person by the person, and what is counted from indexes alone. Most messages are sent: what became of one is in no index then, so that writing it down touches none of a million others, and
 * those sent are all but the rest.
 */
export const shortWays = `
DROP INDEX journeys_inside;
CREATE INDEX journeys_due ON journeys (wake, profile_id) WHERE status = 'active';
CREATE INDEX journeys_waiting ON journeys (campaign, step, profile_id) WHERE status = 'active' AND first_due IS NOT NULL;
CREATE INDEX journeys_of_campaign ON journeys (campaign, profile_id);
CREATE INDEX journeys_left ON journeys (campaign, reason) WHERE status = 'exited';
DROP INDEX messages_of_step;
CREATE INDEX messages_of_step ON messages (campaign, step);
DROP INDEX messages_outbox;
CREATE INDEX messages_outbox ON messages (priority DESC, send_at, id, campaign, step, withheld_by) WHERE status = 'planned';
CREATE INDEX messages_withheld ON messages (campaign, step) WHERE status = 'withheld';
CREATE INDEX messages_failed ON messages (campaign, step) WHERE status = 'failed';
CREATE INDEX members_of ON members (profile_id, key);
CREATE INDEX messages_dropped ON messages (campaign, outcome, step) WHERE status = 'dropped';
CREATE INDEX messages_with_incentive ON messages (incentive, id)
  WHERE status = 'planned' AND incentive IS NOT NULL AND withheld_by IS NULL;
CREATE INDEX skips_why ON skips (campaign, step, reason);
CREATE INDEX refusals_why ON refusals (campaign, reason);
`;
