import type { Plan } from '../model/plan.js';
import { originOf } from '../structure/step-names.js';
import type { Database } from './database.js';

/** Prepares the writing down of a plan's renames, which is done again when its entry of the journal is replayed. What an earlier plan said of a step holds on. */
export function openStepNames(db: Database): (plan: Pick<Plan, 'campaigns'>) => void {
  const known = db.prepare<{ origin: string }>('SELECT origin FROM step_names WHERE campaign = ? AND step = ?');
  const add = db.prepare('INSERT INTO step_names VALUES (?, ?, ?) ON CONFLICT DO NOTHING');
  return ({ campaigns }) => {
    for (const { id, moved } of campaigns) {
      for (const step of new Set(moved.flatMap(({ from, to }) => [from, to]))) {
        const first = originOf(moved, step);
        add.run(id, step, known.get(id, first)?.origin ?? first);
      }
    }
  };
}
