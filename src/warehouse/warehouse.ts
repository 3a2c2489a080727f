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

  /** Keeps what the last `candidates` found for the next, for the ledger has recorded it. What cannot be kept is found anew. */
  keep(): Promise<void>;

  /**
   * Facts of the profiles named, in the order asked, as of `now` (later events are left out). Profiles that are not in the
   * data are left out. `since` is the earliest moment that will be asked about: frozen traits are told from there; without it, as they stand at `now`. Where not all
   * `detail` is wanted the rest may be left out; whoever asks for what was left out fails.
   */
  facts(profileIds: readonly string[], now: Instant, since?: Instant, detail?: FactsDetail): Promise<readonly Facts[]>;

  /** Rows of a catalog of the plan by their keys, as text; keys that are not in it are left out. */
  lookUp(catalog: string, keys: readonly string[]): Promise<ReadonlyMap<string, CatalogRow>>;

  /** Every profile id, sorted. For reports and `why` suggestions. */
  profileIds(): Promise<readonly string[]>;

  close(): Promise<void>;
}

/** What is wanted of events: all of each; what conditions and traits ask for; or with that all of those that may start something in a tick. */
export type FactsDetail = 'all' | 'conditions' | Tick;

/** What the ledger knows that candidates depend on. Nothing here costs more than what it returns. */
export interface LedgerState {
  /** Profiles with an active journey that is due by the tick's `now`. */
  readonly due: readonly string[];
  /** Those of the profiles who have an active journey. */
  amongInside(profileIds: readonly string[]): readonly string[];
  /** By name of a watched group: as of when its members are recorded; null where they never were. */
  readonly recorded: Readonly<Record<string, Instant | null>>;
  /** The recorded members of a watched group. Ask only where nothing else tells what has changed since. */
  members(group: string): readonly string[];
  /** Names the ledger where what is found may be kept on disk for its next run; without it, only as long as the data are open. */
  readonly home?: string;
}
