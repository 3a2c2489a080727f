import type { DuckDBConnection } from '@duckdb/node-api';
import type { Plan } from '../model/plan.js';
import type { Instant } from '../model/value.js';
import type { Layout } from './layout.js';
import type { People } from './people.js';
import type { Populations } from './populations/populations.js';

/** The loaded data, and what is needed to ask it. */
export interface World {
  readonly connection: DuckDBConnection;
  readonly plan: Plan;
  readonly layout: Layout;
  /** Zones by code. */
  readonly zones: readonly { readonly code: number; readonly name: string }[];
  /** Profiles by `pid`, and the other way round. */
  readonly people: People;
  /** Whether `events` lies sorted by (pid, ord) as it is, so that a plain scan need not sort. */
  readonly isSorted: boolean;
  /** `recent_events` has all events that happened later than this. */
  readonly recentAfter: Instant;
  /** Names the data as they are now: what the sources hold, what the plan reads of them, and up to when. */
  readonly version: string;
  /** The pids with rows that came, changed or went since a version of these data; null when nobody can tell: then everything may have changed. */
  arrivals(since: string): Promise<readonly number[] | null>;
  /** The values of frozen traits, worked out when they are needed. */
  readonly populations: Populations;
}
