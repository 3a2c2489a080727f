import type { LocalMoment } from './condition.js';

/** A step that was renamed: whoever waits in `from` waits in `to`, and both are one message to one entry. */
export interface MovedStep {
  readonly from: string;
  readonly to: string;
}

/** A step that is gone, and what becomes of those who wait in it where people follow the newest plan. */
export interface RemovedStep {
  readonly step: string;
  /** They go on with the step that came after it; their journey ends; or they still get it, and then go on. */
  readonly then: 'next' | 'exit' | 'drain';
}

/** A change of the plan that somebody says is meant. */
export interface Acceptance {
  /** Name or code of the change. */
  readonly change: string;
  /** Null: wherever in the campaign. */
  readonly step: string | null;
  readonly reason: string;
  /** After it the change is not accepted any more; null: always. */
  readonly until: LocalMoment | null;
}
