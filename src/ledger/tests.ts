import type { TestVerdict } from '../model/message-test.js';
import type { Database } from './database.js';
import type { Note } from './journal.js';
import type { Guard } from './lease.js';
import type { Ledger } from './ledger.js';

interface VerdictRow {
  readonly campaign: string;
  readonly step: string;
  readonly begun_at: number;
  readonly decided_at: number;
  readonly winner: string;
  readonly results: string;
}

/** Message tests: who got which variant, and the verdicts, each given once. */
export function openTests(
  db: Database,
  note: Note,
  guard: Guard,
): Pick<Ledger, 'tested' | 'verdicts' | 'recordVerdict'> {
  const tested = db.prepare<{ profileId: string; variant: string; at: number }>(`
    SELECT profile_id AS profileId, variant, handed_at AS at FROM messages
    WHERE campaign = ? AND step IN (SELECT value FROM json_each(?)) AND status = 'sent' AND variant IS NOT NULL AND handed_at IS NOT NULL
    ORDER BY handed_at, id`);
  const verdicts = db.prepare<VerdictRow>('SELECT * FROM message_tests ORDER BY campaign, step');
  const record = db.prepare('INSERT INTO message_tests VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING');
  return {
    tested: (campaign, steps) => tested.all(campaign, JSON.stringify(steps)),
    verdicts: () => verdicts.all().map(verdictOf),
    recordVerdict: (fence, verdict) =>
      db.transaction(() => {
        guard(fence);
        const { campaign, step, begunAt, decidedAt, winner, results } = verdict;
        const text = JSON.stringify(results);
        if (record.run(campaign, step, begunAt, decidedAt, winner, text) > 0) note(decidedAt, 'test-decided', verdict);
      }),
  };
}

function verdictOf(row: VerdictRow): TestVerdict {
  const { campaign, step, begun_at: begunAt, decided_at: decidedAt, winner } = row;
  return { campaign, step, begunAt, decidedAt, winner, results: JSON.parse(row.results) as TestVerdict['results'] };
}
