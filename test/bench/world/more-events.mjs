import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chance, END, eventsSql, openMaker, write } from './world.mjs';

const HOUR = 3_600_000;

/**
 * Adds one more file to a world: `count` events of the next `hours` hours (some carts are ordered within them), one of a hundred of them up to three days late. Returns the moment
 * at which all of them have happened.
 */
export async function moreEvents(folder, count, hours = 1) {
  const times = readdirSync(join(folder, 'events')).flatMap((name) => /^more-\d+-until-(\d+)\./.exec(name)?.slice(1) ?? []);
  const part = times.length + 1;
  const from = Math.max(END, ...times.map(Number));
  const until = from + hours * HOUR;
  const { run, one, close } = await openMaker(folder);
  const [profiles] = await one(`SELECT count(*) FROM '${join(folder, 'profiles.parquet')}'`);
  // Numbers that no event of the past has. A cart that is ordered is two of the events.
  const first = 1e12 + part * 1e9;
  const late = `CASE WHEN ${chance('late', 'i')} < 0.01 THEN ${72 * HOUR} * ${chance('how late', 'i')} ELSE 0 END`;
  const time = `${from} + (${until - from} * ${chance('when', 'i')}) - ${late}`;
  const sql = `SELECT * FROM (${eventsSql(profiles, first, first + count, time)}) WHERE time < make_timestamp(${until * 1000}) LIMIT ${count}`;
  await write(run, sql, join(folder, 'events', `more-${part}-until-${until}`), 'parquet');
  await close();
  return until;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [folder, count = '10000', hours = '1'] = process.argv.slice(2);
  const until = await moreEvents(folder, Number(count), Number(hours));
  console.log(`${count} events more, until ${new Date(until).toISOString()}`);
}
