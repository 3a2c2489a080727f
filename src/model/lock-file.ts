/**
 * `lifecycle.lock`: what the project's files alone do not say and every machine must agree on. Written by `build` and `measure`, committed with the campaigns; JSON with sorted keys and a
 * line for each value. The same project and the same lock give the same plan.
 */
export interface LockFile {
  readonly version: 1;
  /** By campaign id: what its people are assigned by. It stays when files, names or steps are renamed; an entry whose campaign is gone stays, too. */
  readonly campaigns: Readonly<Record<string, LockedCampaign>>;
  /** By layer name. */
  readonly layers?: Readonly<Record<string, { readonly salt: string }>>;
  /** By campaign id: what the data said of its people, for sizing its measurement. Written by `lifecycle measure traffic`. */
  readonly traffic?: Readonly<Record<string, Traffic>>;
  /** By trait name: fitted models. Written by `lifecycle measure fit`. */
  readonly models?: Readonly<Record<string, LockedModel>>;
}

/** Where the lock stands, relative to the project root. */
export const LOCK_FILE = 'lifecycle.lock';

/** The lock of a project that has none yet. */
export const NO_LOCK: LockFile = { version: 1, campaigns: {} };

/** Ids that no file may have as a key, for programs keep them for themselves: what is called so is drawn by its id, and has no entry. */
export const UNLOCKED: readonly string[] = ['constructor', 'prototype'];

/** How a campaign's people are assigned. */
export interface LockedCampaign {
  /** `<salt>/holdout/v1`, `<salt>/<step>/split/v1` and so on are what is hashed: the campaign's id when it was first built. */
  readonly salt: string;
  /** Counts the experiments: 1 at first. A higher one makes new arms. */
  readonly version: number;
  /** Every holdout that was ever built under this version, in that order, 0 to 1; the last holds. */
  readonly shares: readonly number[];
}

/** Who would have got a campaign's first message, day by day, and what they did in the KPI's window afterwards. */
export interface Traffic {
  /** Local days, the first and the last that were replayed. */
  readonly from: string;
  readonly to: string;
  /** Distinct people who would have got the first message. */
  readonly people: number;
  /** What was measured: the name of the KPI's metric and its window, as written. Anything else asks for another measurement. */
  readonly metric: string;
  readonly window: string;
  /** Share of people with anything to count, 0 to 1. */
  readonly rate: number;
  /** Per person. */
  readonly mean: number;
  /** Squared coefficient of variation among those with anything to count. */
  readonly spread: number;
}

/** A model with the parameters that were fitted, and how well it told the user's own last period. */
export interface LockedModel {
  /** `bgnbd`, `mbgnbd`, … as the trait asks. */
  readonly kind: string;
  /** What the trait said when the model was fitted, as canonical JSON: another definition asks for another fit. */
  readonly of: string;
  readonly parameters: Readonly<Record<string, number | readonly number[]>>;
  readonly backTest: {
    /** The local day up to which the model saw data, and to which it was asked. */
    readonly fittedUntil: string;
    readonly testedUntil: string;
    readonly people: number;
    readonly auc: number;
    /** Predicted over seen, in all. */
    readonly calibration: number;
  };
}
