import { dayNumber } from '../../calendar/local-time.js';
import { refreshBefore, refreshDays } from '../../calendar/refresh.js';
import { STOP_MEMORY } from '../../model/population.js';
import type { Instant } from '../../model/value.js';
import { type PopulationTables, partsOf } from '../layout.js';
import { columnType } from '../sql/convert.js';
import type { World } from '../world.js';
import { fillBestHour } from './best-hour.js';
import { fillCustomerValue } from './customer-value.js';
import { makeDayTable } from './day-table.js';
import { fillLikelihood } from './likelihood.js';
import { fillPurchaseGap } from './purchase-gap.js';
import { fillRfm, settleStops } from './rfm.js';
import { fillShare } from './share.js';

/** Refreshes worked out in one query: more would only need more memory. */
const TOGETHER = 16;
/** Refreshes that are kept although nobody asks about them any more. */
const KEPT = 40;

/** The refreshes of one population that are in its tables; of those in `settled` it is known who is stopped. */
interface Filled {
  readonly known: Set<string>;
  readonly settled: Set<string>;
}

/** Works out the values of frozen traits, refresh by refresh, when they are first asked about: one pass over the events for each population, never one for each profile. */
export class Populations {
  readonly #filled = new Map<PopulationTables, Filled>();
  #turn: Promise<unknown> = Promise.resolve();

  /** Makes sure that the tables hold every refresh that stands at some moment from `since` to `upTo`. Calls take turns. */
  ensure(world: World, since: Instant, upTo: Instant): Promise<void> {
    const done = this.#turn.then(async () => {
      for (const tables of world.layout.populations) await this.#ensure(world, tables, since, upTo);
    });
    this.#turn = done.catch(() => undefined);
    return done;
  }

  async #ensure(world: World, tables: PopulationTables, since: Instant, upTo: Instant): Promise<void> {
    if (world.zones.length === 0) return;
    const { population } = tables;
    const { known, settled } = this.#filled.get(tables) ?? (await this.#create(world, tables));
    const asked = refreshDays(population.refresh, since, upTo, world.plan.timezone);
    const needed = new Set(asked);
    const isStopRule = population.kind === 'rfm' && population.stop !== null;
    // What a stop rule says today follows from the refreshes before.
    for (let back = 1; isStopRule && back < STOP_MEMORY; back++)
      needed.add(refreshBefore(population.refresh, asked[0]!, back));
    await this.#forget(world, tables, needed);
    const missing = [...needed].filter((day) => !known.has(day)).sort();
    for (let from = 0; from < missing.length; from += TOGETHER) {
      const days = missing.slice(from, from + TOGETHER);
      await fill(world, tables, days);
      for (const day of days) known.add(day);
    }
    const unsettled = asked.filter((day) => !settled.has(day));
    if (population.kind !== 'rfm' || unsettled.length === 0) return;
    await settleStops(world, tables, population, unsettled);
    for (const day of unsettled) settled.add(day);
  }

  async #create(world: World, tables: PopulationTables): Promise<Filled> {
    const { connection } = world;
    const columns = partsOf(tables.population).map(([part, type]) => `, ${part} ${columnType(type)}`);
    await connection.run(`CREATE TEMP TABLE ${tables.people} (refresh INTEGER, pid INTEGER${columns.join('')})`);
    await connection.run(`CREATE TEMP TABLE ${tables.everybody} (refresh INTEGER${columns.join('')})`);
    await makeDayTable(world, tables);
    const filled: Filled = { known: new Set(), settled: new Set() };
    this.#filled.set(tables, filled);
    return filled;
  }

  async #forget({ connection }: World, tables: PopulationTables, needed: ReadonlySet<string>): Promise<void> {
    const { known, settled } = this.#filled.get(tables)!;
    const old = [...known].filter((day) => !needed.has(day));
    if (old.length <= KEPT) return;
    const numbers = old.map(dayNumber).join(', ');
    for (const table of [tables.people, tables.everybody])
      await connection.run(`DELETE FROM ${table} WHERE refresh IN (${numbers})`);
    for (const day of old) {
      known.delete(day);
      settled.delete(day);
    }
  }
}

async function fill(world: World, tables: PopulationTables, days: readonly string[]): Promise<void> {
  const { population } = tables;
  switch (population.kind) {
    case 'rfm':
      return fillRfm(world, tables, population, days);
    case 'purchase_gap':
      return fillPurchaseGap(world, tables, population, days);
    case 'best_hour':
      return fillBestHour(world, tables, population, days);
    case 'share':
      return fillShare(world, tables, population, days);
    case 'customer_value':
      return fillCustomerValue(world, tables, population, days);
    case 'likelihood':
      return fillLikelihood(world, tables, population, days);
  }
}
