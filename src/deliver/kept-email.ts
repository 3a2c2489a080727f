import type { LedgerMessage } from '../model/message.js';
import type { Prepared } from './deliver.js';
import type { EmailParcel } from './way.js';

interface Kept {
  /** The profile's address, in lower case. */
  readonly address: string | null;
  /** The envelope. */
  readonly from: string;
  readonly to: string;
  /** One character a byte. */
  readonly mime: string;
}

/** An email as it leaves, for the ledger to keep: should no answer come, the second copy is of the same bytes. */
export function keepEmail({ from, to, bytes }: EmailParcel, address: string | null): string {
  const kept: Kept = { address, from, to, mime: Buffer.from(bytes).toString('latin1') };
  return JSON.stringify(kept);
}

/** The email that was kept in place of the one made now; dropped when the person has another address by now. Without one, what was prepared. */
export function repeatEmail({ body }: LedgerMessage, prepared: Prepared): Prepared {
  if (prepared.kind !== 'parcel' || body === null) return prepared;
  const { address, from, to, mime } = JSON.parse(body) as Kept;
  if (address !== (prepared.address?.toLowerCase() ?? null)) return { kind: 'drop', reason: 'address-changed' };
  const { build } = prepared;
  return {
    ...prepared,
    build: async (date) => {
      const parcel = await build(date);
      return parcel.channel === 'email' ? { ...parcel, from, to, bytes: Buffer.from(mime, 'latin1') } : parcel;
    },
  };
}
