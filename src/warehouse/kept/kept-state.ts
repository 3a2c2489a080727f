import { createHash } from 'node:crypto';
import type { DuckDBConnection } from '@duckdb/node-api';
import type { Instant } from '../../model/value.js';
import { readCount, readRows } from '../connection.js';
import type { SourceReport } from '../quality.js';
import { literal } from '../sql/text.js';
import { contentOf, type SourceFile } from './source-files.js';

/** What a kept file says of itself; plain data. */
export interface KeptState {
  /** The plan's settings and the program that it was made with. */
  readonly key: string;
  readonly version: string;
  /** Counts the versions that these data went through. */
  readonly step: number;
  readonly profiles: readonly SourceFile[];
  readonly events: readonly SourceFile[];
  readonly profileReport: SourceReport;
  /** Without the events that are aside: those are counted for each opening. */
  readonly eventReport: SourceReport;
  /** The time of the last event that counts. */
  readonly lastTime: Instant | null;
  /** `recent_events` has all that happened later than this, and only those. */
  readonly recentAfter: Instant;
  /** Events that lie behind those that were sorted. */
  readonly appended: number;
}

/** How many versions back it is known what arrived since. */
const VERSIONS = 50;

/** Makes the tables that say what arrived when, and those of the state. */
export const STATE_SQL = `CREATE TABLE kept_state (text VARCHAR, people INTEGER, events BIGINT);
  CREATE TABLE versions (step INTEGER, version VARCHAR);
  CREATE TABLE arrivals (step INTEGER, pid INTEGER)`;

/** Names data by what the sources hold and how many of their events are aside. */
export async function versionOf(
  connection: DuckDBConnection,
  { key, profiles, events }: Pick<KeptState, 'key' | 'profiles' | 'events'>,
): Promise<string> {
  const aside = await readCount(connection, 'aside_events');
  const content = JSON.stringify([key, contentOf(profiles), contentOf(events), aside]);
  return createHash('sha256').update(content).digest('hex').slice(0, 32);
}

/** Writes the state down, with how many rows there are. */
export async function writeState(connection: DuckDBConnection, state: KeptState): Promise<void> {
  await connection.run(`DELETE FROM kept_state; INSERT INTO kept_state
    SELECT ${literal(JSON.stringify(state))}, (SELECT count(*) FROM profiles), (SELECT count(*) FROM events)`);
  await connection.run(`DELETE FROM versions WHERE step = ${state.step} OR step <= ${state.step - VERSIONS};
    DELETE FROM arrivals WHERE step <= ${state.step - VERSIONS};
    INSERT INTO versions VALUES (${state.step}, ${literal(state.version)})`);
}

/** Reads the state; null where it is not that of `key`, or the tables do not hold what it says. */
export async function readState(connection: DuckDBConnection, key: string): Promise<KeptState | null> {
  const [row, ...more] = await readRows(
    connection,
    `SELECT text, people = (SELECT count(*) FROM profiles), events = (SELECT count(*) FROM events),
      events = (SELECT count(*) FROM event_times) FROM kept_state`,
  );
  if (row === undefined || more.length > 0 || row.slice(1).some((agrees) => agrees !== true)) return null;
  const state = JSON.parse(String(row[0])) as KeptState;
  return state.key === key ? state : null;
}

/** The pids with rows that came or changed since a version; null when these data did not go through it. */
export async function arrivalsSince(
  connection: DuckDBConnection,
  { version }: KeptState,
  since: string,
): Promise<readonly number[] | null> {
  if (since === version) return [];
  const [[step] = []] = await readRows(connection, `SELECT max(step) FROM versions WHERE version = ${literal(since)}`);
  if (step === null || step === undefined) return null;
  const found = await readRows(
    connection,
    `SELECT DISTINCT pid FROM arrivals WHERE step > ${Number(step)} ORDER BY pid`,
  );
  return found.map(([pid]) => Number(pid));
}
