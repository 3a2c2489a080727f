import { spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, linkSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import Libsql from 'libsql';
import { median } from './tools/median.mjs';
import { PROBED } from './tools/run-process.mjs';
import { makePortfolio } from './world/make-portfolio.mjs';
import { makeWorld } from './world/make-world.mjs';
import { moreEvents } from './world/more-events.mjs';
import { END } from './world/world.mjs';

// What a tick costs when there is little news: the whole process of `lifecycle run` over a world with 10,000 events more of one hour, with all that earlier ticks kept (`next`) and with nothing kept
// but the ledger (`full`). Both go on from the same ledger, and must decide the same. Messages go to an inbox in this process.
// `node test/bench/next-tick.mjs 100000,1000000 100 shared 1 5`: sizes, campaigns, windows, hours of news, runs. Worlds are kept in LIFECYCLE_WORLDS (or the temporary folder).
const [sizes = '100000,1000000', count = '100', windows = 'shared', hours = '1', times = '5'] = process.argv.slice(2);
const CLI = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
const PART = fileURLToPath(new URL('world/warehouse-part.mjs', import.meta.url));
const WORLDS = process.env.LIFECYCLE_WORLDS ?? join(tmpdir(), 'lifecycle-worlds');
const NEWS = 10_000;
const HOUR = 3_600_000;

const seconds = (number) => `${number.toFixed(number < 10 ? 2 : 1)} s`;

/** An inbox that takes everything and keeps nothing. */
async function openInbox() {
  const server = createServer((socket) => {
    let [text, isData] = ['', false];
    socket.on('error', () => undefined);
    socket.setEncoding('latin1').on('data', (part) => {
      text += part;
      for (;;) {
        const end = text.indexOf(isData ? '\r\n.\r\n' : '\r\n');
        if (end < 0) return;
        const line = text.slice(0, end);
        text = text.slice(end + (isData ? 5 : 2));
        if (!isData && /^DATA/i.test(line)) {
          isData = true;
          socket.write('354 go on\r\n');
        } else {
          isData = false;
          socket.write(/^QUIT/i.test(line) ? '221 bye\r\n' : '250 ok\r\n');
        }
      }
    });
    socket.write('220 inbox\r\n');
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  return { url: `smtp://127.0.0.1:${server.address().port}`, close: () => server.close() };
}

/** The warehouse's part of a tick, in a process of its own: opening the data, and finding whom it may concern. */
function warehousePart(project, at) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [PART, project, String(at)], { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}

/** One whole run at a moment: what it says, wall and processor seconds, the most memory in MB. */
async function run(project, inbox, at) {
  const began = performance.now();
  const args = [...PROBED, CLI, '--project', project, 'run', '--plan', join(project, 'plan.json'), '--inbox', inbox, '--ledger', join(project, 'ledger.db'), '--now', `${new Date(at).toISOString().slice(0, 16)}Z`, '--format', 'json'];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe', 'pipe'] });
  const read = async (stream) => {
    let text = '';
    for await (const part of stream) text += part;
    return text;
  };
  const [out, err, spent, status] = await Promise.all([read(child.stdout), read(child.stderr), read(child.stdio[3]), new Promise((done) => child.on('close', done))]);
  if (status !== 0) throw new Error(`${status}: ${err}`);
  const { cpu, memory } = JSON.parse(spent);
  return { wall: (performance.now() - began) / 1000, cpu: cpu / 1000, memory, said: JSON.parse(out) };
}

/** How many journeys a ledger has; throws when another one, of the same moments, has other journeys, messages, refusals or members of groups. */
function agree(path, other) {
  const database = new Libsql(path);
  database.exec(`ATTACH '${other}' AS other`);
  const count = (from) => Number(database.prepare(`SELECT count(*) AS n FROM ${from}`).get().n);
  const tables = ['journeys', 'messages', 'refusals', 'deferrals', 'members'];
  for (const table of tables) {
    const sides = [['main', 'other'], ['other', 'main']].map(([one, two]) => count(`(SELECT * FROM ${one}.${table} EXCEPT SELECT * FROM ${two}.${table})`));
    if (sides.some((differ) => differ > 0)) throw new Error(`with and without what was kept, ${sides.join(' and ')} ${table} are others`);
  }
  const [journeys, members] = [count('main.journeys'), count('main.members')];
  if (journeys === 0 || members === 0) throw new Error('nobody entered: nothing was compared');
  database.close();
  return journeys;
}

function linkWorld(from, to) {
  mkdirSync(join(to, 'events'), { recursive: true });
  const files = ['profiles.parquet', ...readdirSync(join(from, 'events')).map((name) => join('events', name))];
  for (const file of files) {
    try {
      linkSync(join(from, file), join(to, file));
    } catch {
      cpSync(join(from, file), join(to, file), { dereference: true });
    }
  }
}

async function compare(size, inbox) {
  const source = join(WORLDS, String(size));
  if (!existsSync(join(source, 'profiles.parquet'))) await makeWorld(source, size);
  const folder = mkdtempSync(join(WORLDS, 'next-tick-'));
  try {
    const [project, aside] = [join(folder, 'project'), join(folder, 'aside')];
    linkWorld(source, folder);
    makePortfolio(project, Number(count), windows);
    const first = await run(project, inbox, END);
    const again = await run(project, inbox, END + HOUR / 60);
    await moreEvents(folder, NEWS, Number(hours));
    const at = END + Number(hours) * HOUR;
    cpSync(project, aside, { recursive: true, preserveTimestamps: true });
    const ticks = { next: [], full: [] };
    const [ledger, reference] = [join(project, 'ledger.db'), join(folder, 'reference.db')];
    let journeys = 0;
    const most = first.wall > 60 ? 1 : Number(times);
    const restore = (kind) => {
      rmSync(project, { recursive: true });
      cpSync(aside, project, { recursive: true, preserveTimestamps: true });
      if (kind === 'full') rmSync(join(project, '.lifecycle', 'cache'), { recursive: true, force: true });
    };
    const parts = { next: [], full: [] };
    // What is short sways most, and is asked as often as was said also where the long one is asked once.
    for (let time = 0; time < Number(times); time++)
      for (const kind of time < most ? ['next', 'full'] : ['next']) {
        restore(kind);
        ticks[kind].push(await run(project, inbox, at));
        if (!existsSync(reference)) cpSync(ledger, reference);
        journeys = agree(ledger, reference);
        restore(kind);
        parts[kind].push(warehousePart(project, at));
      }
    const of = (kind) => ({ wall: median(ticks[kind].map(({ wall }) => wall)), cpu: median(ticks[kind].map(({ cpu }) => cpu)), memory: Math.max(...ticks[kind].map(({ memory }) => memory)), said: ticks[kind][0].said });
    const [next, full] = [of('next'), of('full')];
    const row = (what, { wall, cpu, memory, said }, note) =>
      console.log(`| ${size.toLocaleString('en')} people, ${what} | ${seconds(wall)} | ${seconds(cpu)} | ${memory.toFixed(0)} MB | ${said.profilesDecided} decided, ${said.delivery.sent} sent | ${note} |`);
    row('the very first tick', first, '');
    row('the next minute, no news', again, `${(full.cpu / again.cpu).toFixed(1)} × cheaper than the full one (CPU)`);
    row(`${NEWS.toLocaleString('en')} new events, nothing kept`, full, `${most} runs`);
    row(`${NEWS.toLocaleString('en')} new events`, next, `${journeys} journeys alike; ${(full.wall / next.wall).toFixed(1)} × cheaper (${(full.cpu / next.cpu).toFixed(1)} × CPU)`);
    for (const kind of ['full', 'next']) {
      const middle = (of) => median(parts[kind].map(of));
      const [open, ask] = ['open', 'ask'].map((part) => `${seconds(middle((each) => each[part].wall))} (${seconds(middle((each) => each[part].cpu))} CPU)`);
      const against = (of) => median(parts.full.map(of)) / median(parts.next.map(of));
      const ratio = `${against((each) => each.open.cpu + each.ask.cpu).toFixed(1)} × cheaper (CPU; asking alone ${against((each) => each.ask.cpu).toFixed(1)} ×)`;
      console.log(`| the warehouse's part, ${kind === 'full' ? 'nothing kept' : 'kept'} | opening ${open} | asking ${ask} | ${parts[kind][0].memory.toFixed(0)} MB | ${parts[kind][0].named} named | ${kind === 'full' ? '' : ratio} |`);
    }
    const part = (kind) => median(parts[kind].map((each) => each.open.cpu + each.ask.cpu));
    return { size, next, full, part: { next: part('next'), full: part('full') } };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

mkdirSync(WORLDS, { recursive: true });
console.log(`node ${process.version}, ${cpus().length} cores, load ${loadavg().map((n) => n.toFixed(1)).join(' ')}; ${count} campaigns, ${windows} windows; news of ${hours} h; whole processes, medians of up to ${times}`);
console.log('\n| tick | wall | CPU | memory | | |\n|---|---|---|---|---|---|');
const inbox = await openInbox();
const found = [];
for (const size of sizes.split(',').map(Number)) found.push(await compare(size, inbox.url));
inbox.close();
for (const [i, large] of found.entries()) {
  if (i === 0) continue;
  const small = found[i - 1];
  const power = (kind) => (Math.log(large[kind].cpu / small[kind].cpu) / Math.log(large.size / small.size)).toFixed(2);
  console.log(`the next tick of ${large.size.toLocaleString('en')} people costs ${(large.next.cpu / small.next.cpu).toFixed(1)} × that of ${small.size.toLocaleString('en')} (CPU); the full one grows to the power of ${power('full')}; the warehouse's part of the next ${(large.part.next / small.part.next).toFixed(1)} ×`);
}
