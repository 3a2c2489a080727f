import type { Instant, Value } from './value.js';

/** What is known of one profile at a tick: its attributes now, and its events up to now. */
export interface Facts {
  readonly profileId: string;
  /** Declared attributes by name; unknown ones are null. Null-prototype. */
  readonly attributes: Readonly<Record<string, Value>>;
  /** A valid IANA zone: the profile's own, else the project's. */
  readonly zone: string;
  /** BCP 47, or null. */
  readonly locale: string | null;
  /** One valid address, or null; `emailProblem` says what is wrong with the one that is there, and is null when there is none. */
  readonly email: string | null;
  readonly emailProblem: string | null;
  /** One number in E.164 form, or null; `phoneProblem` like `emailProblem`. */
  readonly phone: string | null;
  readonly phoneProblem: string | null;
  /** Of the events the plan names, sorted by time then id, each id once. */
  readonly events: readonly FactEvent[];
  /** Whether whoever read them vouches for the order of the events and that each is there once; without it `decide` looks itself. */
  readonly areInOrder?: true;
  /** What stood of the frozen traits and when, in order, from the earliest moment that may be asked about; absent when the plan has none. */
  readonly frames?: readonly Frame[];
}

/** The values of frozen traits, by trait name, from a refresh until the next frame. */
export interface Frame {
  readonly from: Instant;
  /** Null-prototype. */
  readonly values: Readonly<Record<string, Value>>;
}

/** One event of one profile, each id once. */
export interface FactEvent {
  readonly id: string;
  readonly name: string;
  readonly time: Instant;
  /** Declared properties by name; unknown ones are null. Null-prototype. */
  readonly properties: Readonly<Record<string, Value>>;
}

/** Rows that could not be used, by source and reason: counted all, listed up to a limit. */
export interface SetAside {
  readonly source: 'profiles' | 'events' | 'catalogs' | 'costs';
  readonly reason: string;
  readonly count: number;
  /** `file:line` or id, and what was seen; at most ten. No more than the reader needs to find the row. */
  readonly samples: readonly string[];
}

/** How good the data was: rows read, rows set aside (whole rows), and values or addresses that were unusable. */
export interface DataQuality {
  readonly profiles: { readonly rows: number; readonly setAside: number };
  readonly events: { readonly rows: number; readonly setAside: number };
  /** Absent where the plan looks nothing up. */
  readonly catalogs?: { readonly rows: number; readonly setAside: number };
  /** Only in a report of a plan that counts money spent. */
  readonly costs?: { readonly rows: number; readonly setAside: number };
  readonly findings: readonly SetAside[];
}

/** A row of a catalog: its declared columns by name; unknown ones are null. Null-prototype. */
export type CatalogRow = Readonly<Record<string, Value>>;
