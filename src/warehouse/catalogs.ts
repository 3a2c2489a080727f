import type { DuckDBConnection } from '@duckdb/node-api';
import type { CatalogRow } from '../model/facts.js';
import { invariant } from '../model/failure.js';
import type { Plan, PlanCatalog } from '../model/plan.js';
import type { Value } from '../model/value.js';
import { readColumns, readCount } from './connection.js';
import { findDataFiles } from './data-files.js';
import { Locator } from './locate.js';
import type { QualityReport } from './quality.js';
import { didNotFit, valueFromText } from './sql/convert.js';
import { literal } from './sql/text.js';
import { stageProfiles } from './stage-profiles.js';

const STAGED = 'raw_profiles';

/** Looks rows up in the plan's catalogs. */
export type LookUp = (catalog: string, keys: readonly string[]) => Promise<ReadonlyMap<string, CatalogRow>>;

/**
 * Loads the catalogs of a plan, each into a table of its own; what is wrong goes into the report: a row without a key, and rows that have one key and different values, are set aside. Throws LC910
 * to LC914 when a file is missing or cannot be read. Returns the way to look rows up.
 */
export async function loadCatalogs(
  connection: DuckDBConnection,
  plan: Plan,
  root: string,
  report: QualityReport,
): Promise<LookUp> {
  const tables = new Map<string, string>();
  for (const [name, catalog] of Object.entries(plan.catalogs)) {
    const table = `catalog_${tables.size}`;
    await loadCatalog(connection, name, catalog, table, root, report);
    tables.set(name, table);
  }
  return async (name, keys) => {
    const catalog = plan.catalogs[name];
    const table = tables.get(name);
    invariant(catalog !== undefined && table !== undefined, `catalog ${name} is in the plan`);
    return readRows(connection, catalog, table, keys);
  };
}

async function loadCatalog(
  connection: DuckDBConnection,
  name: string,
  { file, key, columns }: PlanCatalog,
  table: string,
  root: string,
  report: QualityReport,
): Promise<void> {
  const setting = `data.catalogs.${name}`;
  const files = findDataFiles(root, [file], `${setting}.file`);
  const others = Object.keys(columns).filter((column) => column !== key);
  const subject = { what: `the key of catalog "${name}"`, help: `correct ${setting}.key` };
  const missing = await stageProfiles(connection, files, key, others, subject);
  const locator = new Locator(connection, STAGED, files);
  const add = async (reason: string, where: string, whole: boolean): Promise<void> => {
    const found = await locator.describe(`SELECT file, line, id AS seen FROM ${table}_judged WHERE ${where}`);
    report.add({ source: 'catalogs', reason: `${name}: ${reason}`, ...found }, whole);
  };
  const keyType = columns[key]?.type ?? 'string';
  const content = ['id', ...others.map((_, i) => `v${i}`)].join(', ');
  await connection.run(`CREATE TEMP TABLE ${table}_keyed AS SELECT *, ${valueFromText('id', keyType, null)} AS key, CASE
      WHEN problem IS NOT NULL THEN problem WHEN id IS NULL THEN 'no ' || ${literal(key)}
      WHEN ${valueFromText('id', keyType, null)} IS NULL THEN ${literal(`value of "${key}" does not fit ${keyType}`)} END AS reason FROM ${STAGED}`);
  await connection.run(`CREATE TEMP TABLE ${table}_judged AS
    SELECT k.*, coalesce(variants, 1) AS variants, row_number() OVER (PARTITION BY k.key, reason ORDER BY file, abs(line)) AS place
    FROM ${table}_keyed k LEFT JOIN (SELECT key, count(DISTINCT to_json(struct_pack(${content.replace(/\w+/g, '$& := $&')}))) AS variants
      FROM ${table}_keyed WHERE reason IS NULL GROUP BY key HAVING count(*) > 1) r ON r.key = k.key AND k.reason IS NULL`);
  report.addRows('catalogs', await readCount(connection, `${table}_judged`));
  const [reasons = []] = await readColumns(
    connection,
    `SELECT DISTINCT reason FROM ${table}_judged WHERE reason IS NOT NULL ORDER BY reason`,
  );
  for (const reason of reasons.map(String)) await add(reason, `reason = ${literal(reason)}`, true);
  await add(`"${key}" twice with different data`, 'reason IS NULL AND variants > 1', true);
  await add('same row twice (counted once)', 'reason IS NULL AND variants = 1 AND place > 1', false);
  const typed = others.map((column, i) => `, ${valueFromText(`v${i}`, columns[column]!.type, null)} AS c${i}`);
  await connection.run(`CREATE TEMP TABLE ${table} AS SELECT key${typed.join('')}, file, line, id${others.map((_, i) => `, v${i}`).join('')}
    FROM ${table}_judged WHERE reason IS NULL AND variants = 1 AND place = 1`);
  for (const [i, column] of others.entries()) {
    const { type, optional } = columns[column]!;
    const unfit = `SELECT file, line, v${i} AS seen FROM ${table} WHERE ${didNotFit(`v${i}`, type, `c${i}`)}`;
    report.add(
      {
        source: 'catalogs',
        reason: `${name}: value of "${column}" does not fit ${type}`,
        ...(await locator.describe(unfit)),
      },
      false,
    );
    if (optional) continue;
    for (const { file: index } of missing.filter((one) => one.name === column)) {
      const count = await readCount(connection, `${table} WHERE file = ${index}`);
      report.add(
        {
          source: 'catalogs',
          reason: `${name}: no column "${column}"`,
          count,
          samples: [{ file: files[index]!.name, line: 0, text: files[index]!.name }],
        },
        false,
      );
    }
  }
  await connection.run(`DROP TABLE ${STAGED}; DROP TABLE ${table}_keyed; DROP TABLE ${table}_judged`);
}

async function readRows(
  connection: DuckDBConnection,
  { key, columns }: PlanCatalog,
  table: string,
  keys: readonly string[],
): Promise<ReadonlyMap<string, CatalogRow>> {
  const isNumber = columns[key]?.type === 'number';
  // A number is known by its one spelling: "007" is not 7.
  const asked = isNumber ? keys.map(Number).filter((n, i) => String(n) === keys[i]) : keys;
  if (asked.length === 0) return new Map();
  const others = Object.keys(columns).filter((column) => column !== key);
  const values = others.map((column, i) => (columns[column]?.type === 'time' ? `, CAST(c${i} AS DOUBLE)` : `, c${i}`));
  const [found = [], ...cells] = await readColumns(
    connection,
    `SELECT key${values.join('')} FROM ${table} WHERE key IN (${asked.map(literal).join(', ')}) ORDER BY key`,
  );
  return new Map(
    found.map((value, row) => {
      const record = Object.create(null) as Record<string, Value>;
      record[key] = value as Value;
      for (const [i, column] of others.entries()) record[column] = (cells[i]?.[row] ?? null) as Value;
      return [String(value), record];
    }),
  );
}
