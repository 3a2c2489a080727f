import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { median } from './tools/median.mjs';
import { makePortfolio } from './world/make-portfolio.mjs';
import { makeWorld } from './world/make-world.mjs';

// Who is in the audience of which campaign, for a whole portfolio and from nothing, by three ways over the same world; their answers are compared:
//   ours     the warehouse's one pass for all campaigns
//   sql      the slow twin of that: one query for all campaigns together (not by default)
//   queries  (a) one SQL query for each campaign as a good analyst writes it, over typed tables of the same DuckDB; in two forms: one aggregation joined to the people, or a semi-join for each test (`exists`)
//   people   (b) one person at a time: the person's row and events by their key from SQLite in the same process, every campaign judged in TypeScript; some people, scaled to all
// `node test/bench/portfolio.mjs 10000000 100 shared ours`: ten million people alone, and what spilled. `node test/bench/portfolio.mjs 10000,100000,1000000 20,100 shared,own`. A way that takes long is asked for a minute (LIFECYCLE_PATIENCE: seconds). Each way is a process of its own; worlds are kept in LIFECYCLE_WORLDS (or the temporary folder).
const SELF = fileURLToPath(import.meta.url);
const [sizes = '10000,100000,1000000', counts = '20,100', windows = 'shared,own', ways = 'ours,queries,people'] = process.argv.slice(2);
const WORLDS = process.env.LIFECYCLE_WORLDS ?? join(tmpdir(), 'lifecycle-worlds');
const SAMPLE = 2000;
const RUNS = 5;

const list = (text) => text.split(',');

if (sizes === '--way') {
  const { answer } = await import('./world/ways.mjs');
  await answer(counts, windows, ways, Number(process.argv[6]), Number(process.argv[7]));
} else await compareAll();

async function compareAll() {
  console.log(`node ${process.version}, ${cpus().length} cores, load ${loadavg().map((n) => n.toFixed(1)).join(' ')}; medians of up to ${RUNS} askings; wall and processor seconds, most memory while loading and while asking`);
  const found = new Map();
  for (const kind of list(windows))
    for (const count of list(counts).map(Number)) {
      console.log(`\n| ${count} campaigns, ${kind === 'own' ? 'each its own window' : 'windows of 7, 30, 90 and 365 days'} | load | asking | memory | against ours |\n|---|---|---|---|---|`);
      for (const size of list(sizes).map(Number)) found.set(`${kind} ${count} ${size}`, await compare(size, count, kind));
      growth(found, kind, count);
    }
  for (const kind of list(windows)) inCampaigns(found, kind);
}

async function compare(size, count, kind) {
  const folder = join(WORLDS, String(size));
  if (!existsSync(join(folder, 'profiles.parquet'))) await makeWorld(folder, size);
  const project = join(folder, `portfolio-${count}-${kind}`);
  const plan = makePortfolio(project, count, kind);
  const step = Math.max(1, Math.floor(size / SAMPLE));
  const ask = (way) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [SELF, '--way', way, folder, plan, String(RUNS), String(step)], { encoding: 'utf8', maxBuffer: 1e9 });
    if (status !== 0) throw new Error(`${way}: ${stderr}`);
    const found = JSON.parse(stdout);
    return { ...found, wall: median(found.runs.map(({ wall }) => wall)), cpu: median(found.runs.map(({ cpu }) => cpu)) };
  };
  const ours = ask('ours');
  const show = (what, way, note = '') => {
    const taken = `${seconds(way.wall)} (${seconds(way.cpu)} CPU, ${way.runs.length} runs)`;
    const ratio = way === ours ? '' : `${(way.wall / ours.wall).toFixed(1)} × (${(way.cpu / ours.cpu).toFixed(1)} × CPU)`;
    console.log(`| ${size.toLocaleString('en')} people, ${what}${note} | ${seconds(way.load.wall)} (${seconds(way.load.cpu)} CPU) | ${taken} | ${way.loadPeak.toFixed(0)}, ${way.peak.toFixed(0)} MB${way.spilled > 0 ? `, ${way.spilled.toFixed(0)} MB spilled` : ''} | ${ratio} |`);
  };
  const agree = (one, other, what) => {
    if (JSON.stringify(one) !== JSON.stringify(other)) throw new Error(`${what} says otherwise for campaign ${one.findIndex((each, i) => `${each}` !== `${other[i]}`)}`);
  };
  show('ours', ours);
  if (list(ways).includes('sql')) {
    const slow = ask('sql');
    agree(ours.everybody, slow.everybody, 'one query for all');
    show('one query for all', slow);
  }
  if (list(ways).includes('queries')) {
    const forms = ['joined', 'exists'].map((form) => ({ form, ...ask(form) }));
    for (const form of forms) agree(ours.everybody, form.everybody, `(a) ${form.form}`);
    for (const form of forms) show(`(a) a query each, ${form.form}`, form);
  }
  if (list(ways).includes('people')) {
    const some = ask('people');
    agree(ours.sample, some.sample, '(b)');
    const whole = { ...some, wall: (some.wall * size) / some.asked, cpu: (some.cpu * size) / some.asked };
    show('(b) one at a time', whole, `, ${some.asked} asked, scaled`);
  }
  return ours;
}

function seconds(number) {
  return `${number.toFixed(number < 10 ? 2 : 1)} s`;
}

function growth(found, kind, count) {
  const all = list(sizes).map(Number);
  for (const [i, size] of all.entries()) {
    if (i === 0) continue;
    const [small, large] = [all[i - 1], size].map((each) => found.get(`${kind} ${count} ${each}`));
    const power = (of) => (Math.log(of(large) / of(small)) / Math.log(size / all[i - 1])).toFixed(2);
    console.log(`from ${all[i - 1].toLocaleString('en')} to ${size.toLocaleString('en')} people ours grows to the power of ${power(({ cpu }) => cpu)} in asking (CPU), ${power(({ load }) => load.cpu)} in loading`);
  }
}

function inCampaigns(found, kind) {
  const [few, many] = list(counts);
  if (many === undefined) return;
  for (const size of list(sizes)) {
    const [small, large] = [few, many].map((count) => found.get(`${kind} ${count} ${size}`));
    console.log(`${kind} windows, ${Number(size).toLocaleString('en')} people: ${many} campaigns cost ${(large.cpu / small.cpu).toFixed(2)} × what ${few} do in asking (CPU), ${((large.cpu + large.load.cpu) / (small.cpu + small.load.cpu)).toFixed(2)} × with loading`);
  }
}
