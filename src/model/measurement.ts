import type { Arm } from './exposure.js';
import type { Factor } from './factors.js';
import type { TestVerdict } from './message-test.js';
import type { Compares, Measure } from './metric.js';
import type { Duration, Instant } from './value.js';

/** What one campaign is measured by and may cost: what its reading is judged against. */
export interface Question {
  readonly campaign: string;
  readonly name: string;
  readonly owner: string | null;
  readonly goal: string;
  readonly kpi: AskedMetric;
  readonly window: Duration;
  /** Relative: 0.05 is 5%. */
  readonly minimumLift: number | null;
  readonly secondary: readonly AskedMetric[];
  readonly guardrails: readonly (AskedMetric & { readonly limit: GuardrailLimit | null })[];
  /** `fixed`: one verdict at the date set beforehand; `sequential`: whenever the always-valid interval says so. */
  readonly analysis: 'fixed' | 'sequential';
  /** When the fixed verdict falls; null while nobody was exposed. */
  readonly verdictAt: Instant | null;
  /** Its day in the project's zone, `YYYY-MM-DD`: the fixed verdict is about people whose window ended before that day. */
  readonly verdictDay: string | null;
  /** People of both arms that the plan for the measurement counts on; null when it was never made. */
  readonly plannedPeople: number | null;
  /** The share that the campaign holds out now, 0 to 1. */
  readonly holdout: number;
  readonly economics: Economics | null;
  /** The metric that counts money, where there are economics. */
  readonly revenue: AskedMetric | null;
  /** Of its messages, those that are tested, in the order written. */
  readonly tests: readonly AskedTest[];
}

/** A message test with what decides it. */
export interface AskedTest {
  readonly step: string;
  readonly metric: AskedMetric;
  /** Share of people, 0 to 1. */
  readonly sample: number;
  /** Null where variants are written one by one. */
  readonly factors: readonly Factor[] | null;
}

/** A metric with what is counted. */
export interface AskedMetric {
  readonly metric: string;
  readonly measure: Measure;
  readonly better: 'higher' | 'lower';
  readonly compares: Compares;
}

/** How bad a guardrail may get. */
export type GuardrailLimit =
  /** The value among the people sent to may not be above (0.003 is 0.3%). */
  | { readonly kind: 'max'; readonly value: number }
  /** The loss against the holdout may not be more than this, relative (0.02 is 2%). */
  | { readonly kind: 'non_inferior'; readonly by: number };

/** What things are worth and cost, in one currency. */
export interface Economics {
  /** ISO 4217. */
  readonly currency: string;
  /** The metric that counts money per person: a sum. */
  readonly revenue: string;
  /** Share of revenue that is left, 0 to 1. */
  readonly margin: number;
  /** Of one message, by channel. */
  readonly costPerMessage: Readonly<Record<string, number>>;
  /** Of one message's incentive, when it is used; by incentive. */
  readonly costPerIncentive: Readonly<Record<string, number>>;
  /** What somebody who unsubscribes would have been worth. */
  readonly costPerUnsubscribe: number;
}

/** A number with what it may be: `low` or `high` null where there is no bound. */
export interface Interval {
  readonly value: number;
  readonly low: number | null;
  readonly high: number | null;
}

/** One metric in both arms, and how they compare. */
export interface Comparison {
  readonly metric: string;
  readonly better: 'higher' | 'lower';
  readonly compares: Compares;
  readonly unit: 'share' | 'number' | 'money' | 'score';
  readonly arms: Readonly<Record<Arm, ArmValue>>;
  /** Sent minus held; null where nothing may be compared. */
  readonly absolute: Interval | null;
  /** Sent over held, minus 1. */
  readonly relative: Interval | null;
  /** Two-sided, of the statistic that decides. */
  readonly p: number | null;
  /** After correction for the other metrics of its family; null when it stands alone. */
  readonly adjustedP: number | null;
  /** The randomisation p beside it; null where it was not worked out. */
  readonly permutationP: number | null;
  /** How the interval was made, in the words of a statistician: `Newcombe`, `two-part log lift`. */
  readonly method: string;
  /** What a reader must know before relying on it, each a sentence. */
  readonly notes: readonly string[];
  /** With the covariate from before the first exposure, where it explains at least 5%; the headline stays as it is. */
  readonly adjusted: { readonly absolute: Interval; readonly explained: number } | null;
  /** The always-valid interval of the relative lift, and its p. */
  readonly monitoring: { readonly relative: Interval; readonly p: number } | null;
}

/** One metric in one arm. */
export interface ArmValue {
  /** People whose window is over. */
  readonly people: number;
  readonly active: number;
  /** Null where nothing is divided. */
  readonly value: number | null;
}

/** What became known until the end of a day. */
export interface CurvePoint {
  readonly day: string;
  readonly sent: number;
  readonly held: number;
  /** Relative lift with its fixed interval as of that day, and the always-valid one; null while there are too few. */
  readonly relative: Interval | null;
  readonly monitoring: Interval | null;
}

/** A guardrail and whether it holds. */
export interface GuardrailResult {
  readonly comparison: Comparison;
  readonly limit: GuardrailLimit | null;
  readonly state: 'kept' | 'broken' | 'not_known';
  readonly why: string;
}

/** Money, over all people of the arm `sent` whose window is over. */
export interface Money {
  readonly currency: string;
  /** What those who were sent to spent in their windows, whatever made them. */
  readonly attributed: number;
  /** What they spent more than the held-out would have: revenue. */
  readonly incremental: Interval | null;
  readonly costOfMessages: number;
  readonly costOfIncentives: number;
  readonly costOfUnsubscribes: number;
  /** Margin of the incremental revenue minus costs, in all, and for each person. */
  readonly net: Interval | null;
  readonly netPerPerson: Interval | null;
  /** What the incremental revenue is made of: `kpi`, which counts it; `per_count`, the lift of the KPI times what each of its counts brings; `own`, its own comparison, which decides nothing. */
  readonly basis: 'kpi' | 'per_count' | 'own';
  /** Revenue for each thing that the KPI counts, pooled over both arms; only of `per_count`. */
  readonly perCount: number | null;
}

/** Is this campaign worth running? */
export type Verdict =
  | { readonly kind: 'worth_running' }
  | { readonly kind: 'not_worth_running' }
  | {
      readonly kind: 'undecided';
      readonly because: 'too_early' | 'too_few' | 'no_clear_difference';
      /** Until it can be known, at the pace so far; null where nobody can say. */
      readonly moreDays: number | null;
      readonly morePeople: number | null;
      /** What each choice loses on average for each person, should it be the wrong one: in money where there are economics, else in the KPI's own measure. */
      readonly lossIfKept: number | null;
      readonly lossIfStopped: number | null;
    }
  /** The arms are not what chance would make them: no lift may be read. */
  | { readonly kind: 'invalid'; readonly causes: readonly string[] }
  | { readonly kind: 'not_answerable'; readonly because: string };

/** All that is to be said of one campaign. Numbers only; `report` puts them into words. */
export interface CampaignReport {
  readonly question: Question;
  readonly asOf: Instant;
  readonly salt: string;
  readonly since: Instant | null;
  readonly shares: readonly number[];
  readonly exposed: Readonly<Record<Arm, number>>;
  /** Of those, people whose window is over: they alone are compared. */
  readonly counted: Readonly<Record<Arm, number>>;
  readonly excluded: { readonly global: number; readonly changedSides: number; readonly inBothArms: number };
  readonly otherMessages: Readonly<Record<Arm, number | null>>;
  readonly sampleRatio: {
    readonly chiSquared: number;
    readonly p: number;
    readonly expectedHeld: number;
    readonly isSound: boolean;
    /** The first day whose own arms are not what chance would make them, `YYYY-MM-DD`; null where no day by itself tells. */
    readonly since: string | null;
  } | null;
  readonly primary: Comparison;
  readonly secondary: readonly Comparison[];
  readonly guardrails: readonly GuardrailResult[];
  readonly curve: readonly CurvePoint[];
  readonly money: Money | null;
  readonly stages: readonly {
    readonly arm: Arm;
    readonly from: string;
    readonly to: string;
    readonly people: number;
  }[];
  readonly tests: readonly TestReport[];
  readonly verdict: Verdict;
}

/** How the variants of a message did, by those whom chance gave one. */
export interface TestReport {
  readonly step: string;
  readonly metric: string;
  readonly better: 'higher' | 'lower';
  readonly unit: Comparison['unit'];
  readonly sample: number;
  readonly since: Instant | null;
  /** `running`: no winner yet; `counting`: there is one, and the window of some people is not over; `settled`: no number changes any more, and only now they are compared. */
  readonly state: 'not_begun' | 'running' | 'counting' | 'settled';
  /** What the ledger has on record. */
  readonly verdict: Pick<TestVerdict, 'winner' | 'decidedAt'> | null;
  /** One without a name where variants are written one by one; else one for each factor, of its levels. */
  readonly groups: readonly { readonly factor: string | null; readonly variants: readonly TestedVariant[] }[];
  /** How intervals and p were made; null where nothing is compared. */
  readonly method: string | null;
  /** What a reader must know before relying on it, each a sentence. */
  readonly notes: readonly string[];
}

/** A variant, or a level of a factor. */
export interface TestedVariant {
  readonly variant: string;
  readonly won: boolean;
  readonly exposed: number;
  /** Of those, people whose window is over. */
  readonly people: number;
  readonly active: number;
  /** Without bounds until the test is settled; null where nothing is divided. */
  readonly value: Interval | null;
  /** Against the first of its group; null for the first itself, and where nothing may be compared. */
  readonly against: {
    readonly absolute: Interval | null;
    readonly relative: Interval | null;
    readonly p: number | null;
    /** After correction for the other comparisons of the test. */
    readonly adjustedP: number | null;
  } | null;
}

/** Every campaign side by side. */
export interface PortfolioReport {
  readonly project: string;
  readonly asOf: Instant;
  readonly zone: string;
  readonly planHash: string;
  readonly campaigns: readonly CampaignReport[];
  /** By campaign: p of its KPI after Benjamini–Hochberg over the portfolio at 10%, whether it stands, and its lift drawn towards the others'. */
  readonly portfolio: readonly {
    readonly campaign: string;
    readonly p: number | null;
    readonly adjustedP: number | null;
    readonly stands: boolean;
    readonly shrunkenLift: Interval | null;
  }[];
}
