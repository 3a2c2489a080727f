import type { Purpose } from '../model/asked-metrics.js';
import type { Condition } from '../model/condition.js';
import type { Plan } from '../model/plan.js';
import type { Population } from '../model/population.js';
import type { Instant } from '../model/value.js';
import { findCandidates } from './candidates.js';
import { KeptGroups } from './kept-groups.js';
import { openWorld } from './open-world.js';
import { askInSql, askPeople } from './pass/ask-people.js';
import { type Lessons, openLessons } from './populations/lessons.js';
import { FactsReader } from './read-facts.js';
import type { Warehouse } from './warehouse.js';
import type { World } from './world.js';

/** How conditions are asked: in one walk through people and events, or (slower, and what the walk must agree with) in SQL. */
export type Way = 'walk' | 'sql';

/** A warehouse in this process. */
export interface DuckdbWarehouse extends Warehouse {
  /** Whether the data are kept between runs, in the project's cache. */
  readonly isKept: boolean;

  /** Whether each condition holds for each profile at a moment, by profile id; what only the ledger knows counts as true (false under `not`). For few people. */
  truth(conditions: readonly Condition[], at: Instant, way?: Way): Promise<ReadonlyMap<string, readonly boolean[]>>;

  /** The same for very many: of each condition the numbers of the profiles for whom it holds, in order. */
  holders(conditions: readonly Condition[], at: Instant, way?: Way): Promise<readonly Iterable<number>[]>;

  /** What the models of a population of the plan learn from; done with before the next is asked for. */
  lessons(population: Population): Promise<Lessons>;
}

/**
 * Opens the plan's data files under `root`: see `openWorld`. `now` is the last moment that will be asked about: events more than a day after it are set aside. What only reports ask for is left out of a run.
 * Throws LC910 to LC914 when files are missing or cannot be read; rows that cannot be used are set aside and counted in `quality`.
 */
export async function openDuckdb(
  plan: Plan,
  root: string,
  now: Instant,
  purpose: Purpose = 'run',
  keptFrom?: number,
): Promise<DuckdbWarehouse> {
  const { world, quality, isKept, lookUp, close } = await openWorld(plan, root, now, purpose, keptFrom);
  const reader = new FactsReader(world);
  const groups = new KeptGroups(world);
  return {
    quality,
    isKept,
    candidates: (tick, known) => findCandidates(world, groups, tick, known),
    keep: () => groups.keep(),
    facts: (profileIds, at, since, detail) => reader.read(profileIds, at, since ?? at, detail),
    lookUp,
    profileIds: () => world.people.everyId(),
    truth: (conditions, at, way = 'walk') => findTruth(world, conditions, at, way),
    holders: (conditions, at, way = 'walk') => findHolders(world, conditions, at, way),
    lessons: (population) => openLessons(world, population),
    close: async () => close(),
  };
}

async function findTruth(
  world: World,
  conditions: readonly Condition[],
  at: Instant,
  way: Way,
): Promise<ReadonlyMap<string, readonly boolean[]>> {
  const found = await findHolders(world, conditions, at, way);
  const pids = [...world.people.everyPid()];
  const truth = pids.map(() => conditions.map(() => false));
  for (const [i, holders] of found.entries()) for (const pid of holders) truth[pid]![i] = true;
  const ids = await world.people.idsOf(pids);
  return new Map(ids.map((id, pid) => [id, truth[pid]!]));
}

async function findHolders(
  world: World,
  conditions: readonly Condition[],
  at: Instant,
  way: Way,
): Promise<readonly Iterable<number>[]> {
  await world.populations.ensure(world, at, at);
  const moments = world.zones.map((zone) => ({ zone, at }));
  return (way === 'sql' ? askInSql : askPeople)(world, conditions, { moments });
}
