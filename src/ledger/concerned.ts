import { compareText } from '../model/diagnostic.js';
import { everyStep } from '../model/every-step.js';
import type { Plan } from '../model/plan.js';
import type { Database } from './database.js';
import type { Ledger } from './ledger.js';

/** Who may have something to do in a tick for reasons that stand in the record, not in the data. */
export function openConcerned(db: Database): Pick<Ledger, 'concerned'> {
  const waiting = db.prepare<{ profile_id: string }>(`
    SELECT DISTINCT profile_id FROM journeys JOIN json_each(?) AS at ON campaign = at.value ->> 0 AND step = at.value ->> 1
    WHERE status = 'active' AND first_due IS NOT NULL`);
  return {
    concerned: (plan) => {
      const steps = conditionSteps(plan);
      const rows = steps.length === 0 ? [] : waiting.all(JSON.stringify(steps));
      return rows.map(({ profile_id }) => profile_id).sort(compareText);
    },
  };
}

function conditionSteps({ campaigns }: Plan): readonly (readonly [campaign: string, step: string])[] {
  return campaigns.flatMap(({ id, steps }) =>
    everyStep(steps).flatMap(({ id: step, action }) =>
      action.kind === 'wait_for' && action.for.kind === 'condition' ? [[id, step] as const] : [],
    ),
  );
}
