import type { Halt } from '../model/halt.js';
import type { Database } from './database.js';
import type { Note } from './journal.js';
import type { Ledger } from './ledger.js';

/** True for a message (`m`) whose campaign or step is halted, the step by whichever of its names. */
export const HALTED = `(
  EXISTS (SELECT 1 FROM halts WHERE campaign = m.campaign AND step IN ('', m.step))
  OR EXISTS (
    SELECT 1 FROM step_names AS own
    JOIN step_names AS other ON other.campaign = own.campaign AND other.origin = own.origin
    JOIN halts ON halts.campaign = other.campaign AND halts.step = other.step
    WHERE own.campaign = m.campaign AND own.step = m.step))`;

/** What is stopped until further notice. Written without the lease: a run that is going on must not keep anybody from stopping it. */
export function openHalts(db: Database, note: Note): Pick<Ledger, 'halt' | 'resume' | 'halts'> {
  const add = db.prepare(
    'INSERT INTO halts (campaign, step, since, reason) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
  );
  const remove = db.prepare('DELETE FROM halts WHERE campaign = ? AND step = ?');
  const all = db.prepare<Halt & { readonly step: string }>(
    'SELECT campaign, step, since, reason FROM halts ORDER BY campaign, step',
  );
  return {
    halt: ({ campaign, step, since, reason }) =>
      db.transaction(() => {
        if (add.run(campaign, step ?? '', since, reason) === 0) return false;
        note(since, 'halted', { campaign, step, reason });
        return true;
      }),
    resume: (campaign, step, at) =>
      db.transaction(() => {
        if (remove.run(campaign, step ?? '') === 0) return false;
        note(at, 'resumed', { campaign, step });
        return true;
      }),
    halts: () => all.all().map((row) => ({ ...row, step: row.step === '' ? null : row.step })),
  };
}
