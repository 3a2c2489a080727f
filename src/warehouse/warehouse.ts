import type { CatalogRow, DataQuality, Facts } from '../model/facts.js';
import type { Candidates, Tick } from '../model/tick.js';
import type { Instant } from '../model/value.js';

/**
 * What is known: profiles and events, read and never written. One adapter for each engine; every adapter passes
 * `testWarehouse` in `test/warehouse/conformance.ts`.
 */
export interface Warehouse {
  /** How many rows were read and set aside, and why. Known once the warehouse is open. */
  readonly quality: DataQuality;

  /**
   * The profiles for whom something may happen in `tick`: a trigger occasion in it, a group entered or left, a date that came, a schedule
   * whose audience may hold, an `inactive` that ran out, an event for somebody inside that ends the journey or is waited for. The whole portfolio is asked in a few set-based
   * queries. May name too many profiles, never too few; sorted, each once. Whom only the ledger knows of (`Ledger.concerned`), such as those who wait for a condition, it
   * need not name.
   */
  candidates(tick: Tick, known: LedgerState): Promise<Candidates>;

  /**
   * Facts of the profiles named, in the order asked, as of `now` (later events are left out). Profiles that are not in the
   * data are left out. `since` is the earliest moment that will be asked about: frozen traits are told from there; without it, as they stand at `now`.
   */
  facts(profileIds: readonly string[], now: Instant, since?: Instant): Promise<readonly Facts[]>;

  /** Rows of a catalog of the plan by their keys, as text; keys that are not in it are left out. */
  lookUp(catalog: string, keys: readonly string[]): Promise<ReadonlyMap<string, CatalogRow>>;

  /** Every profile id, sorted. For reports and `why` suggestions. */
  profileIds(): Promise<readonly string[]>;

  close(): Promise<void>;
}

/** What the ledger knows that candidates depend on. */
export interface LedgerState {
  /** Profiles with an active journey, and the earliest moment one of theirs is due. */
  readonly inside: readonly { readonly profileId: string; readonly wake: Instant }[];
  /** By name of a watched group: its members at the last tick. */
  readonly members: Readonly<Record<string, readonly string[]>>;
}
