import type { DuckDBValue } from '@duckdb/node-api';
import type { FactEvent, Facts } from '../model/facts.js';
import type { Instant, Value, ValueType } from '../model/value.js';
import { readColumns } from './connection.js';
import { readFrames } from './populations/read-frames.js';
import type { World } from './world.js';

/** How many events are kept in memory between calls: a replay asks for the same people day after day. */
const MOST_EVENTS = 500_000;

/** Reads facts, and remembers those of the profiles asked for last: the data does not change while it is open. */
export class FactsReader {
  readonly #known = new Map<number, Facts>();
  #events = 0;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(readonly world: World) {}

  /** Facts as of `now` in the order asked, with the frozen traits from `since` on; unknown profiles are left out. Calls take turns. */
  read(profileIds: readonly string[], now: Instant, since: Instant): Promise<readonly Facts[]> {
    const answer = this.#turn.then(() => this.#read(profileIds, now, since));
    this.#turn = answer.catch(() => undefined);
    return answer;
  }

  async #read(profileIds: readonly string[], now: Instant, since: Instant): Promise<readonly Facts[]> {
    if (this.#events > MOST_EVENTS) {
      this.#known.clear();
      this.#events = 0;
    }
    const pids = profileIds.flatMap((id) => pidOf(this.world.ids, id) ?? []);
    const fresh = [...new Set(pids)].filter((pid) => !this.#known.has(pid));
    if (fresh.length > 0) await this.#load(fresh.sort((a, b) => a - b));
    const framesOf = await readFrames(this.world, pids, since, now);
    return pids.map((pid) => {
      const facts = upTo(this.#known.get(pid)!, now);
      const frames = framesOf(pid);
      return frames.length === 0 ? facts : { ...facts, frames };
    });
  }

  async #load(pids: readonly number[]): Promise<void> {
    const { connection, layout, ids } = this.world;
    await connection.run(`CREATE OR REPLACE TEMP TABLE asked (pid INTEGER)`);
    const appender = await connection.createAppender('asked');
    for (const pid of pids) {
      appender.appendInteger(pid);
      appender.endRow();
    }
    appender.closeSync();
    const zones = new Map(this.world.zones.map(({ code, name }) => [code, name]));
    const events = await this.#readEvents();
    const attributes = [...layout.attributes];
    const [found = [], zone = [], locale = [], email = [], problem = [], phone = [], phoneProblem = [], ...values] =
      await readColumns(
        connection,
        `SELECT pid, zone, locale, email, email_problem, phone, phone_problem${attributes.map(([, a]) => `, ${plain(a.column, a.type)}`).join('')}
        FROM profiles WHERE pid IN (SELECT pid FROM asked) ORDER BY pid`,
      );
    for (const [row, pid] of (found as readonly number[]).entries())
      this.#known.set(pid, {
        profileId: ids[pid]!,
        attributes: record(attributes, ([name], i) => [name, (values[i]![row] ?? null) as Value]),
        zone: zones.get(zone[row] as number)!,
        locale: textOrNull(locale[row]),
        email: textOrNull(email[row]),
        emailProblem: textOrNull(problem[row]),
        phone: textOrNull(phone[row]),
        phoneProblem: textOrNull(phoneProblem[row]),
        events: events.get(pid) ?? [],
      });
  }

  async #readEvents(): Promise<ReadonlyMap<number, FactEvent[]>> {
    const { connection, layout } = this.world;
    const { properties, eventNames } = layout;
    const columns = properties.map(({ column, type }) => `, ${plain(column, type)}`).join('');
    const [pids = [], codes = [], times = [], ids = [], ...values] = await readColumns(
      connection,
      `SELECT pid, name, CAST(time AS DOUBLE), id${columns} FROM events WHERE pid IN (SELECT pid FROM asked) ORDER BY ord`,
    );
    const declared = eventNames.map((event) =>
      properties.flatMap(({ property, events }, i) =>
        events.includes(event) ? [{ property, values: values[i]! }] : [],
      ),
    );
    const byProfile = new Map<number, FactEvent[]>();
    for (const [row, pid] of (pids as readonly number[]).entries()) {
      const code = codes[row] as number;
      const event: FactEvent = {
        id: ids[row] as string,
        name: eventNames[code]!,
        time: times[row] as number,
        properties: record(declared[code]!, (p) => [p.property, (p.values[row] ?? null) as Value]),
      };
      const list = byProfile.get(pid);
      if (list === undefined) byProfile.set(pid, [event]);
      else list.push(event);
      this.#events += 1;
    }
    return byProfile;
  }
}

/** The place of an id in the sorted list: a map of millions of ids would take more memory than they do. */
function pidOf(ids: readonly string[], id: string): number | null {
  let [low, high] = [0, ids.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (ids[middle]! < id) low = middle + 1;
    else high = middle;
  }
  return ids[low] === id ? low : null;
}

function upTo(facts: Facts, now: Instant): Facts {
  const last = facts.events.at(-1);
  if (last === undefined || last.time <= now) return facts;
  return { ...facts, events: facts.events.filter((event) => event.time <= now) };
}

/** A record without a prototype: `__proto__` is a key like any other. */
function record<T>(
  items: readonly T[],
  entry: (item: T, index: number) => readonly [string, Value],
): Readonly<Record<string, Value>> {
  const result = Object.create(null) as Record<string, Value>;
  for (const [index, item] of items.entries()) {
    const [key, value] = entry(item, index);
    result[key] = value;
  }
  return result;
}

/** Whole numbers beyond 32 bits would arrive as bigint. */
function plain(column: string, type: ValueType): string {
  return type === 'time' ? `CAST(${column} AS DOUBLE)` : column;
}

function textOrNull(value: DuckDBValue | undefined): string | null {
  return typeof value === 'string' ? value : null;
}
