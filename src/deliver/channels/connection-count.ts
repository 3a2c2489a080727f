import type { Instant } from '../../model/value.js';
import type { Way } from '../way.js';

/** How many connections a rate takes. */
export interface ConnectionCount {
  readonly now: number;
  /** A message had its connection for so many milliseconds. */
  took(milliseconds: number): void;
}

const FEWEST = 2;
const MOST = 50;
const REMEMBERED = 15;
/** A quarter more than the average takes, since round-trips are never even. */
const SLACK = 1.25;

/**
 * As many as a rate takes: messages a millisecond times the milliseconds for which each has a connection, by Little's law, one round-trip or two; and one more, so that a server that is long with one
 * answer does not hold up the others. Two to begin with, then by the median of the last fifteen messages, since the first on a connection takes longer than those after it. Never more than fifty: servers shut
 * out who comes with too many.
 */
export function countConnections(messagesPerMillisecond: number): ConnectionCount {
  const lately: number[] = [];
  return {
    get now() {
      if (lately.length === 0) return FEWEST;
      const median = lately.toSorted((a, b) => a - b)[Math.floor((lately.length - 1) / 2)]!;
      return Math.min(MOST, Math.max(FEWEST, 1 + Math.ceil(SLACK * messagesPerMillisecond * median)));
    },
    took(milliseconds) {
      lately.push(milliseconds);
      if (lately.length > REMEMBERED) lately.shift();
    },
  };
}

/** The same way, each hand-over by it timed. */
export function timedWay(way: Way, count: ConnectionCount, clock: () => Instant): Way {
  return {
    async hand(parcel, handingOver, next) {
      const began = clock();
      try {
        return await way.hand(parcel, handingOver, next);
      } finally {
        // A clock that was set back has measured nothing.
        count.took(Math.max(0, clock() - began));
      }
    },
    close: () => way.close(),
  };
}
