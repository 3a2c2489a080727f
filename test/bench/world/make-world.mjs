import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chance, DAY, DAYS, END, EVENTS_EACH, eventsSql, FILES, NAMES, openMaker, profilesSql, START, write } from './world.mjs';

/** Writes a world of so many people, ten events each over 364 days, into a folder: `profiles` and `events/` of 13 files of four weeks. The same number, the same bytes. */
export async function makeWorld(folder, profiles, format = 'parquet') {
  if (!Number.isSafeInteger(profiles) || profiles < 1 || profiles % 7368787 === 0) throw new Error(`${profiles} is no number of profiles`);
  rmSync(join(folder, 'events'), { recursive: true, force: true });
  mkdirSync(join(folder, 'events'), { recursive: true });
  const { run, close } = await openMaker(folder);
  await write(run, profilesSql(profiles), join(folder, 'profiles'), format);
  // Each cart brings 0.4 orders more.
  const drawn = Math.round((profiles * EVENTS_EACH) / (1 + 0.4 * (NAMES.find(([name]) => name === 'cart_updated')[1] / 1000)));
  // What follows the last cart by an hour is still of the past.
  const step = (DAYS * DAY - 3_600_000) / drawn;
  for (let file = 0; file < FILES; file++) {
    const [from, to] = [file, file + 1].map((at) => Math.floor((drawn * at) / FILES));
    const name = `events-${String(file + 1).padStart(2, '0')}`;
    await write(run, eventsSql(profiles, from, to, `${START} + (i + ${chance('when', 'i')}) * ${step}`), join(folder, 'events', name), format);
  }
  await close();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [folder, profiles, format] = process.argv.slice(2);
  await makeWorld(folder, Number(profiles), format);
  console.log(`${profiles} profiles until ${new Date(END).toISOString()} in ${folder}`);
}
