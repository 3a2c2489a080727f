import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';

// What every world has in common: its calendar, its people and the words of its events. Everything follows from the number of profiles: the same number, the same bytes.

export const DAY = 86_400_000;
export const DAYS = 364;
/** The moment at which a world's recorded past ends, and from which more is added. */
export const END = Date.parse('2026-06-01T00:00:00Z');
export const START = END - DAYS * DAY;
export const EVENTS_EACH = 10;

/** One file for each four weeks, as an export that is appended to. */
export const FILES = 13;

/** Event names and how many of 1,000 that are not made of another event have each. 40 % of carts are followed by an order besides. */
export const NAMES = [
  ['product_viewed', 450],
  ['app_opened', 180],
  ['searched', 110],
  ['cart_updated', 120],
  ['wishlist_added', 60],
  ['order_placed', 35],
  ['review_posted', 25],
  ['support_asked', 20],
];
export const CATEGORIES = ['brewers', 'grinders', 'kettles', 'beans', 'filters', 'cups'];
export const COUNTRIES = ['DE', 'AT', 'FR', 'GB', 'US', 'JP', 'AU', 'BR'];
export const TIERS = ['none', 'silver', 'gold'];
export const ZONES = [
  'Europe/Berlin',
  'Europe/Vienna',
  'Europe/Paris',
  'Europe/London',
  'America/New_York',
  'Asia/Tokyo',
  'Australia/Sydney',
  'America/Sao_Paulo',
];

/** Opens a database of its own under a limit of memory, with nothing that depends on the machine. */
export async function openMaker(folder) {
  const instance = await DuckDBInstance.create(':memory:', {
    memory_limit: '4GB',
    temp_directory: join(folder, '.making'),
    preserve_insertion_order: 'true',
  });
  const connection = await instance.connect();
  await connection.run(`SET TimeZone = 'UTC'`);
  const run = (sql) => connection.run(sql);
  const one = async (sql) => (await connection.runAndReadAll(sql)).getRows()[0].map(Number);
  const close = () => {
    connection.closeSync();
    instance.closeSync();
  };
  return { run, one, close };
}

/** A number from 0 to 1 that follows from a whole number of SQL and a purpose. DuckDB mixes one number well, several together badly. */
export const chance = (purpose, n) =>
  `((hash(xor(CAST(${n} AS BIGINT), ${BigInt(`0x${createHash('sha256').update(purpose).digest('hex').slice(0, 15)}`)})) >> 11) / 9007199254740992.0)`;
const list = (texts) => `[${texts.map((each) => `'${each}'`).join(', ')}]`;
/** One of a list of texts by a number from 0 to 1. */
export const pick = (texts, number) => `${list(texts)}[1 + CAST(floor(${texts.length} * ${number}) AS INTEGER)]`;

/** The id of the person of a number: short ones, padded ones, and such as other systems hand out. */
export const profileId = (n) => `CASE ${n} % 4 WHEN 0 THEN 'c' || ${n} WHEN 1 THEN 'customer-' || lpad(CAST(${n} AS VARCHAR), 9, '0')
  WHEN 2 THEN CAST(md5('p' || ${n}) AS UUID)::VARCHAR ELSE 'crm:' || ((${n} * 48271) % 2147483647) || '/' || ${n} END`;

/** SQL of the people of a world. The busy ones stand anywhere. */
export function profilesSql(profiles) {
  return `SELECT ${profileId('n')} AS customer_id,
      CASE WHEN ${chance('no email', 'n')} < 0.99 THEN 'person' || n || '@' || ${pick(['mail.test', 'post.test', 'firm.test', 'home.test'], chance('domain', 'n'))} END AS email,
      CASE WHEN ${chance('nameless', 'n')} < 0.9 THEN ${pick(['Ada', 'Ben', 'Chloe', 'Deniz', 'Emre', 'Freya', 'Goran', 'Hana', 'Ines', 'Jun'], chance('name', 'n'))} END AS first_name,
      ${pick(['en', 'de'], chance('language', 'n'))} AS lang,
      ${pick(COUNTRIES, 'place')} AS country, ${pick(ZONES, 'place')} AS tz,
      CASE WHEN ${chance('tier known', 'n')} < 0.8 THEN ${pick(TIERS, `pow(${chance('tier', 'n')}, 2)`)} END AS tier,
      CAST(18 + floor(62 * ${chance('age', 'n')}) AS INTEGER) AS age,
      CAST(make_timestamp(CAST((${START} - ${3 * 365 * DAY} + ${4 * 365 * DAY} * ${chance('signup', 'n')}) * 1000 AS BIGINT)) AS DATE) AS signup_date,
      ${chance('offers', 'n')} < 0.7 AS consent_offers, ${chance('tips', 'n')} < 0.55 AS consent_tips
    FROM (SELECT n, pow(${chance('place', 'n')}, 1.8) AS place FROM range(${profiles}) r(n))`;
}

/** SQL of the events numbered from `from` to `to`, each at its time by `time` (SQL of milliseconds over `i`), and the orders that follow 40 % of the carts; in the order of time. */
export function eventsSql(profiles, from, to, time) {
  // The busiest of a million has about 1,800 events of ten million, the quiet ones six.
  const person = `((CAST(floor(${profiles} * pow(${chance('who', 'i')}, 1.6)) AS BIGINT) * 7368787) % ${profiles})`;
  let sum = 0;
  const names = NAMES.map(([name, share]) => `WHEN kind < ${(sum += share) / 1000} THEN '${name}'`).join(' ');
  // Quarters, whose sums are exact in whatever order they are added: then ways that answer the same can be compared by equality.
  const value = `round(20 + 780 * pow(${chance('value', 'i')}, 3)) / 4`;
  const category = pick(CATEGORIES, `pow(${chance('category', 'i')}, 1.3)`);
  const product = `'sku-' || CAST(floor(400 * pow(${chance('product', 'i')}, 2)) AS INTEGER)`;
  const properties = `CASE name
    WHEN 'product_viewed' THEN json_object('product', product, 'category', category, 'price', value)
    WHEN 'app_opened' THEN json_object('platform', ${pick(['ios', 'android', 'web'], chance('platform', 'i'))})
    WHEN 'searched' THEN json_object('category', category, 'hits', CAST(floor(40 * ${chance('hits', 'i')}) AS INTEGER))
    WHEN 'cart_updated' THEN json_object('cart_id', 'k' || i, 'value', value, 'items', 1 + i % 5, 'product', product)
    WHEN 'wishlist_added' THEN json_object('product', product, 'category', category)
    WHEN 'order_placed' THEN json_object('order_id', 'o' || i, 'cart_id', CASE WHEN follows THEN 'k' || i END, 'value', value, 'items', 1 + i % 5, 'product', product, 'category', category)
    WHEN 'review_posted' THEN json_object('product', product, 'rating', CAST(1 + floor(5 * pow(${chance('rating', 'i')}, 0.5)) AS INTEGER))
    ELSE json_object('topic', ${pick(['delivery', 'returns', 'invoice'], chance('topic', 'i'))}) END`;
  return `WITH drawn AS (SELECT i, ${person} AS n, ${chance('kind', 'i')} AS kind, CAST(${time} AS BIGINT) AS ms FROM range(${from}, ${to}) r(i)),
    named AS (SELECT i, n, ms, CASE ${names} END AS name, FALSE AS follows FROM drawn),
    followed AS (SELECT * FROM named UNION ALL SELECT i, n, ms + CAST(60000 + 3480000 * ${chance('soon', 'i')} AS BIGINT), 'order_placed', TRUE
      FROM named WHERE name = 'cart_updated' AND ${chance('ordered', 'i')} < 0.4),
    worth AS (SELECT *, ${value} AS value, ${category} AS category, ${product} AS product FROM followed)
    SELECT CASE WHEN follows THEN 'f' ELSE 'e' END || i AS id, ${profileId('n')} AS profile_id, name, make_timestamp(ms * 1000) AS time, CAST(${properties} AS VARCHAR) AS properties
    FROM worth ORDER BY ms, i, follows`;
}

/** Writes the rows of a query in one of the formats that exports come in. */
export async function write(run, sql, path, format) {
  const how = {
    parquet: 'FORMAT parquet, COMPRESSION zstd',
    csv: 'FORMAT csv, HEADER',
    ndjson: 'FORMAT json',
  }[format];
  // Text says of itself that it is UTC; an object of JSON is one in NDJSON too.
  const spelled = [
    ...(/AS time\b/.test(sql) && format !== 'parquet' ? [`strftime(time, '%Y-%m-%dT%H:%M:%S.%gZ') AS time`] : []),
    ...(/AS properties\b/.test(sql) && format === 'ndjson' ? ['CAST(properties AS JSON) AS properties'] : []),
  ];
  const rows = spelled.length === 0 ? sql : `SELECT * REPLACE (${spelled.join(', ')}) FROM (${sql})`;
  await run(`COPY (${rows}) TO '${path}.${format}' (${how})`);
}
