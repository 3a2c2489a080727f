import type { Instant } from '../model/value.js';

/** What an order is called among the events. */
export const ORDER = 'order_placed';

/** Something that happened in the shop. Orders get their numbers later, in the order in which they were placed. */
export interface ShopEvent {
  readonly profileId: string;
  readonly name: string;
  readonly time: Instant;
  readonly properties: Readonly<Record<string, string | number>>;
  /** The order it is about; the same object for everything about that order. */
  readonly order: object | null;
}
