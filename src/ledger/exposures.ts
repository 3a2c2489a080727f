import type { Exposure } from '../model/exposure.js';
import type { Database } from './database.js';
import type { Ledger } from './ledger.js';

const PAGE = 10_000;

type Row = Omit<Exposure, 'messageId' | 'profileId'> & {
  readonly place: number;
  readonly message_id: string;
  readonly profile_id: string;
};

/** Who was sent to and who would have been, read a page at a time. */
export function openExposures(db: Database): Pick<Ledger, 'exposures'> {
  const page = db.prepare<Row>(`SELECT * FROM exposures WHERE place > ? ORDER BY place LIMIT ${PAGE}`);
  return {
    *exposures() {
      for (let after = 0; ; ) {
        const rows = page.all(after);
        // Field by field: what is copied with a spread costs three times as much, and there may be millions.
        for (const row of rows)
          yield {
            messageId: row.message_id,
            campaign: row.campaign,
            step: row.step,
            profileId: row.profile_id,
            unit: row.unit,
            salt: row.salt,
            u: row.u,
            share: row.share,
            at: row.at,
            arm: row.arm,
            by: row.by,
            variant: row.variant,
            channel: row.channel,
            incentive: row.incentive,
            plan: row.plan,
          };
        after = rows.at(-1)?.place ?? after;
        if (rows.length < PAGE) return;
      }
    },
  };
}
