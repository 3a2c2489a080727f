import type { DuckDBConnection } from '@duckdb/node-api';
import { canonicalZone } from '../calendar/zone.js';
import { parseEmailAddress } from '../model/email-address.js';
import { mixesScripts } from '../model/mixes-scripts.js';
import type { Plan } from '../model/plan.js';
import { readColumns, readCount } from './connection.js';
import type { DataFile } from './data-files.js';
import type { Layout } from './layout.js';
import { Locator } from './locate.js';
import { mapTexts, type Reading } from './map-texts.js';
import { parsePhoneNumber } from './phone-number.js';
import type { QualityReport } from './quality.js';
import { didNotFit, valueFromText } from './sql/convert.js';
import { literal, textKey } from './sql/text.js';
import { type MissingColumn, stageProfiles } from './stage-profiles.js';

/**
 * Loads profiles into `profiles(pid, id, zone, locale, email, email_problem, phone, phone_problem, a0, a1, …)` and `zones(zone, name)`; `pid` counts from 0 in the order of ids. What is wrong goes
 * into the report.
 */
export async function loadProfiles(
  connection: DuckDBConnection,
  plan: Plan,
  layout: Layout,
  files: readonly DataFile[],
  report: QualityReport,
): Promise<void> {
  const { identity } = plan;
  const others = [identity.email, identity.phone, identity.timezone, identity.locale].filter((name) => name !== null);
  const wanted = [...new Set([...others, ...layout.attributes.keys()])];
  const missing = await stageProfiles(connection, files, identity.id, wanted);
  const raw = (name: string | null) => (name === null ? 'NULL' : `v${wanted.indexOf(name)}`);
  const locator = new Locator(connection, 'raw_profiles', files);
  await reportRows(connection, locator, report, wanted.length);
  await reportMissing(connection, files, missing, layout, report);

  await connection.run(`CREATE TEMP TABLE known_profiles AS
    SELECT CAST(row_number() OVER () - 1 AS INTEGER) AS pid, * FROM (SELECT * FROM raw_profiles WHERE usable ORDER BY ${textKey('id')})`);
  // What the locator asks.
  await connection.run(
    'CREATE OR REPLACE TEMP TABLE raw_profiles AS SELECT file, line FROM raw_profiles WHERE problem IS NOT NULL',
  );
  const known = (name: string | null) => ({ table: 'known_profiles', column: raw(name) });
  await mapTexts(connection, known(identity.email), 'read_emails', readEmail(identity.email !== null));
  await mapTexts(connection, known(identity.phone), 'read_phones', readPhone);
  await mapTexts(connection, known(identity.timezone), 'read_zones', readZone(plan.timezone));
  await mapTexts(connection, known(identity.locale), 'read_locales', readLocale);
  await connection.run(`CREATE TABLE zones AS
    SELECT row_number() OVER (ORDER BY name) - 1 AS zone, name FROM (SELECT DISTINCT value AS name FROM read_zones)`);
  const attributes = [...layout.attributes].map(
    ([name, { column, type, declared }]) => `, ${valueFromText(raw(name), type, declared.enum)} AS ${column}`,
  );
  await connection.run(`CREATE TABLE profiles AS
    SELECT pid, id, CAST(z.zone AS SMALLINT) AS zone, l.value AS locale, e.value AS email, CASE WHEN e.text <> '' AND e.value IS NULL THEN e.problem END AS email_problem,
      t.value AS phone, t.problem AS phone_problem${attributes.join('')}
    FROM known_profiles k
      JOIN read_emails e ON e.text = coalesce(${raw(identity.email)}, '')
      JOIN read_phones t ON t.text = coalesce(${raw(identity.phone)}, '')
      JOIN (SELECT text, zone FROM read_zones JOIN zones ON zones.name = value) z ON z.text = coalesce(${raw(identity.timezone)}, '')
      JOIN read_locales l ON l.text = coalesce(${raw(identity.locale)}, '')
    ORDER BY pid`);
  for (const [table, name] of [
    ['read_emails', identity.email],
    ['read_phones', identity.phone],
    ['read_zones', identity.timezone],
    ['read_locales', identity.locale],
  ] as const)
    await reportReadings(connection, locator, report, table, raw(name));
  for (const [name, { column, type, declared }] of layout.attributes) {
    const seen = declared.pii ? 'NULL' : `k.${raw(name)}`;
    const rows = `SELECT k.file, k.line, ${seen} AS seen FROM known_profiles k JOIN profiles p USING (pid) WHERE ${didNotFit(`k.${raw(name)}`, type, `p.${column}`)}`;
    const wants = declared.enum === null ? type : 'its enum';
    report.add(
      { source: 'profiles', reason: `value of "${name}" does not fit ${wants}`, ...(await locator.describe(rows)) },
      false,
    );
  }
  await connection.run(
    'DROP TABLE raw_profiles; DROP TABLE known_profiles; DROP TABLE read_emails; DROP TABLE read_phones; DROP TABLE read_zones; DROP TABLE read_locales',
  );
}

/** Judges whole rows: adds the column `usable` to the staged ones, true once for each profile that is known. */
async function reportRows(
  connection: DuckDBConnection,
  locator: Locator,
  report: QualityReport,
  width: number,
): Promise<void> {
  const content = ['id', ...Array.from({ length: width }, (_, i) => `v${i}`)].join(', ');
  // Numbers stand in for the texts where all people are gone through.
  const doubtful = `SELECT id FROM raw_profiles WHERE hash(id) IN (SELECT hash(id) AS h FROM raw_profiles WHERE id IS NOT NULL GROUP BY h HAVING count(*) > 1)`;
  await connection.run(`CREATE TEMP TABLE again AS SELECT file, line, ${content} FROM raw_profiles
    WHERE id IN (SELECT id FROM (${doubtful}) GROUP BY id HAVING count(*) > 1)`);
  await connection.run(
    `CREATE TEMP TABLE repeated AS SELECT id, count(*) AS variants FROM (SELECT DISTINCT ${content} FROM again) GROUP BY id`,
  );
  await connection.run(`CREATE OR REPLACE TEMP TABLE raw_profiles AS
    WITH judged AS (SELECT *, CASE WHEN problem IS NOT NULL THEN problem WHEN id IS NULL THEN 'no profile id' END AS reason FROM raw_profiles),
      firsts AS (SELECT file, line, TRUE AS is_first FROM again QUALIFY row_number() OVER (PARTITION BY id ORDER BY file, abs(line)) = 1)
    SELECT j.*, reason IS NULL AND (r.id IS NULL OR (r.variants = 1 AND f.is_first IS NOT NULL)) AS usable, r.variants
      FROM judged j LEFT JOIN repeated r ON r.id = j.id LEFT JOIN firsts f ON f.file = j.file AND f.line = j.line`);
  report.addRows('profiles', await readCount(connection, 'raw_profiles'));
  const [reasons = []] = await readColumns(
    connection,
    'SELECT DISTINCT reason FROM raw_profiles WHERE reason IS NOT NULL ORDER BY reason',
  );
  for (const reason of reasons.map(String)) {
    const found = await locator.describe(
      `SELECT file, line, CAST(NULL AS VARCHAR) AS seen FROM raw_profiles WHERE reason = ${literal(reason)}`,
    );
    report.add({ source: 'profiles', reason, ...found }, true);
  }
  const repeats = (where: string) =>
    locator.describe(`SELECT file, line, id AS seen FROM raw_profiles WHERE reason IS NULL AND ${where}`);
  report.add(
    { source: 'profiles', reason: 'profile id twice with different data', ...(await repeats('variants > 1')) },
    true,
  );
  report.add(
    {
      source: 'profiles',
      reason: 'same profile twice (counted once)',
      ...(await repeats('variants = 1 AND NOT usable')),
    },
    false,
  );
  await connection.run('DROP TABLE again; DROP TABLE repeated');
}

/** A column that is not in a file leaves every row of the file without the value. */
async function reportMissing(
  connection: DuckDBConnection,
  files: readonly DataFile[],
  missing: readonly MissingColumn[],
  layout: Layout,
  report: QualityReport,
): Promise<void> {
  for (const { file, name } of missing) {
    if (layout.attributes.get(name)?.declared.optional === true) continue;
    const count = await readCount(connection, `raw_profiles WHERE file = ${file}`);
    const samples = [{ file: files[file]!.name, line: 0, text: files[file]!.name }];
    report.add({ source: 'profiles', reason: `no column "${name}"`, count, samples }, false);
  }
}

async function reportReadings(
  connection: DuckDBConnection,
  locator: Locator,
  report: QualityReport,
  table: string,
  column: string,
): Promise<void> {
  if (column === 'NULL') return;
  const [reasons = []] = await readColumns(
    connection,
    `SELECT DISTINCT problem FROM ${table} WHERE problem IS NOT NULL ORDER BY problem`,
  );
  for (const reason of reasons.map(String)) {
    // The text itself may be somebody's address or number: the profile's id finds the row.
    const isPrivate = table === 'read_emails' || table === 'read_phones';
    const rows = `SELECT k.file, k.line, ${isPrivate ? 'k.id' : `k.${column}`} AS seen FROM known_profiles k
      JOIN ${table} r ON r.text = coalesce(k.${column}, '') WHERE r.problem = ${literal(reason)}`;
    report.add({ source: 'profiles', reason, ...(await locator.describe(rows)) }, false);
  }
}

function readEmail(isNamed: boolean): (text: string) => Reading {
  return (text) => {
    if (!isNamed) return { value: null, problem: 'the project names no email column (identity.email)' };
    const read = parseEmailAddress(text);
    if ('problem' in read) return { value: null, problem: read.problem };
    const { address } = read;
    const isDoubtful = mixesScripts(address.slice(address.lastIndexOf('@') + 1));
    return { value: address, problem: isDoubtful ? 'email domain mixes scripts that look alike (it is used)' : null };
  };
}

/** Many people give no number: that is no flaw of the data. */
function readPhone(text: string): Reading {
  if (text.trim() === '') return { value: null, problem: null };
  const read = parsePhoneNumber(text);
  return 'number' in read ? { value: read.number, problem: null } : { value: null, problem: read.problem };
}

function readZone(fallback: string): (text: string) => Reading {
  return (text) => {
    if (text === '') return { value: fallback, problem: null };
    const zone = canonicalZone(text);
    return zone === null
      ? { value: fallback, problem: 'unknown time zone (the project zone is used)' }
      : { value: zone, problem: null };
  };
}

function readLocale(text: string): Reading {
  if (text === '') return { value: null, problem: null };
  try {
    return { value: Intl.getCanonicalLocales(text.replaceAll('_', '-'))[0] ?? null, problem: null };
  } catch {
    return { value: null, problem: 'not a language tag' };
  }
}
