import { existsSync, renameSync, rmSync } from 'node:fs';
import { join as joinPath } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { formatLocal } from '../../calendar/local-time.js';
import { compareText } from '../../model/diagnostic.js';
import { LifecycleError } from '../../model/failure.js';
import { DAY } from '../../model/milliseconds.js';
import type { Plan } from '../../model/plan.js';
import type { Instant } from '../../model/value.js';
import { type Database, openDatabase, readCount, readRows } from '../connection.js';
import type { DataFile } from '../data-files.js';
import { eventBatches } from '../event-batches.js';
import type { Layout } from '../layout.js';
import { loadEvents } from '../load-events.js';
import { loadProfiles } from '../load-profiles.js';
import { Locator } from '../locate.js';
import { QualityReport } from '../quality.js';
import { AHEAD, IN_MEMORY } from '../sort-out-events.js';
import { literal } from '../sql/text.js';
import { isReject } from '../stage-file.js';
import { addNews, dropNews, dueAside, lineless, type News, readNews, tailOf, withoutAside } from './add-events.js';
import { changeProfiles, dropProfilesAgain, readProfilesAgain } from './change-profiles.js';
import { keptFolder, prepareFolder, protectKept, removeKept, removeOld } from './kept-folder.js';
import { keptKey } from './kept-key.js';
import { type KeptState, readState, STATE_SQL, versionOf, writeState } from './kept-state.js';
import { makeRecentEvents } from './recent-events.js';
import { areKnown, areUnchanged, compareSources, readSources, type SourceChanges } from './source-files.js';

/** What is read, and as of when. */
export interface KeptOrder {
  readonly plan: Plan;
  readonly layout: Layout;
  readonly root: string;
  readonly profiles: readonly DataFile[];
  readonly events: readonly DataFile[];
  readonly latest: Instant;
  /** How many bytes of event files are looked at together. */
  readonly together: number;
}

/** An open kept file, up to date. */
export interface KeptData {
  readonly database: Database;
  readonly state: KeptState;
  readonly report: QualityReport;
}

/** A second opening of one file within a process would not be refused, and would lose what the first one writes. */
const inUse = new Set<string>();

/** When so large a part of the events lies behind those that are sorted, all are sorted anew. */
const MOST_APPENDED = 0.25;
/** Few are sorted in no time wherever they lie. */
const FEW_APPENDED = 50_000;

/**
 * Opens the kept data of a project, brought up to date with its files, or makes them. Null where they cannot be had: another process has them open, nothing can be written there, or they know of
 * more than is to be known at `latest`. Throws what loading throws.
 */
export async function openKept(order: KeptOrder): Promise<KeptData | null> {
  const folder = keptFolder(order.root);
  const path = joinPath(folder, `${keptKey(order.plan, order.layout)}.duckdb`);
  if (inUse.has(path)) return null;
  inUse.add(path);
  let kept: KeptData | 'not here' | 'afresh' = 'not here';
  try {
    const clock = prepareFolder(folder);
    kept = existsSync(path) ? await reopen(order, path, clock) : 'afresh';
    if (kept === 'afresh') kept = await make(order, path, clock);
    if (kept === 'not here') return null;
    const { database } = kept;
    return { ...kept, database: { connection: database.connection, close: () => close(database, path) } };
  } catch (cause) {
    // Whatever keeps data from being kept does not keep them from being read.
    if (cause instanceof LifecycleError) throw cause;
    return null;
  } finally {
    if (kept === 'not here' || kept === 'afresh') inUse.delete(path);
  }
}

function close(database: Database, path: string): void {
  try {
    database.close();
    protectKept(path);
  } catch {
    // What could not be written down is not there the next time.
  } finally {
    inUse.delete(path);
  }
}

async function reopen(order: KeptOrder, path: string, clock: bigint): Promise<KeptData | 'not here' | 'afresh'> {
  const database = await openDatabase(bytesOf(order), true);
  const { connection } = database;
  try {
    await attach(connection, path);
    const state = await readState(connection, keptKey(order.plan, order.layout));
    if (state === null) throw new Error('not what it should be');
    if (state.lastTime !== null && state.lastTime > order.latest + DAY) {
      database.close();
      return 'not here';
    }
    const next = await bringUpToDate(connection, order, state, clock);
    if (next === null) throw new Error('to be read anew');
    return { database, state: next, report: await reportOf(connection, next, order.latest) };
  } catch (cause) {
    database.close();
    // A fault of the new data is told by whoever reads all of them.
    if (cause instanceof LifecycleError || /\block\b|being used/i.test(String(cause))) return 'not here';
    removeKept(path);
    return 'afresh';
  }
}

async function make(order: KeptOrder, path: string, clock: bigint): Promise<KeptData | 'not here'> {
  const { plan, layout, latest, together } = order;
  const draft = `${path}.${process.pid}.part`;
  const database = await openDatabase(bytesOf(order), true);
  const { connection } = database;
  try {
    const [profiles, events] = [readSources(order.profiles, clock), readSources(order.events, clock)];
    removeKept(draft);
    await attach(connection, draft);
    protectKept(draft);
    const shelf = eventBatches(order.events, together).length > 1 ? await attachShelf(connection, draft) : IN_MEMORY;
    const report = new QualityReport();
    await loadProfiles(connection, plan, layout, order.profiles, report);
    await loadEvents(connection, layout, order.events, latest, report, { areKept: true, shelf, together });
    await connection.run(
      `CREATE TABLE event_times AS SELECT time, name, pid, zone FROM events ORDER BY time; ${STATE_SQL}`,
    );
    const recentAfter = await makeRecentEvents(connection);
    const [[last] = []] = await readRows(connection, 'SELECT CAST(last AS DOUBLE) FROM event_span');
    if (!areUnchanged(profiles, order.profiles) || !areUnchanged(events, order.events))
      throw new Error('the data changed while they were read');
    const key = keptKey(plan, layout);
    const state: KeptState = {
      key,
      version: await versionOf(connection, { key, profiles, events }),
      step: 0,
      profiles,
      events,
      profileReport: report.of('profiles'),
      eventReport: withoutAside(report.of('events')),
      lastTime: last === null || last === undefined ? null : Number(last),
      recentAfter,
      appended: 0,
    };
    await writeState(connection, state);
    await connection.run(`DETACH DATABASE IF EXISTS ${SHELF}; CHECKPOINT kept; USE memory; DETACH kept`);
    removeKept(shelfOf(draft));
    removeKept(path);
    renameSync(draft, path);
    await attach(connection, path);
    removeOld(keptFolder(order.root), path, clock);
    return { database, state, report: await reportOf(connection, state, latest) };
  } catch (cause) {
    database.close();
    for (const each of [draft, shelfOf(draft)]) removeKept(each);
    if (cause instanceof LifecycleError) throw cause;
    return 'not here';
  }
}

/** The state after everything that is new was taken in; null when that cannot be done exactly. */
async function bringUpToDate(
  connection: DuckDBConnection,
  order: KeptOrder,
  before: KeptState,
  clock: bigint,
): Promise<KeptState | null> {
  const profiles = compareSources(before.profiles, order.profiles, clock);
  const events = compareSources(before.events, order.events, clock);
  const isNewer = profiles.isOther || profiles.added.length > 0 || profiles.grown.length > 0;
  if (events.isOther || (events.grown.length > 0 && hasDoubtfulLines(before))) return null;
  let state: KeptState | null = before;
  if (isNewer) state = await takeProfiles(connection, order, state, profiles);
  if (state !== null && events.added.length + events.grown.length > 0)
    state = await takeEvents(connection, order, state, events);
  if (state !== null) state = await takeAside(connection, order, state);
  if (
    state === null ||
    state.appended > Math.max(FEW_APPENDED, MOST_APPENDED * (await readCount(connection, 'events')))
  )
    return null;
  // What had to be read again and was the same, as just after it was written, need not be read the next time.
  const files = { profiles: profiles.now, events: events.now };
  if (areKnown(state.profiles, files.profiles) && areKnown(state.events, files.events)) return state;
  const known = { ...state, ...files };
  return inTransaction(connection, () => written(connection, known));
}

/** A file whose lines could not all be read may go on in the middle of something. */
function hasDoubtfulLines({ eventReport }: KeptState): boolean {
  return eventReport.findings.some(({ reason }) => isReject(reason));
}

async function takeProfiles(
  connection: DuckDBConnection,
  order: KeptOrder,
  before: KeptState,
  { now }: SourceChanges,
): Promise<KeptState | null> {
  const profileReport = await readProfilesAgain(connection, order.plan, order.layout, order.profiles);
  if (profileReport === null) return null;
  const step = before.step + 1;
  const state = await inTransaction(connection, async () => {
    await changeProfiles(connection, step);
    return written(connection, { ...before, step, profiles: now, profileReport });
  });
  await dropProfilesAgain(connection);
  return state;
}

async function takeEvents(
  connection: DuckDBConnection,
  order: KeptOrder,
  before: KeptState,
  { added, grown, now }: SourceChanges,
): Promise<KeptState | null> {
  const folder = keptFolder(order.root);
  const tails = grown.map((each, i) => tailOf(each, folder, i));
  try {
    const files = [...added, ...tails].sort((a, b) => (a.name < b.name ? -1 : 1));
    const news = await readNews(connection, order.layout, files, order.latest);
    return news === null ? null : await takeNews(connection, { ...before, events: now }, news);
  } finally {
    for (const { path } of tails) rmSync(path, { force: true });
  }
}

/** Events that were aside and whose day has come. */
async function takeAside(
  connection: DuckDBConnection,
  { layout, latest }: KeptOrder,
  before: KeptState,
): Promise<KeptState | null> {
  const { files, stage } = await dueAside(connection, latest);
  if (files.length === 0) return before;
  const news = await readNews(connection, layout, files, latest, stage);
  return news === null ? null : takeNews(connection, before, news, `ms <= ${latest + DAY}`);
}

async function takeNews(
  connection: DuckDBConnection,
  before: KeptState,
  { report, rows, lastTime }: News,
  notAside = 'FALSE',
): Promise<KeptState> {
  const step = before.step + 1;
  const merged = new QualityReport();
  merged.addAll(before.eventReport);
  merged.addAll(report);
  const state = await inTransaction(connection, async () => {
    await connection.run(`DELETE FROM aside_events WHERE ${notAside}`);
    await addNews(connection, step, before.recentAfter);
    return written(connection, {
      ...before,
      step,
      eventReport: merged.of('events'),
      lastTime: Math.max(before.lastTime ?? Number.NEGATIVE_INFINITY, lastTime ?? Number.NEGATIVE_INFINITY),
      appended: before.appended + rows,
    });
  });
  await dropNews(connection);
  return state;
}

async function written(connection: DuckDBConnection, state: KeptState): Promise<KeptState> {
  const next = { ...state, version: await versionOf(connection, state) };
  await writeState(connection, next);
  return next;
}

async function inTransaction<T>(connection: DuckDBConnection, act: () => Promise<T>): Promise<T> {
  await connection.run('BEGIN');
  const result = await act();
  await connection.run('COMMIT');
  return result;
}

/** What was wrong with the data, and how many events are aside at a moment. */
async function reportOf(
  connection: DuckDBConnection,
  { profileReport, eventReport }: KeptState,
  latest: Instant,
): Promise<QualityReport> {
  const report = new QualityReport();
  report.addAll(profileReport);
  report.addAll(eventReport);
  const names = (await readRows(connection, 'SELECT DISTINCT file FROM aside_events')).map(([name]) => String(name));
  if (names.length === 0) return report;
  const files = names.sort(compareText).map(lineless);
  const places = files.map(({ name }, i) => `(${i}, ${literal(name)})`).join(', ');
  const found = await new Locator(connection, 'raw_events', files).describe(
    `SELECT p.i AS file, a.line, a.time_text AS seen FROM aside_events a JOIN (VALUES ${places}) p(i, name) ON p.name = a.file`,
  );
  report.addRows('events', found.count);
  const reason = `${AHEAD} (after ${formatLocal(latest + DAY, 'UTC')} UTC)`;
  report.add({ source: 'events', reason, ...found }, true, `1 ${AHEAD}`);
  return report;
}

/** The database on disk where events of several batches wait for each other. */
const SHELF = 'shelf';

function shelfOf(draft: string): string {
  return `${draft}.${SHELF}`;
}

async function attachShelf(connection: DuckDBConnection, draft: string): Promise<string> {
  const path = shelfOf(draft);
  removeKept(path);
  await connection.run(`ATTACH ${literal(path)} AS ${SHELF} (STORAGE_VERSION 'latest')`);
  protectKept(path);
  return SHELF;
}

/** Where and how a file is attached. */
async function attach(connection: DuckDBConnection, path: string): Promise<void> {
  await connection.run(`ATTACH ${literal(path)} AS kept (STORAGE_VERSION 'latest'); USE kept`);
}

function bytesOf({ profiles, events }: KeptOrder): number {
  return [...profiles, ...events].reduce((sum, { bytes }) => sum + bytes, 0);
}
