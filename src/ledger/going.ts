import type { Database } from './database.js';
import type { Ledger } from './ledger.js';

/** What waits to be handed over, and nobody is held out from: without reading the messages. */
export function openGoing(db: Database): Pick<Ledger, 'going' | 'goingWith'> {
  const count = db.prepare<{ n: number }>(
    `SELECT count(*) AS n FROM messages INDEXED BY messages_outbox WHERE status = 'planned' AND withheld_by IS NULL`,
  );
  const withIncentive = db.prepare<{ id: string; incentive: string }>(`
    SELECT id, incentive FROM messages WHERE status = 'planned' AND incentive IS NOT NULL AND withheld_by IS NULL
      AND incentive IN (SELECT value FROM json_each(?))`);
  return {
    going: () => count.get()?.n ?? 0,
    goingWith: (incentives) => withIncentive.all(JSON.stringify(incentives)),
  };
}
