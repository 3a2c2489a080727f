import type { Instant, Value } from '../model/value.js';

/** Something that may start a journey. */
export interface Occasion {
  readonly id: string;
  readonly at: Instant;
  /** The value of the trigger's key; null without one. */
  readonly key: string | null;
  readonly keyed: boolean;
  readonly event: Readonly<Record<string, Value>>;
  /** True when an event named under `unless` came in time. */
  readonly cancelled: boolean;
  /** Whether saying no is worth a record: not for a schedule, whose audience is its definition. */
  readonly recorded: boolean;
}
