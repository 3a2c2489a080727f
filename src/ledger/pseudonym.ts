import { createHmac } from 'node:crypto';
import type { Database } from './database.js';

/** Begins whatever stands in the place of something personal. */
export const FORGOTTEN = 'forgotten:';

/** What stands in the place of an id, an address or an occasion after an erasure: always the same, and nobody can tell from it what it was without the ledger's secret. */
export type Pseudonym = (text: string) => string;

/** Pseudonyms of this ledger. */
export function openPseudonyms(db: Database): Pseudonym {
  const secret = db.prepare<{ value: string }>(`SELECT value FROM meta WHERE key = 'secret'`);
  let key: Buffer | null = null;
  return (text) => {
    key ??= Buffer.from(secret.get()!.value, 'hex');
    return FORGOTTEN + createHmac('sha256', key).update(text, 'utf8').digest('hex').slice(0, 40);
  };
}
