import type { Purpose } from '../model/asked-metrics.js';
import type { DataQuality } from '../model/facts.js';
import { DAY } from '../model/milliseconds.js';
import type { Plan } from '../model/plan.js';
import type { Instant } from '../model/value.js';
import { loadCatalogs } from './catalogs.js';
import { openDatabase, readColumns, readRows } from './connection.js';
import { findDataFiles } from './data-files.js';
import { layOut } from './layout.js';
import { loadCosts } from './load-costs.js';
import { loadEvents } from './load-events.js';
import { loadProfiles } from './load-profiles.js';
import { Populations } from './populations/populations.js';
import { QualityReport } from './quality.js';
import type { Warehouse } from './warehouse.js';
import type { World } from './world.js';

/** The loaded data, how good it was, and how to be rid of it. */
export interface OpenWorld {
  readonly world: World;
  readonly quality: DataQuality;
  readonly lookUp: Warehouse['lookUp'];
  close(): void;
}

/** The last moment that there is, but for a day. */
const LATEST: Instant = 8_640_000_000_000_000 - DAY;

/**
 * Reads the plan's data files under `root` into memory, as of `now`: in a run, events more than a day after it are set aside. What only reports ask for is left out of a run. Throws LC910 to LC914 when files are missing or cannot be read.
 */
export async function openWorld(plan: Plan, root: string, now: Instant, purpose: Purpose): Promise<OpenWorld> {
  const profileFiles = findDataFiles(root, plan.data.profiles, 'data.profiles');
  const eventFiles = findDataFiles(root, plan.data.events, 'data.events');
  const database = await openDatabase([...profileFiles, ...eventFiles].reduce((sum, { bytes }) => sum + bytes, 0));
  const { connection } = database;
  try {
    const layout = layOut(plan, purpose);
    const report = new QualityReport();
    await loadProfiles(connection, plan, layout, profileFiles, report);
    // A report on an earlier day reads data that know more: that is no flaw of theirs.
    const latest = purpose === 'report' ? LATEST : now;
    await loadEvents(connection, layout, eventFiles, latest, report);
    const lookUp = await loadCatalogs(connection, plan, root, report);
    if (purpose === 'report' && plan.data.costs !== undefined)
      await loadCosts(connection, plan.data.costs, root, report);
    const [ids = []] = await readColumns(connection, 'SELECT id FROM profiles ORDER BY pid');
    const zones = await readRows(connection, 'SELECT CAST(zone AS INTEGER), name FROM zones ORDER BY zone');
    const world: World = {
      connection,
      plan,
      layout,
      zones: zones.map(([code, name]) => ({ code: Number(code), name: String(name) })),
      ids: ids as readonly string[],
      populations: new Populations(),
    };
    return { world, quality: report.result(), lookUp, close: () => database.close() };
  } catch (cause) {
    database.close();
    throw cause;
  }
}
