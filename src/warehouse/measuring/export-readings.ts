import { existsSync, mkdirSync, readFileSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { INTEGER, VARCHAR } from '@duckdb/node-api';
import { LifecycleError } from '../../model/failure.js';
import type { Plan } from '../../model/plan.js';
import type { Instant } from '../../model/value.js';
import { findDataFiles } from '../data-files.js';
import { literal, quoteName } from '../sql/text.js';
import type { World } from '../world.js';
import { eventsWithEdges } from './doings-sql.js';
import type { ExposureNames } from './load-exposures.js';
import { REPORT_SQL_MARK, reportSql } from './report-sql.js';
import { TableWriter } from './table-writer.js';

const FILES = ['exposures.csv', 'events.csv', 'report.sql'] as const;

/**
 * Writes `exposures.csv`, `events.csv` (of exposed profiles, what metrics ask for) and `report.sql` into a folder: everything from which anybody can work out again what was counted. They hold personal
 * data. Throws LC948 where files of these names are not an earlier export, or would be read as data of the project, LC915 where they cannot be written.
 */
export async function exportReadings(
  world: World,
  root: string,
  names: ExposureNames,
  folder: string,
  asOf: Instant,
): Promise<readonly string[]> {
  const { connection, plan, people, layout } = world;
  refuseForeignFiles(folder);
  refuseDataFolder(world.plan, root, folder);
  const sql = reportSql(plan, asOf);
  await writeNames(world, names);
  const iso = (ms: string) => `strftime(make_timestamp(CAST(${ms} AS BIGINT) * 1000), '%Y-%m-%dT%H:%M:%S.%g')`;
  const spans = sql.spans.columns.map((name) => `, CAST(e.${name} AS BIGINT) AS ${name}`).join('');
  const known = [...sql.attributes.values()].map((name) => `, k.${name}`).join('');
  const exposures = `SELECT e.place, c.name AS campaign, s.name AS salt, u.name AS unit, e.share, CASE WHEN e.held THEN 'held' ELSE 'sent' END AS arm,
      CASE WHEN e.global THEN 'global' WHEN e.held THEN 'campaign' END AS by_holdout, p.name AS profile_id, m.name AS message_id, ${iso('e.t')} AS exposed_at,
      ch.name AS channel, i.name AS incentive, ${iso('e.began')} AS window_before, ${iso('e.ends')} AS window_ends, e.first_day, e.ends_day${spans}${known}
    FROM exposures e JOIN names c ON c.kind = 'campaigns' AND c.code = e.campaign JOIN names s ON s.kind = 'salts' AND s.code = e.salt
      JOIN names m ON m.kind = 'messages' AND m.code = e.place JOIN names u ON u.kind = 'people' AND u.code = e.unit
      JOIN names p ON p.kind = 'people' AND p.code = e.pid LEFT JOIN names ch ON ch.kind = 'channels' AND ch.code = e.channel
      LEFT JOIN names i ON i.kind = 'incentives' AND i.code = e.incentive ${known === '' ? '' : 'LEFT JOIN known k ON k.pid = e.pid'}
    WHERE e.campaign < ${plan.campaigns.length} ORDER BY e.place`;
  const codes = sql.events.map((name) => layout.eventCodes.get(name)!);
  const eventNames = codes.map((code) => `WHEN ${code} THEN ${literal(layout.eventNames[code]!)}`).join(' ');
  const columns = sql.columns.map(({ column, header }) => `, e.${column} AS ${quoteName(header)}`).join('');
  const moments = world.zones.map((zone) => ({ zone, at: asOf }));
  const events = `SELECT e.ord AS place, p.id AS profile_id, CASE e.name ${eventNames === '' ? 'WHEN NULL THEN NULL' : eventNames} END AS event, ${iso('e.time')} AS time${columns}
    FROM ${eventsWithEdges(sql.lowering, moments)} e JOIN profiles p ON p.pid = e.pid
    WHERE e.name IN (${codes.join(', ') || 'NULL'}) AND e.pid IN (SELECT pid FROM exposures WHERE pid < ${people.count}) ORDER BY e.ord`;
  try {
    mkdirSync(folder, { recursive: true });
    await connection.run(copy(exposures, join(folder, 'exposures.csv.part')));
    await connection.run(copy(events, join(folder, 'events.csv.part')));
    writeFileSync(join(folder, 'report.sql.part'), sql.text);
    // Until here nothing of an earlier export is gone.
    for (const file of FILES) renameSync(join(folder, `${file}.part`), join(folder, file));
  } catch (cause) {
    throw cannotWrite(folder, cause);
  } finally {
    await connection.run('DROP TABLE IF EXISTS names');
  }
  return FILES;
}

/** A folder may well hold the project's own events.csv. */
function refuseForeignFiles(folder: string): void {
  const there = FILES.filter((file) => existsSync(join(folder, file)));
  if (there.length === 0) return;
  const sql = join(folder, 'report.sql');
  if (existsSync(sql) && readFileSync(sql, 'utf8').startsWith(REPORT_SQL_MARK)) return;
  throw new LifecycleError('LC948', `${folder} holds ${there.join(' and ')} already, and not from an earlier export`, [
    'choose an empty folder: nothing there was touched',
  ]);
}

/** What is exported must not come back as data: the next run would count every event twice. */
function refuseDataFolder({ data }: Plan, root: string, folder: string): void {
  const read = [...data.profiles, ...data.events];
  const probe = join(folder, 'events.csv');
  const isThere = existsSync(probe);
  try {
    mkdirSync(folder, { recursive: true });
    if (!isThere) writeFileSync(probe, '');
    const path = realpathSync(probe);
    if (!findDataFiles(root, read, 'data').some((file) => realpathSync(file.path) === path)) return;
  } catch (cause) {
    if (cause instanceof LifecycleError) throw cause;
    throw cannotWrite(folder, cause);
  } finally {
    if (!isThere) rmSync(probe, { force: true });
  }
  throw new LifecycleError('LC948', `${folder} is where the project's data are read from`, [
    'choose another folder: what is exported must not come back as data',
  ]);
}

function cannotWrite(folder: string, cause: unknown): LifecycleError {
  const why = (cause as Error).message;
  return new LifecycleError('LC915', `${folder} cannot be written: ${why}`, ['choose another folder'], 3, { cause });
}

async function writeNames({ connection }: World, names: ExposureNames): Promise<void> {
  const writer = await TableWriter.create(connection, 'names', [
    ['kind', VARCHAR],
    ['code', INTEGER],
    ['name', VARCHAR],
  ]);
  for (const [kind, list] of Object.entries(names))
    for (const [code, name] of (list as readonly string[]).entries()) writer.add([kind, code, name]);
  writer.close();
}

function copy(query: string, path: string): string {
  return `COPY (${query}) TO ${literal(path)} (FORMAT csv, HEADER true, DELIMITER ',', QUOTE '"', ESCAPE '"')`;
}
