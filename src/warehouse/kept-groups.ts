import { createHash } from 'node:crypto';
import type { Condition } from '../model/condition.js';
import type { Group, Plan } from '../model/plan.js';
import type { Tick } from '../model/tick.js';
import type { Instant } from '../model/value.js';
import { watchedGroups } from '../model/watched-groups.js';
import { readColumns, readCount, readRows } from './connection.js';
import { type Gathered, gatherPeople } from './gather-people.js';
import { isKept, moversOf } from './keeping.js';
import { askPeople } from './pass/ask-people.js';
import { literal } from './sql/text.js';
import { deepLeaves, type Leaf } from './used-events.js';
import type { LedgerState } from './warehouse.js';
import type { World } from './world.js';

/** People in one statement. */
const TOGETHER = 20_000;

/** Who came into a group and who left it, by pid. */
interface PidChange {
  readonly joined: readonly number[];
  readonly left: readonly number[];
}

/** What became of the groups since a moment. */
export interface Followed {
  readonly since: Instant;
  readonly changes: ReadonlyMap<string, PidChange>;
  /** Those for whom a group may have changed more than once in between; for everybody else it changed as `changes` says or not at all. */
  readonly wavering: readonly number[];
  /** The groups of which that can be said. */
  readonly groups: ReadonlySet<string>;
  /** Those with rows that came or changed since. */
  readonly arrived: ReadonlySet<number>;
  /** Whether the campaigns ask what they asked then: of anybody else, what happened up to then was decided then. */
  readonly areAskedAlike: boolean;
}

/** Of which data and moment the answers are that are kept, and what the campaigns asked then. */
interface State {
  readonly version: string;
  readonly moment: Instant;
  readonly asked: string;
}

/** What is to be kept when the tick has ended: everybody in each group, or what changed since it was kept before. */
type News =
  | { readonly kind: 'all'; readonly members: ReadonlyMap<string, Int32Array> }
  | { readonly kind: 'changes'; readonly changes: ReadonlyMap<string, PidChange> };

/**
 * Who was in the watched groups at the last tick, kept beside the data, so that the next tick asks only about those for whom something may have changed: whose data changed, whose events came
 * or left a window since, whose dates passed an edge. Groups that time moves in other ways (points that fade, values that are compared with everybody's) are not kept.
 */
export class KeptGroups {
  #pending: { readonly now: Instant; readonly home: string | null; readonly news: News } | null = null;

  constructor(readonly world: World) {}

  /** What changed in the groups that are kept, against what the ledger recorded at their moment; null when they have to be asked about anew. */
  async changes(tick: Tick, known: LedgerState): Promise<Followed | null> {
    this.#pending = null;
    const groups = steadyGroups(this.world.plan);
    const home = known.home ?? null;
    if (groups.size === 0 || this.world.zones.length === 0) return null;
    const kept = await this.#state(home);
    if (kept === null || kept.moment > tick.now) return null;
    const since = kept.moment;
    if ([...groups.keys()].some((name) => known.recorded[name] !== since)) return null;
    const arrived = await this.world.arrivals(kept.version);
    const gathered = arrived && (await gatherPeople(this.world, [...groups.values()], arrived, since, tick.now));
    if (arrived === null || gathered === null) return null;
    const changes = await this.#askGathered(groups, gathered, tick.now, home);
    this.#pending = { now: tick.now, home, news: { kind: 'changes', changes } };
    // What only the ledger knows moves without events.
    const { plan } = this.world;
    const told = [...groups].filter(([, group]) => deepLeaves(group, plan).every(isToldByData)).map(([name]) => name);
    return {
      since,
      changes,
      wavering: gathered.wavering(),
      groups: new Set(told),
      arrived: new Set(arrived),
      areAskedAlike: kept.asked === askedIn(plan),
    };
  }

  /** Remembers what was found by asking about everybody, until the tick has ended. */
  found(tick: Tick, known: LedgerState, members: ReadonlyMap<string, Int32Array>): void {
    this.#pending = { now: tick.now, home: known.home ?? null, news: { kind: 'all', members } };
  }

  /** Keeps what was found in the tick that the ledger has recorded. */
  async keep(): Promise<void> {
    const pending = this.#pending;
    this.#pending = null;
    if (pending === null) return;
    const { connection, plan, version } = this.world;
    const { home, news, now } = pending;
    const [state, members] = tablesOf(home);
    const names = [...steadyGroups(plan).keys()];
    const create = `CREATE ${home === null ? 'TEMP ' : ''}TABLE IF NOT EXISTS`;
    try {
      await connection.run('BEGIN');
      await connection.run(`${create} ${state} (definition VARCHAR, version VARCHAR, moment BIGINT, asked VARCHAR);
        ${create} ${members} (place INTEGER, pid INTEGER)`);
      if (news.kind === 'all') {
        await connection.run(`DELETE FROM ${members}`);
        for (const [place, name] of names.entries())
          for (const pids of slices(news.members.get(name)!))
            await connection.run(`INSERT INTO ${members} SELECT ${place}, unnest([${pids.join()}])`);
      } else {
        const rows = (of: keyof PidChange): readonly string[] =>
          slices(names.flatMap((name, place) => news.changes.get(name)![of].map((pid) => [place, pid]))).map(
            (list) =>
              `SELECT unnest([${list.map(([place]) => place).join()}]) AS place, unnest([${list.map(([, pid]) => pid).join()}]) AS pid`,
          );
        for (const left of rows('left'))
          await connection.run(
            `DELETE FROM ${members} USING (${left}) AS gone WHERE ${members}.place = gone.place AND ${members}.pid = gone.pid`,
          );
        for (const joined of rows('joined')) await connection.run(`INSERT INTO ${members} ${joined}`);
      }
      await connection.run(`DELETE FROM ${state};
        INSERT INTO ${state} VALUES (${literal(definitionOf(plan, home))}, ${literal(version)}, ${now}, ${literal(askedIn(plan))})`);
      await connection.run('COMMIT');
    } catch {
      // What is not kept is asked about anew: the moment does not fit the ledger's any more.
      await connection.run('ROLLBACK').catch(() => undefined);
    }
  }

  async #state(home: string | null): Promise<State | null> {
    const { connection, plan } = this.world;
    const [table] = tablesOf(home);
    if ((await readCount(connection, `duckdb_tables() WHERE table_name = ${literal(table)}`)) === 0) return null;
    const [row] = await readRows(
      connection,
      `SELECT version, CAST(moment AS DOUBLE), asked FROM ${table} WHERE definition = ${literal(definitionOf(plan, home))}`,
    );
    return row === undefined ? null : { version: String(row[0]), moment: Number(row[1]), asked: String(row[2]) };
  }

  async #askGathered(
    groups: ReadonlyMap<string, Group>,
    { tally }: Gathered,
    now: Instant,
    home: string | null,
  ): Promise<ReadonlyMap<string, PidChange>> {
    const { connection, zones } = this.world;
    const conditions: readonly Condition[] = [...groups.values()];
    const moments = zones.map((zone) => ({ zone, at: now }));
    const found = await askPeople(this.world, conditions, {
      ...{ moments, among: 'gathered' },
      ...(tally === undefined ? {} : { tally }),
    });
    const [, members] = tablesOf(home);
    const [places = [], pids = []] = await readColumns(
      connection,
      `SELECT place, pid FROM ${members} JOIN gathered USING (pid) ORDER BY pid`,
    );
    const was = conditions.map(() => new Set<number>());
    for (const [row, place] of places.entries()) was[Number(place)]!.add(Number(pids[row]));
    return new Map(
      [...groups.keys()].map((name, place) => {
        const is = new Set(found[place]!);
        const left = [...was[place]!].filter((pid) => !is.has(pid));
        return [name, { joined: [...is].filter((pid) => !was[place]!.has(pid)), left }];
      }),
    );
  }
}

/** The watched groups in which somebody comes or goes only by an event, a change of their data, or an edge that is known beforehand. */
export function steadyGroups(plan: Plan): ReadonlyMap<string, Group> {
  return new Map([...watchedGroups(plan)].filter(([, group]) => isKept(moversOf(group, plan))));
}

function isToldByData(leaf: Leaf): boolean {
  return leaf.kind !== 'message' && (leaf.kind !== 'event' || leaf.window.kind !== 'journey');
}

/** Everything that the answers depend on besides the data and the moment, and for whose ledger they are. */
function definitionOf({ segments, stages, traits, campaigns, timezone }: Plan, home: string | null): string {
  const watched = [...steadyGroups({ segments, stages, traits, campaigns } as Plan).keys()];
  return JSON.stringify([home, watched, segments, stages, traits, timezone]);
}

/** Names everything by which campaigns find an event that concerns somebody. */
function askedIn({ campaigns, segments, stages, traits, policies, timezone }: Plan): string {
  const asked = JSON.stringify([campaigns, segments, stages, traits, policies.lateness, timezone]);
  return createHash('sha256').update(asked).digest('hex').slice(0, 32);
}

/** Where the answers are: kept with the data for a ledger, otherwise as long as the data are open. */
function tablesOf(home: string | null): readonly [state: string, members: string] {
  return home === null ? ['passing_groups', 'passing_members'] : ['kept_groups', 'kept_members'];
}

function slices<T>(items: ArrayLike<T>): readonly (readonly T[])[] {
  const list = Array.from(items);
  return Array.from({ length: Math.ceil(list.length / TOGETHER) }, (_, i) =>
    list.slice(i * TOGETHER, (i + 1) * TOGETHER),
  );
}
