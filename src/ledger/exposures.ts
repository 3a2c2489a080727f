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
        for (const { place, message_id: messageId, profile_id: profileId, ...rest } of rows) {
          after = place;
          yield { messageId, profileId, ...rest };
        }
        if (rows.length < PAGE) return;
      }
    },
  };
}
