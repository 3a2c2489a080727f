import type { DuckDBConnection } from '@duckdb/node-api';
import type { Plan } from '../model/plan.js';
import type { Layout } from './layout.js';
import type { Populations } from './populations/populations.js';

/** The loaded data, and what is needed to ask it. */
export interface World {
  readonly connection: DuckDBConnection;
  readonly plan: Plan;
  readonly layout: Layout;
  /** Zones by code. */
  readonly zones: readonly { readonly code: number; readonly name: string }[];
  /** Profile ids, sorted by code units; the place in the list is the `pid`. */
  readonly ids: readonly string[];
  /** The values of frozen traits, worked out when they are needed. */
  readonly populations: Populations;
}
