import type { Group } from '../model/plan.js';
import type { Instant } from '../model/value.js';
import { readColumns, readCount } from './connection.js';
import { crossingCount } from './sql/crossing-count.js';
import { groupChanges } from './sql/crossings.js';
import { Lowering } from './sql/lowering.js';
import type { Since } from './sql/since.js';
import { inStretches, rowsIn, stretchesOf } from './sql/stretches.js';
import { anyOf } from './sql/text.js';
import type { World } from './world.js';

/** Beyond this share of the people, asking about everybody costs less than finding out about whom to ask. */
const MOST_ASKED = 0.3;
/** So many stretches of time are looked up one by one; more lie everywhere. */
const MOST_STRETCHES = 200;

/** Those for whom a group may have changed more than once, by pid and in order. */
export interface Gathered {
  readonly wavering: readonly number[];
}

/**
 * Fills the table `gathered(pid, moments)` with all for whom one of the groups may have changed from a moment on: those of whom rows `arrived`, of whom an event came or left a window, a date passed an edge. Perhaps with
 * some more; who of them wavers is found out exactly. Null when they are too many. `isClose` looks at all that events say, everywhere, which is slower and finds no more that change.
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
  const lowering = new Lowering(plan, layout);
  const since: Since = { key: `kept ${moment}`, at: () => moment };
  const changesOf = (anyOfName: boolean) => groups.map((group) => groupChanges(lowering, group, since, anyOfName));
  const changes = changesOf(false);
  const onEvents = changes.flatMap((each) => each.onEvents);
  const onProfiles = anyOf([...new Set(changes.flatMap((each) => each.onProfiles))]);
  const stretches = stretchesOf(onEvents, { zones }, now);
  const areShort = stretches.length <= MOST_STRETCHES && stretches.every(([after]) => Number.isFinite(after));
  const isLoose = areShort && !isClose;
  const crossings = isLoose ? changesOf(true).flatMap((each) => each.onEvents) : onEvents;
  const moments = lowering.edges.relation(zones.map((zone) => ({ zone, at: now })));
  const found = (spans: typeof onEvents, among: string) => `
    SELECT pid, moments FROM (SELECT e.pid, ${crossingCount(spans, moment, now, zones)} AS moments FROM ${among} JOIN m ON m.zone = e.zone WHERE e.time <= m.moment) WHERE moments > 0`;
  const everywhere = `(SELECT * FROM events WHERE ${inStretches(stretches)}) e`;
  const dated = (among: string) => `SELECT p.pid, 2 FROM ${among} JOIN m ON m.zone = p.zone WHERE ${onProfiles}`;
  // Names and times lie in the order of time: a few hours of a year are all that is read.
  await connection.run(`CREATE OR REPLACE TEMP TABLE crossed AS WITH m AS MATERIALIZED ${moments}
    ${found(crossings, isLoose ? `${rowsIn(stretches, 'event_times')} e` : everywhere)} UNION ALL ${dated('profiles p')}`);
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
  const wavering = 'SELECT pid FROM gathered WHERE moments > 1';
  const [pids = []] = await readColumns(
    connection,
    isLoose
      ? `WITH m AS MATERIALIZED ${moments}, w AS MATERIALIZED (${wavering})
          SELECT pid FROM (${found(onEvents, 'events e JOIN w ON w.pid = e.pid')} UNION ALL ${dated('profiles p JOIN w ON w.pid = p.pid')})
          GROUP BY pid HAVING sum(moments) > 1 ORDER BY pid`
      : `${wavering} ORDER BY pid`,
  );
  return { wavering: pids as readonly number[] };
}
