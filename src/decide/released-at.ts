import type { Journey } from '../model/journey.js';
import { testName } from '../model/message-test.js';
import type { PlanCampaign } from '../model/plan.js';
import type { Tick } from '../model/tick.js';
import type { Instant } from '../model/value.js';
import { originOf } from '../structure/step-names.js';
import { routeOf } from './route.js';

/** When a message that was put off for a test's winner need not wait any more: in the tick that finds the winner, if that is before it was to wake. Else null. */
export function releasedAt(campaign: PlanCampaign, { step, firstDue, wake }: Journey, tick: Tick): Instant | null {
  if (step === null || firstDue === null || wake === null) return null;
  const action = routeOf(campaign).steps.get(step)?.step.action;
  if (action?.kind !== 'message' || action.test === null) return null;
  const verdict = tick.tests[testName({ campaign: campaign.id, step: originOf(campaign.moved, step) })];
  if (verdict === undefined || verdict.decidedAt !== tick.now) return null;
  return firstDue < verdict.decidedAt && verdict.decidedAt < wake ? verdict.decidedAt : null;
}
