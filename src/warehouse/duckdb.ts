import type { Purpose } from '../model/asked-metrics.js';
import type { Condition } from '../model/condition.js';
import type { Plan } from '../model/plan.js';
import type { Population } from '../model/population.js';
import type { Instant } from '../model/value.js';
import { findCandidates } from './candidates.js';
import { readColumns } from './connection.js';
import { openWorld } from './open-world.js';
import { type Lessons, openLessons } from './populations/lessons.js';
import { FactsReader } from './read-facts.js';
import { Lowering } from './sql/lowering.js';
import type { Warehouse } from './warehouse.js';
import type { World } from './world.js';

/** A warehouse in this process. */
export interface DuckdbWarehouse extends Warehouse {
  /** Whether each condition holds for each profile at a moment, by profile id; what only the ledger knows counts as true (false under `not`). */
  truth(conditions: readonly Condition[], at: Instant): Promise<ReadonlyMap<string, readonly boolean[]>>;

  /** What the models of a population of the plan learn from; done with before the next is asked for. */
  lessons(population: Population): Promise<Lessons>;
}

/**
 * Reads the plan's data files under `root` into memory. `now` is the last moment that will be asked about: events more than a day after it are set aside. What only reports ask for is left out of a run.
 * Throws LC910 to LC914 when files are missing or cannot be read; rows that cannot be used are set aside and counted in `quality`.
 */
export async function openDuckdb(
  plan: Plan,
  root: string,
  now: Instant,
  purpose: Purpose = 'run',
): Promise<DuckdbWarehouse> {
  const { world, quality, lookUp, close } = await openWorld(plan, root, now, purpose);
  const reader = new FactsReader(world);
  return {
    quality,
    candidates: (tick, known) => findCandidates(world, tick, known),
    facts: (profileIds, at, since) => reader.read(profileIds, at, since ?? at),
    lookUp,
    profileIds: async () => world.ids,
    truth: (conditions, at) => findTruth(world, conditions, at),
    lessons: (population) => openLessons(world, population),
    close: async () => close(),
  };
}

async function findTruth(
  world: World,
  conditions: readonly Condition[],
  at: Instant,
): Promise<ReadonlyMap<string, readonly boolean[]>> {
  if (world.zones.length === 0) return new Map();
  await world.populations.ensure(world, at, at);
  const lowering = new Lowering(world.plan, world.layout);
  const outputs = conditions.map((condition, i) => `${lowering.condition(condition)} AS o${i}`);
  const moments = lowering.edges.relation(world.zones.map((zone) => ({ zone, at })));
  const [pids = [], , ...answers] = await readColumns(world.connection, lowering.query(moments, outputs, []));
  return new Map(
    (pids as readonly number[]).map((pid, row) => [world.ids[pid]!, answers.map((answer) => answer[row] === true)]),
  );
}
