import { momentSpan } from '../calendar/moment-span.js';
import { compareText } from '../model/diagnostic.js';
import { everyStep } from '../model/every-step.js';
import { testName } from '../model/message-test.js';
import type { Plan, PlanCampaign, ReceivedTrigger, Step } from '../model/plan.js';
import { everyName, originOf } from '../structure/step-names.js';
import { structureOf } from '../structure/structure-of.js';
import type { Database } from './database.js';
import type { Ledger } from './ledger.js';

/** Who may have something to do in a tick for reasons that stand in the record, not in the data. */
export function openConcerned(db: Database): Pick<Ledger, 'concerned'> {
  const waiting = db.prepare<{ profile_id: string }>(`
    SELECT DISTINCT profile_id FROM json_each(?) AS at JOIN journeys INDEXED BY journeys_waiting
      ON campaign = at.value ->> 0 AND step = at.value ->> 1
    WHERE status = 'active' AND first_due IS NOT NULL`);
  // Those who entered on it, or were refused, are through with it.
  const receiving = db.prepare<{ profile_id: string }>(`
    SELECT DISTINCT profile_id FROM messages AS m WHERE status = 'sent' AND campaign = ? AND step IN (SELECT value FROM json_each(?))
      AND plan = coalesce(?, plan) AND handed_at >= ? AND handed_at < ?
      AND NOT EXISTS (SELECT 1 FROM journeys AS j
        WHERE j.profile_id = m.profile_id AND j.campaign = ? AND j.occasion = 'received:' || m.id)
      AND NOT EXISTS (SELECT 1 FROM refusals AS r
        WHERE r.profile_id = m.profile_id AND r.campaign = ? AND r.occasion = 'received:' || m.id)`);
  const kept = db.prepare<{ campaign: string; structure: string }>('SELECT campaign, structure FROM structures');
  const inStructure = db.prepare<{ profile_id: string }>(
    `SELECT DISTINCT profile_id FROM journeys WHERE campaign = ? AND structure = ? AND status = 'active'`,
  );
  /** Those in a structure that the plan leaves them no longer: their campaign is gone, or it lets people follow. */
  const unsettled = (plan: Plan): readonly { readonly profile_id: string }[] =>
    kept.all().flatMap(({ campaign: id, structure }) => {
      const campaign = plan.campaigns.find((one) => one.id === id);
      const stays =
        campaign !== undefined && (campaign.inFlight === 'pinned' || structureOf(plan, campaign) === structure);
      return stays ? [] : inStructure.all(id, structure);
    });
  return {
    concerned: (plan, { tests, now }) => {
      const steps = waitingSteps(plan, (campaign, { id, action }) => {
        if (action.kind === 'wait_for') return action.for.kind === 'condition';
        return (
          action.kind === 'message' &&
          tests[testName({ campaign: campaign.id, step: originOf(campaign.moved, id) })]?.decidedAt === now
        );
      });
      const rows = [
        ...(steps.length === 0 ? [] : waiting.all(JSON.stringify(steps))),
        ...unsettled(plan),
        ...receivedTriggers(plan).flatMap(([id, { campaign, step, plan: hash, between }]) => {
          const { from, to } = momentSpan(between, plan.timezone);
          return receiving.all(campaign, JSON.stringify(everyName(plan, campaign, step)), hash, from, to, id, id);
        }),
      ];
      return [...new Set(rows.map(({ profile_id }) => profile_id))].sort(compareText);
    },
  };
}

function receivedTriggers({ campaigns }: Plan): readonly (readonly [id: string, trigger: ReceivedTrigger])[] {
  return campaigns.flatMap(({ id, triggers }) =>
    triggers.flatMap((trigger) => (trigger.kind === 'received' ? [[id, trigger] as const] : [])),
  );
}

function waitingSteps(
  { campaigns }: Plan,
  isWanted: (campaign: PlanCampaign, step: Step) => boolean,
): readonly (readonly [campaign: string, step: string])[] {
  return campaigns.flatMap((campaign) =>
    everyStep(campaign.steps).flatMap((step) => (isWanted(campaign, step) ? [[campaign.id, step.id] as const] : [])),
  );
}
