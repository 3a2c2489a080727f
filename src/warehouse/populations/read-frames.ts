import { dayNumber } from '../../calendar/local-time.js';
import { dayBegins, refreshDay, refreshDays } from '../../calendar/refresh.js';
import type { Frame } from '../../model/facts.js';
import type { Instant, Value } from '../../model/value.js';
import { readColumns } from '../connection.js';
import type { PopulationTables } from '../layout.js';
import type { World } from '../world.js';

/** The values of a population's traits by refresh (a day number) and, of people, by pid. */
interface Standing {
  readonly tables: PopulationTables;
  readonly everybody: ReadonlyMap<number, readonly Value[]>;
  readonly people: ReadonlyMap<string, readonly Value[]>;
}

/** Works out the refreshes that stand at some moment from `since` to `upTo`, and answers the frames of each of the profiles. */
export async function readFrames(
  world: World,
  pids: readonly number[],
  since: Instant,
  upTo: Instant,
): Promise<(pid: number) => readonly Frame[]> {
  const { layout, plan } = world;
  if (layout.populations.length === 0 || pids.length === 0) return () => [];
  await world.populations.ensure(world, since, upTo);
  const { timezone } = plan;
  const starts = new Set<Instant>();
  const standings: Standing[] = [];
  for (const tables of layout.populations) {
    const days = refreshDays(tables.population.refresh, since, upTo, timezone);
    for (const day of days) starts.add(dayBegins(day, timezone));
    standings.push(await readStanding(world, tables, pids, days.map(dayNumber)));
  }
  const moments = [...starts].sort((a, b) => a - b);
  // Of the refreshes at or before `since`, the latest says what stands there.
  const first = moments.findLastIndex((t) => t <= since);
  const instants = moments.slice(Math.max(0, first)).map((from) => ({
    from,
    refreshes: standings.map(({ tables }) => dayNumber(refreshDay(tables.population.refresh, from, timezone))),
  }));
  return (pid) => framesOf(pid, instants, standings);
}

function framesOf(
  pid: number,
  instants: readonly { readonly from: Instant; readonly refreshes: readonly number[] }[],
  standings: readonly Standing[],
): readonly Frame[] {
  const frames: Frame[] = [];
  for (const { from, refreshes } of instants) {
    const values: Record<string, Value> = Object.create(null);
    for (const [i, { tables, everybody, people }] of standings.entries()) {
      const own = people.get(`${refreshes[i]} ${pid}`);
      const all = everybody.get(refreshes[i]!);
      for (const [t, { name }] of tables.traits.entries()) values[name] = own?.[t] ?? all?.[t] ?? null;
    }
    const last = frames.at(-1)?.values;
    if (last === undefined || Object.keys(values).some((name) => values[name] !== last[name]))
      frames.push({ from, values });
  }
  return frames;
}

async function readStanding(
  { connection }: World,
  tables: PopulationTables,
  pids: readonly number[],
  refreshes: readonly number[],
): Promise<Standing> {
  const parts = tables.traits.map(({ part }) => `, ${part}`).join('');
  const among = `refresh IN (${refreshes.join(', ')})`;
  const asked = [...new Set(pids)].sort((a, b) => a - b).join(', ');
  const [at = [], ...all] = await readColumns(
    connection,
    `SELECT refresh${parts} FROM ${tables.everybody} WHERE ${among}`,
  );
  const [when = [], who = [], ...own] = await readColumns(
    connection,
    `SELECT refresh, pid${parts} FROM ${tables.people} WHERE ${among} AND pid IN (SELECT unnest([${asked}]))`,
  );
  const row = (columns: typeof all, i: number): Value[] => columns.map((column) => (column[i] ?? null) as Value);
  return {
    tables,
    everybody: new Map(at.map((refresh, i) => [Number(refresh), row(all, i)])),
    people: new Map(when.map((refresh, i) => [`${refresh} ${who[i]}`, row(own, i)])),
  };
}
