import type { HttpChannel } from '../../model/channel.js';
import { invariant } from '../../model/failure.js';
import type { EmailParcel, HttpParcel, Way } from '../way.js';

/** The way out of each channel that may be needed. */
export type Ways = { readonly email?: Way<EmailParcel> } & Readonly<Partial<Record<HttpChannel, Way<HttpParcel>>>>;

/** One way out for all messages: each takes the way of its channel. Closing it closes every way once. */
export function openByChannel(ways: Ways): Way {
  return {
    hand(parcel, handingOver, next) {
      const way = (ways as Readonly<Record<string, Way | undefined>>)[parcel.channel];
      invariant(way !== undefined, `a way is open for ${parcel.channel} messages`);
      return way.hand(parcel, handingOver, next);
    },
    async close() {
      await Promise.all([...new Set<Way>(Object.values(ways))].map((way) => way.close()));
    },
  };
}
