import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { DuckDBInstance } from '@duckdb/node-api';
import Libsql from 'libsql';
import { analystQuery, PROPERTIES } from './analyst-sql.mjs';
import { membership } from './membership.mjs';
import { END } from './world.mjs';

// Three ways to say who is in which audience. Each prints what it took as one line of JSON: `load` once, `runs` of asking, `peak` memory in MB of both, and by campaign `[how many, sum of their numbers]`,
// of everybody and of every `step`-th person. A person's number is the place of the id among all, from 0.

// LIFECYCLE_DIST names another build to compare with.
const DIST = resolve(process.env.LIFECYCLE_DIST ?? fileURLToPath(new URL('../../../dist', import.meta.url)));
const from = (file) => import(pathToFileURL(join(DIST, file)).href);

/** So many seconds of asking are enough, whatever was asked for. */
const PATIENCE = Number(process.env.LIFECYCLE_PATIENCE ?? 60);
const seconds = (microseconds) => microseconds / 1e6;

/** What some work takes: wall and processor seconds. */
async function measured(work) {
  const [began, before] = [performance.now(), process.cpuUsage()];
  const value = await work();
  const { user, system } = process.cpuUsage(before);
  return { value, took: { wall: (performance.now() - began) / 1000, cpu: seconds(user + system) } };
}

/** Asks `most` times, but no more often than fits a minute; every answer must be the first. */
async function asked(most, ask) {
  const runs = [];
  let answer = null;
  let spent = 0;
  while (runs.length < most && (runs.length === 0 || spent + runs[0].wall < PATIENCE)) {
    const { value, took } = await measured(ask);
    const text = JSON.stringify(value);
    if (answer !== null && text !== answer) throw new Error('two askings gave two answers');
    answer = text;
    runs.push(took);
    spent += took.wall;
  }
  return { runs, answer: JSON.parse(answer) };
}

/** The most memory that this process held since it was last asked, in MB. */
function peak() {
  const status = existsSync('/proc/self/status') ? readFileSync('/proc/self/status', 'utf8') : '';
  const highest = /VmHWM:\s+(\d+) kB/.exec(status)?.[1];
  if (highest === undefined) return process.resourceUsage().maxRSS / 1024;
  try {
    writeFileSync('/proc/self/clear_refs', '5');
  } catch {
    // Then the next figure holds this one too.
  }
  return Number(highest) / 1024;
}

/** Answers by one of the ways and prints what it took. */
export async function answer(way, folder, planFile, runs, step) {
  const plan = JSON.parse(readFileSync(planFile, 'utf8'));
  const asking = { plan, folder, root: join(planFile, '..'), runs, step, conditions: plan.campaigns.map(membership) };
  // A build from before that walk knows the one query alone.
  const asTicks = existsSync(join(DIST, 'warehouse/pass/ask-people.js')) ? askAll : askInOneQuery;
  const ways = { ours: (it) => ours(it, asTicks), sql: (it) => ours(it, askInOneQuery), joined: (it) => queries(it, 'joined'), exists: (it) => queries(it, 'exists'), people };
  console.log(JSON.stringify(await ways[way](asking)));
}

const tally = (output, step) => [`count(*) FILTER (${output})`, `sum(pid) FILTER (${output})`, `count(*) FILTER (${output} AND pid % ${step} = 0)`, `sum(pid) FILTER (${output} AND pid % ${step} = 0)`].map((sql) => `CAST(coalesce(${sql}, 0) AS DOUBLE)`);
const inFours = (numbers, from = 0) => Array.from({ length: numbers.length / 4 }, (_, i) => numbers.slice(4 * i, 4 * i + 4).slice(from, from + 2));
const both = (numbers) => ({ everybody: inFours(numbers), sample: inFours(numbers, 2) });

/** Watches how much this process's databases lay on the disk for want of memory; the answer is in MB, at its highest. */
function watchSpill() {
  let highest = 0;
  const look = () => {
    const folders = readdirSync(tmpdir()).filter((name) => name.startsWith(`lifecycle-duckdb-${process.pid}-`));
    const files = folders.flatMap((folder) => readdirSync(join(tmpdir(), folder)).map((name) => join(tmpdir(), folder, name)));
    const bytes = files.reduce((sum, file) => sum + (statSync(file, { throwIfNoEntry: false })?.size ?? 0), 0);
    highest = Math.max(highest, bytes / 2 ** 20);
  };
  const timer = setInterval(look, 500);
  return () => {
    clearInterval(timer);
    return highest;
  };
}

/** The warehouse, with nothing kept of what was loaded or answered before. */
async function ours({ plan, root, conditions, runs, step }, ask) {
  rmSync(join(root, '.lifecycle', 'cache'), { recursive: true, force: true });
  const { openWorld } = await from('warehouse/open-world.js');
  const spilled = watchSpill();
  const { value: opened, took } = await measured(() => openWorld(plan, root, END, 'run'));
  const { world, close } = opened;
  const loadPeak = peak();
  const done = await asked(runs, () => ask(world, conditions, step));
  const result = { load: took, loadPeak, runs: done.runs, peak: peak(), spilled: spilled(), ...both(done.answer) };
  await close();
  return result;
}

/** As a tick asks: one walk through people and events, which gives the pids of each campaign. */
async function askAll(world, conditions, step) {
  const { askPeople } = await from('warehouse/pass/ask-people.js');
  const found = await askPeople(world, conditions, { moments: world.zones.map((zone) => ({ zone, at: END })) });
  return found.flatMap((pids) => {
    const numbers = [0, 0, 0, 0];
    for (const pid of pids) {
      numbers[0] += 1;
      numbers[1] += pid;
      if (pid % step !== 0) continue;
      numbers[2] += 1;
      numbers[3] += pid;
    }
    return numbers;
  });
}

/** The slow twin of that: all conditions in one query. */
async function askInOneQuery(world, conditions, step) {
  const { Lowering } = await from('warehouse/sql/lowering.js');
  const lowering = new Lowering(world.plan, world.layout);
  const outputs = conditions.map((condition, i) => `${lowering.condition(condition)} AS o${i}`);
  const moments = lowering.edges.relation(world.zones.map((zone) => ({ zone, at: END })));
  const sql = `SELECT ${conditions.flatMap((_, i) => tally(`o${i}`, step)).join(', ')} FROM (${lowering.query(moments, outputs, [])})`;
  return (await world.connection.runAndReadAll(sql)).getRows()[0].map(Number);
}

async function openTables(folder) {
  const instance = await DuckDBInstance.create(':memory:', { threads: String(availableParallelism()), integer_division: 'true' });
  const connection = await instance.connect();
  await connection.run(`SET TimeZone = 'UTC'`);
  await connection.run(`CREATE TABLE zones AS SELECT CAST(row_number() OVER (ORDER BY tz) - 1 AS TINYINT) AS zone, tz FROM (SELECT DISTINCT tz FROM '${folder}/profiles.parquet')`);
  await connection.run(`CREATE TABLE people AS SELECT CAST(row_number() OVER (ORDER BY customer_id) - 1 AS INTEGER) AS pid, customer_id, zone, lang, country, tier, age, signup_date
    FROM '${folder}/profiles.parquet' JOIN zones USING (tz)`);
  const names = (await connection.runAndReadAll(`SELECT DISTINCT name FROM '${folder}/events/*.parquet' ORDER BY name`)).getRows();
  await connection.run(`CREATE TYPE event_name AS ENUM (${names.map(([name]) => `'${name}'`).join(', ')})`);
  const paths = Object.keys(PROPERTIES).map((name) => `'$.${name}'`).join(', ');
  const columns = Object.entries(PROPERTIES).map(([name, type], i) => `CAST(f[${i + 1}] AS ${type}) AS ${name}`);
  // In the order of time, as events come: their windows then skip what is older.
  await connection.run(`CREATE TABLE events AS SELECT pid, zone, CAST(name AS event_name) AS name, epoch_ms(time) AS time, ${columns.join(', ')}
    FROM (SELECT profile_id, name, time, json_extract_string(properties, [${paths}]) AS f FROM '${folder}/events/*.parquet') JOIN people ON customer_id = profile_id ORDER BY time`);
  const zones = (await connection.runAndReadAll('SELECT CAST(zone AS INTEGER), tz FROM zones')).getRows().map(([code, name]) => ({ code, name }));
  return { connection, zones };
}

async function queries({ plan, folder, conditions, runs, step }, form) {
  const { value, took } = await measured(() => openTables(folder));
  const loadPeak = peak();
  const done = await asked(runs, async () => {
    const numbers = [];
    for (const condition of conditions) {
      const sql = analystQuery(plan, condition, END, value.zones, form);
      const rows = await value.connection.runAndReadAll(`SELECT ${tally('TRUE', step).join(', ')} FROM (${sql})`);
      numbers.push(...rows.getRows()[0].map(Number));
    }
    return numbers;
  });
  return { load: took, loadPeak, runs: done.runs, peak: peak(), ...both(done.answer) };
}

/** The world in SQLite, people and events under the person's id, as a service that asks for one at a time keeps them; made once and kept beside the world. */
async function openRows(folder) {
  const path = join(folder, `people-${createHash('sha256').update(readFileSync(join(folder, 'profiles.parquet'))).digest('hex').slice(0, 12)}.sqlite`);
  if (!existsSync(path)) {
    const making = `${path}.making`;
    rmSync(making, { force: true });
    const database = new Libsql(making);
    database.exec('PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -500000');
    database.exec('CREATE TABLE people (id TEXT PRIMARY KEY, tz TEXT, data TEXT) WITHOUT ROWID; CREATE TABLE events (person TEXT, time INTEGER, id TEXT, name TEXT, properties TEXT, PRIMARY KEY (person, time, id)) WITHOUT ROWID');
    const instance = await DuckDBInstance.create(':memory:', { memory_limit: '2GB' });
    const connection = await instance.connect();
    const copy = async (sql, insert) => {
      const statement = database.prepare(insert);
      const result = await connection.stream(sql);
      for (let chunk = await result.fetchChunk(); chunk !== null && chunk.rowCount > 0; chunk = await result.fetchChunk()) {
        database.exec('BEGIN');
        for (const row of chunk.getRows()) statement.run(...row.map((cell) => (typeof cell === 'bigint' ? Number(cell) : cell)));
        database.exec('COMMIT');
      }
    };
    const attributes = ['lang', 'country', 'tier', 'age', 'signup_date', 'consent_offers', 'consent_tips'];
    await copy(
      `SELECT customer_id, tz, CAST(json_object(${attributes.map((name) => `'${name}', ${name}`).join(', ')}) AS VARCHAR) FROM '${folder}/profiles.parquet' ORDER BY customer_id`,
      'INSERT INTO people VALUES (?, ?, ?)',
    );
    await copy(
      `SELECT profile_id, epoch_ms(time), id, name, properties FROM '${folder}/events/*.parquet' ORDER BY profile_id, time, id`,
      'INSERT INTO events VALUES (?, ?, ?, ?, ?)',
    );
    database.close();
    connection.closeSync();
    instance.closeSync();
    renameSync(making, path);
  }
  return new Libsql(path, { readonly: true });
}

/** Whom every `step`-th person is, by number: those that are asked for one at a time. */
async function people({ plan, folder, conditions, runs, step }) {
  const { holds } = await from('decide/evaluate.js');
  const { value: database, took } = await measured(() => openRows(folder));
  database.exec('PRAGMA cache_size = -500000; PRAGMA mmap_size = 8000000000');
  const ids = database.prepare('SELECT id FROM people ORDER BY id').raw().all().flatMap(([id], pid) => (pid % step === 0 ? [{ id, pid }] : []));
  const loadPeak = peak();
  const person = database.prepare('SELECT tz, data FROM people WHERE id = ?').raw();
  const events = database.prepare('SELECT id, time, name, properties FROM events WHERE person = ? AND time <= ? ORDER BY time, id').raw();
  const ask = () => {
    const sums = conditions.map(() => [0, 0]);
    for (const { id, pid } of ids) {
      const [zone, data] = person.get(id);
      const facts = {
        profileId: id, attributes: JSON.parse(data), zone, locale: null, email: null, emailProblem: null, phone: null, phoneProblem: null,
        events: events.all(id, END).map(([event, time, name, properties]) => ({ id: event, time, name, properties: JSON.parse(properties) })),
      };
      const asking = { plan, facts, messages: [] };
      for (const [i, condition] of conditions.entries()) {
        if (!holds(condition, END, asking)) continue;
        sums[i][0] += 1;
        sums[i][1] += pid;
      }
    }
    return sums;
  };
  // The first time finds nothing compiled or read: a service that has run for a while is asked.
  ask();
  const done = await asked(runs, ask);
  return { load: took, loadPeak, runs: done.runs, peak: peak(), asked: ids.length, sample: done.answer };
}
