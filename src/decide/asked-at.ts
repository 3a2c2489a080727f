import type { PastMessage } from '../model/decision.js';
import type { Instant } from '../model/value.js';
import { stageOf } from './evaluate.js';
import type { Person } from './person.js';

/** A person as conditions of entering see them at a moment. */
export interface AskedMoment {
  readonly person: Person;
  /** The stage that they are in then. */
  readonly stage: () => string | null;
}

/** Knows the person at the moment that was asked for last: one event may begin many campaigns. */
export class AskedAt {
  #last: { readonly at: Instant; readonly count: number; readonly moment: AskedMoment } | null = null;

  constructor(
    readonly person: Person,
    /** What was sent or planned; only ever more. */
    readonly messages: readonly PastMessage[],
  ) {}

  /** The person at `at`, with the messages from before. */
  moment(at: Instant): AskedMoment {
    const count = this.messages.length;
    if (this.#last?.at === at && this.#last.count === count) return this.#last.moment;
    const person = { ...this.person, messages: this.messages.filter(({ sendAt }) => sendAt < at) };
    let known: string | null | undefined;
    const stage = (): string | null => {
      if (known === undefined) known = stageOf(at, person);
      return known;
    };
    const moment = { person, stage };
    this.#last = { at, count, moment };
    return moment;
  }
}
