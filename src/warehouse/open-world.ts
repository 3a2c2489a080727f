import type { Purpose } from '../model/asked-metrics.js';
import type { DataQuality } from '../model/facts.js';
import { DAY } from '../model/milliseconds.js';
import type { Plan } from '../model/plan.js';
import type { Instant } from '../model/value.js';
import { loadCatalogs } from './catalogs.js';
import { openDatabase, readCount, readRows } from './connection.js';
import { findDataFiles } from './data-files.js';
import { TOGETHER } from './event-batches.js';
import { arrivalsSince } from './kept/kept-state.js';
import { type KeptOrder, openKept } from './kept/kept-world.js';
import { layOut } from './layout.js';
import { loadCosts } from './load-costs.js';
import { loadEvents } from './load-events.js';
import { loadProfiles } from './load-profiles.js';
import { People } from './people.js';
import { Populations } from './populations/populations.js';
import { QualityReport } from './quality.js';
import type { Warehouse } from './warehouse.js';
import type { World } from './world.js';

/** The loaded data, how good it was, and how to be rid of it. */
export interface OpenWorld {
  readonly world: World;
  readonly quality: DataQuality;
  /** Whether the data are kept between runs. */
  readonly isKept: boolean;
  readonly lookUp: Warehouse['lookUp'];
  close(): void;
}

/** Data that are loaded for this opening alone do not change under it. */
const UNKEPT = 'loaded for this run';

/** The last moment that there is, but for a day. */
const LATEST: Instant = 8_640_000_000_000_000 - DAY;

/** From how many bytes on data are kept between runs: few are read again in less time than it takes to look after them. */
const KEPT_FROM = 4 * 2 ** 20;

/**
 * Opens the plan's data files under `root`, as of `now`: in a run, events more than a day after it are set aside, and data of `keptFrom` bytes or more are kept in the project's cache; `together` bytes of event files are looked at together. What only reports ask for
 * is left out of a run. Throws LC910 to LC914 when files are missing or cannot be read.
 */
export async function openWorld(
  plan: Plan,
  root: string,
  now: Instant,
  purpose: Purpose,
  keptFrom = KEPT_FROM,
  together = TOGETHER,
): Promise<OpenWorld> {
  const profiles = findDataFiles(root, plan.data.profiles, 'data.profiles');
  const events = findDataFiles(root, plan.data.events, 'data.events');
  const bytes = [...profiles, ...events].reduce((sum, file) => sum + file.bytes, 0);
  const layout = layOut(plan, purpose);
  // A report on an earlier day reads data that know more: that is no flaw of theirs.
  const latest = purpose === 'report' ? LATEST : now;
  const order = { plan, layout, root, profiles, events, latest, together };
  const kept = purpose === 'report' || bytes < keptFrom ? null : await openKept(order);
  const { database, report, state } = kept ?? (await loadForNow(order, bytes));
  const { connection } = database;
  try {
    const lookUp = await loadCatalogs(connection, plan, root, report);
    if (purpose === 'report' && plan.data.costs !== undefined)
      await loadCosts(connection, plan.data.costs, root, report);
    const count = await readCount(connection, 'profiles');
    const zones = await readRows(connection, 'SELECT CAST(zone AS INTEGER), name FROM zones ORDER BY zone');
    const world: World = {
      connection,
      plan,
      layout,
      zones: zones.map(([code, name]) => ({ code: Number(code), name: String(name) })),
      people: new People(connection, count),
      isSorted: state === null || state.appended === 0,
      recentAfter: state?.recentAfter ?? Number.NEGATIVE_INFINITY,
      version: state?.version ?? UNKEPT,
      arrivals: async (since) => {
        if (state !== null) return arrivalsSince(connection, state, since);
        return since === UNKEPT ? [] : null;
      },
      populations: new Populations(),
    };
    return { world, quality: report.result(), isKept: kept !== null, lookUp, close: () => database.close() };
  } catch (cause) {
    database.close();
    throw cause;
  }
}

async function loadForNow({ plan, layout, profiles, events, latest, together }: KeptOrder, bytes: number) {
  const database = await openDatabase(bytes);
  const { connection } = database;
  try {
    const report = new QualityReport();
    await loadProfiles(connection, plan, layout, profiles, report);
    await loadEvents(connection, layout, events, latest, report, { together });
    await connection.run(`CREATE VIEW event_times AS SELECT time, name, pid, zone FROM events;
      CREATE VIEW recent_events AS SELECT * EXCLUDE (ord) FROM events`);
    return { database, report, state: null };
  } catch (cause) {
    database.close();
    throw cause;
  }
}
