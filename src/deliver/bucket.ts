import type { Rate } from '../model/rate.js';
import type { Instant } from '../model/value.js';

/**
 * A rate kept over instants that are given: the generic cell rate algorithm (ITU-T I.371, annex A). In any stretch of time no more are taken than the rate allows, and as many more as it
 * allows in one second (at least one).
 */
export class Bucket {
  /** Between two that follow each other at the full rate, in milliseconds. */
  readonly interval: number;
  /** How many may go at once after a pause. */
  readonly burst: number;
  #due = Number.NEGATIVE_INFINITY;

  constructor({ count, per }: Rate) {
    this.interval = per / count;
    this.burst = Math.max(1, Math.floor((count * 1000) / per));
  }

  /** The first whole instant, `now` or later, at which one more may go. */
  freeAt(now: Instant): Instant {
    return Math.max(now, Math.ceil(this.#due - (this.burst - 1) * this.interval));
  }

  /** Counts one that goes now, which `freeAt` allowed. */
  take(now: Instant): void {
    this.#due = Math.max(this.#due, now) + this.interval;
  }
}
