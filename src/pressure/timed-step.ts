/** A step reduced to what decides how many messages come in how much time. Lengths are milliseconds; a day is 24 hours, a month 30 days. */
export interface TimedStep<Source> {
  readonly id: string;
  /** The length that is written; a time of day or a weekday behind it can only add to it. */
  readonly wait: number;
  /** The most that a time of day, a weekday or a clock change can add. */
  readonly alignment: number;
  /** Whether everybody who comes to it gets it. */
  readonly always: boolean;
  readonly action: TimedAction<Source>;
}

/** What such a step does; what neither sends nor parts the ways does nothing here. */
export type TimedAction<Source> =
  | TimedMessage<Source>
  | { readonly kind: 'paths'; readonly paths: readonly TimedPath<Source>[] }
  | { readonly kind: 'exit' }
  | { readonly kind: 'nothing' };

/** One message, with what caps ask of it. */
export interface TimedMessage<Source> {
  readonly kind: 'message';
  readonly channel: string;
  readonly topic: string;
  readonly transactional: boolean;
  readonly incentive: string | null;
  /** Where it is written. */
  readonly source: Source;
}

/** One of several ways on: taken after at least `wait` and at most `wait + slack`. */
export interface TimedPath<Source> {
  readonly wait: number;
  readonly slack: number;
  readonly steps: readonly TimedStep<Source>[];
}
