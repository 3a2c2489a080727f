import type { Arm } from './exposure.js';
import type { TestVerdict } from './message-test.js';
import type { Instant } from './value.js';

/**
 * What the data say of one campaign's experiment at a moment: counts and sums, no judgement. People (`unit`s) count once, from their first exposure under the newest salt, in the arm of that exposure;
 * their doings count from just after it to the end of the window. Those held out globally, and those who may have changed sides, are in no arm.
 */
export interface Reading {
  readonly campaign: string;
  readonly salt: string;
  readonly asOf: Instant;
  /** First and last first-exposure that is counted; null while there is none. */
  readonly since: Instant | null;
  readonly until: Instant | null;
  /** Every share under which anybody was exposed, ascending. Who is counted was in the same arm under each of them. */
  readonly shares: readonly number[];
  /** People by the share that held at their first exposure: what the sample ratio is judged by. */
  readonly exposed: readonly { readonly share: number; readonly sent: number; readonly held: number }[];
  /** People by the local day (of the project's zone, `YYYY-MM-DD`) of their first exposure, ascending. */
  readonly daily: readonly { readonly day: string; readonly sent: number; readonly held: number }[];
  /** Who is in no arm, and why. */
  readonly excluded: {
    /** Held out by the global holdout. */
    readonly global: number;
    /** Their number lies between the smallest and the largest share there was. */
    readonly changedSides: number;
  };
  /** Counted in the arm of their first exposure, though a later one was in the other: merged profiles, for example. */
  readonly inBothArms: number;
  /** Messages that went to the people of an arm whose window is over, within it, from this campaign and from all others; transactional ones, which no holdout keeps back, are not among them. */
  readonly messages: Readonly<
    Record<Arm, { readonly own: number; readonly others: number; readonly cost: MessageCost }>
  >;
  /** By metric of the plan. */
  readonly metrics: Readonly<Record<string, MetricReading>>;
  /** By metric of the campaign that is made of money spent: what it comes to over everybody, from the local day of the first exposure to that of `asOf`; null where nothing is divided. */
  readonly business: Readonly<Record<string, number | null>>;
  /** Moves between lifecycle stages, from just before the first exposure to the end of the window; only people whose window is over. */
  readonly stages: readonly {
    readonly arm: Arm;
    readonly from: string;
    readonly to: string;
    readonly people: number;
  }[];
  /** One for each message of the campaign that is tested, in the order written. */
  readonly tests: readonly TestReading[];
}

/** What the data say of a message test: of those who got the variant that chance gave them, before there was a winner. People count once, from their first such message to the end of the campaign's window. */
export interface TestReading {
  readonly step: string;
  /** First message of the sample; null while there is none. */
  readonly since: Instant | null;
  /** What the ledger has on record. */
  readonly verdict: Pick<TestVerdict, 'winner' | 'decidedAt'> | null;
  /** In the order written; of factors, every combination. */
  readonly variants: readonly {
    readonly variant: string;
    readonly exposed: number;
    /** By the test's metric, all in the arm `sent`; null for a metric that is not counted person by person. */
    readonly counted: MetricReading | null;
  }[];
}

/** What the campaign itself sent, by what it costs. */
export interface MessageCost {
  /** By channel. */
  readonly channels: Readonly<Record<string, number>>;
  /** By incentive: messages that carried it, and those of them whose receiver did what the KPI counts within the window. */
  readonly incentives: Readonly<Record<string, { readonly given: number; readonly used: number }>>;
}

/** One metric in both arms: by the day on which people's windows ended, so that the sums up to a day are what was known on it. */
export interface MetricReading {
  readonly metric: string;
  /** Ascending; `YYYY-MM-DD` in the project's zone. People whose window is not over are in no row. */
  readonly days: readonly { readonly day: string; readonly arm: Arm; readonly sums: Sums }[];
  /** The values other than 0 of the people in each arm, ascending; only of sums and scores, and only where they are few enough to permute. */
  readonly values: Readonly<Record<Arm, readonly number[]>> | null;
}

/** What an arm's people add up to: enough for every interval, in any grouping. */
export interface Sums {
  /** People whose window is over; of a survey, those who answered. */
  readonly people: number;
  /** Σ y. For shares y is 0 or 1. */
  readonly sum: number;
  readonly sumOfSquares: number;
  /** People with y ≠ 0. */
  readonly active: number;
  /** People with y < 0. */
  readonly negative: number;
  /** Of a ratio, the measure below the line: Σ w, Σ w², Σ y·w. Null for others. */
  readonly below: { readonly sum: number; readonly sumOfSquares: number; readonly product: number } | null;
  /** The same measure over as long a time before the first exposure: Σ x, Σ x², Σ x·y. Null where it makes no sense. */
  readonly before: { readonly sum: number; readonly sumOfSquares: number; readonly product: number } | null;
}
