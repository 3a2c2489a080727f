import type { Group } from '../model/plan.js';
import type { Instant } from '../model/value.js';
import { readColumns, readCount } from './connection.js';
import type { Tally } from './pass/ask-people.js';
import { isAskable } from './pass/program.js';
import { crossingCount } from './sql/crossing-count.js';
import { type Crossing, groupChanges } from './sql/crossings.js';
import { Lowering } from './sql/lowering.js';
import type { Since } from './sql/since.js';
import { inStretches, rowsIn, stretchesOf } from './sql/stretches.js';
import { anyOf } from './sql/text.js';
import type { World } from './world.js';

/** Beyond this share of the people, asking about everybody costs less than finding out about whom to ask. */
const MOST_ASKED = 0.3;
/** So many stretches of time are looked up one by one; more lie everywhere. */
const MOST_STRETCHES = 200;

/** More moments than events can come to: who has a date that passed an edge wavers, whatever else there is. */
const MANY = 1_000_000;

/** Who was gathered. */
export interface Gathered {
  /** Counts, of those who were gathered, at how many moments what their events say may have changed a group; needed before `wavering` is asked. */
  readonly tally?: Tally;
  /** Those for whom a group may have changed more than once, by pid and in order. */
  wavering(): readonly number[];
}

/**
 * Fills the table `gathered(pid, moments)` with all for whom one of the groups may have changed from a moment on: those of whom rows `arrived`, of whom an event came or left a window, a date passed an edge. Names and
 * times lie in the order of time, so that a few hours of a year are all that is read of them; they alone gather some people more, and only a tally tells who of them wavers. `isClose` looks at all that all events say
 * instead. Null when there are too many.
 */
export async function gatherPeople(
  { connection, plan, layout, zones, people }: World,
  groups: readonly Group[],
  arrived: readonly number[],
  moment: Instant,
  now: Instant,
  isClose = false,
): Promise<Gathered | null> {
  const most = people.count * MOST_ASKED;
  if (arrived.length > most) return null;
  const since: Since = { key: `kept ${moment}`, at: () => moment };
  const changesIn = (lowering: Lowering, anyOfName: boolean) => {
    const changes = groups.map((group) => groupChanges(lowering, group, since, anyOfName));
    const onEvents = changes.flatMap((each) => each.onEvents);
    return { onEvents, onProfiles: [...new Set(changes.flatMap((each) => each.onProfiles))] };
  };
  const countOf = (crossings: readonly Crossing[]) => crossingCount(crossings, moment, now, zones);
  const lowering = new Lowering(plan, layout);
  const { onEvents, onProfiles } = changesIn(lowering, false);
  const stretches = stretchesOf(onEvents, { zones }, now);
  const areShort = stretches.length <= MOST_STRETCHES && stretches.every(([after]) => Number.isFinite(after));
  const isLoose = !isClose && areShort && groups.some((group) => isAskable(group, plan));
  const crossings = isLoose ? changesIn(lowering, true).onEvents : onEvents;
  const rows = isLoose ? rowsIn(stretches, 'event_times') : `(SELECT * FROM events WHERE ${inStretches(stretches)})`;
  const moments = lowering.edges.relation(zones.map((zone) => ({ zone, at: now })));
  await connection.run(`CREATE OR REPLACE TEMP TABLE crossed AS WITH m AS MATERIALIZED ${moments}
    SELECT pid, moments FROM (SELECT e.pid, ${countOf(crossings)} AS moments FROM ${rows} e JOIN m ON m.zone = e.zone WHERE e.time <= m.moment) WHERE moments > 0
    UNION ALL SELECT p.pid, ${MANY} FROM profiles p JOIN m ON m.zone = p.zone WHERE ${anyOf(onProfiles)}`);
  const appender = await connection.createAppender('crossed');
  for (const pid of arrived) {
    appender.appendInteger(pid);
    appender.appendInteger(0);
    appender.endRow();
  }
  appender.closeSync();
  await connection.run(`CREATE OR REPLACE TEMP TABLE gathered AS SELECT pid, sum(moments) AS moments FROM crossed GROUP BY pid;
    DROP TABLE crossed`);
  if ((await readCount(connection, 'gathered')) > most) return null;
  const [pids = [], surely = []] = await readColumns(
    connection,
    `SELECT pid, moments >= ${isLoose ? MANY : 2} FROM gathered WHERE moments > 1 ORDER BY pid`,
  );
  const moved = new Set<number>();
  const tally: Tally = {
    sql: (own) => `CASE WHEN ${inStretches(stretches)} THEN ${countOf(changesIn(own, false).onEvents)} ELSE 0 END`,
    take: (pid, sum) => {
      if (sum > 1) moved.add(pid);
    },
  };
  const wavering = () => (pids as readonly number[]).filter((pid, i) => surely[i] === true || moved.has(pid));
  return isLoose ? { tally, wavering } : { wavering };
}
