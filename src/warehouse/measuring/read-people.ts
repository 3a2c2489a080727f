import type { DuckDBConnection } from '@duckdb/node-api';
import { readNumbers, readRows } from '../connection.js';
import { BOTH_ARMS_SQL } from './people-sql.js';
import type { TimeSpans } from './time-spans.js';

/** The table `people` in memory: each list has a place for each person. */
export interface People {
  readonly count: number;
  readonly held: Uint8Array;
  readonly state: Uint8Array;
  readonly share: Float64Array;
  readonly t: Float64Array;
  readonly firstDay: Int32Array;
  /** When people's windows end, and the day of that in the project's zone; first the campaign's own, then the spans of retentions. */
  readonly ends: readonly Float64Array[];
  readonly endDays: readonly Int32Array[];
  /** By number of the campaign: its people are those from the first place to before the second. */
  readonly ranges: ReadonlyMap<number, readonly [from: number, to: number]>;
  /** By number of the campaign, the number of the newest salt. */
  readonly salts: ReadonlyMap<number, number>;
  /** By number of the campaign: every share under which anybody was exposed under that salt, ascending. */
  readonly shares: ReadonlyMap<number, readonly number[]>;
  readonly inBothArms: ReadonlyMap<number, number>;
}

const NOBODY = new Float64Array(0);

/** Reads the table `people`: about forty bytes a person. */
export async function readPeople(connection: DuckDBConnection, spans: TimeSpans): Promise<People> {
  const untils = spans.indexes.map((i) => `, CAST(until${i} AS DOUBLE), day${i}`).join('');
  const [campaign = NOBODY, held = NOBODY, state = NOBODY, share = NOBODY, t = NOBODY, firstDay = NOBODY, ...rest] =
    await readNumbers(
      connection,
      `SELECT campaign, held, state, share, CAST(t AS DOUBLE), first_day, CAST(ends AS DOUBLE), ends_day${untils} FROM people ORDER BY person`,
    );
  const ranges = new Map<number, [number, number]>();
  for (let person = 0; person < campaign.length; person++) {
    const code = campaign[person]!;
    const range = ranges.get(code);
    if (range === undefined) ranges.set(code, [person, person + 1]);
    else range[1] = person + 1;
  }
  const salts = await readRows(connection, 'SELECT campaign, any_value(salt) FROM people GROUP BY campaign');
  const [codes = NOBODY, seen = NOBODY] = await readNumbers(
    connection,
    `SELECT e.campaign, e.share FROM exposures e JOIN (SELECT DISTINCT campaign, salt FROM people) p ON p.campaign = e.campaign AND p.salt = e.salt
      GROUP BY ALL ORDER BY ALL`,
  );
  const shares = new Map<number, number[]>();
  for (const [i, code] of codes.entries()) shares.set(code, [...(shares.get(code) ?? []), seen[i]!]);
  const both = await readRows(connection, `SELECT campaign, CAST(people AS DOUBLE) FROM (${BOTH_ARMS_SQL})`);
  return {
    count: campaign.length,
    held: new Uint8Array(held),
    state: new Uint8Array(state),
    share,
    t,
    firstDay: new Int32Array(firstDay),
    ends: rest.filter((_, i) => i % 2 === 0),
    endDays: rest.filter((_, i) => i % 2 === 1).map((column) => new Int32Array(column)),
    ranges,
    salts: new Map(salts.map(([code, salt]) => [Number(code), Number(salt)])),
    shares,
    inBothArms: new Map(both.map(([code, people]) => [Number(code), Number(people)])),
  };
}
