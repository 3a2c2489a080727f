import type { Instant } from '../../src/model/value.js';

/** Somebody to whom things happen: while frozen they wait, and to the dead nothing happens any more. */
export interface Owner {
  readonly isDead: boolean;
  readonly frozenUntil: Instant;
}

interface Due {
  readonly at: Instant;
  readonly owner: Owner | null;
  readonly act: () => void;
}

/** Time that passes only when everything that could be done at this moment was done. */
export class VirtualTime {
  #now: Instant;
  /** The last is the next. */
  readonly #due: Due[] = [];

  constructor(start: Instant) {
    this.#now = start;
  }

  get now(): Instant {
    return this.#now;
  }

  /** Of things at one moment, the one that was said first comes first. */
  at(moment: Instant, owner: Owner | null, act: () => void): void {
    const at = Math.max(moment, this.#now);
    let place = this.#due.length;
    while (place > 0 && (this.#due[place - 1] as Due).at <= at) place -= 1;
    this.#due.splice(place, 0, { at, owner, act });
  }

  /** Resolves after so many milliseconds of its owner's life. */
  after(ms: number, owner: Owner | null): Promise<void> {
    return new Promise((resolve) => this.at(this.#now + ms, owner, resolve));
  }

  /** Lets time pass until `isOver` says so after something happened, or until nothing will happen any more. */
  async pass(isOver: () => boolean): Promise<void> {
    await everythingDone();
    while (!isOver()) {
      const next = this.#due.pop();
      if (next === undefined) return;
      if (next.owner?.isDead) continue;
      this.#now = Math.max(this.#now, next.at);
      if (next.owner !== null && next.owner.frozenUntil > this.#now) {
        this.at(next.owner.frozenUntil, next.owner, next.act);
        continue;
      }
      next.act();
      await everythingDone();
    }
  }
}

function everythingDone(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
