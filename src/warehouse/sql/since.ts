import type { Instant } from '../../model/value.js';

/** The moment after which something counts, in each zone; `key` tells it from others among the edges. */
export interface Since {
  readonly key: string;
  readonly at: (now: Instant, zone: string) => Instant;
}
