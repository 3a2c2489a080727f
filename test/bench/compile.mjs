import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { makeProject } from './make-projects.mjs';
import { median } from './tools/median.mjs';
import { runProcess } from './tools/run-process.mjs';

// `lifecycle check` and `lifecycle build` of a large project, cold and warm, each in a process of its own, beside the floor: `yaml`, ajv and MJML alone over the same files. The two take turns, as machines have moods.
// Arguments: sizes as CAMPAIGNS/TEMPLATES, how many runs.
const HOME = fileURLToPath(new URL('../..', import.meta.url));
const CLI = join(HOME, 'dist/cli.js');
const SIZES = (process.argv[2] ?? '100/20,300/60,1000/200').split(',').map((size) => size.split('/').map(Number));
const RUNS = Number(process.argv[3] ?? 5);
const run = (...args) => runProcess(args, HOME);

/** The sum of two processes that follow each other. */
function both(one, other) {
  return { wall: one.wall + other.wall, cpu: one.cpu + other.cpu, memory: Math.max(one.memory, other.memory) };
}

function measure(folder) {
  const forget = () => rmSync(join(folder, '.lifecycle'), { recursive: true, force: true });
  const cli = (command) => run(CLI, '--project', folder, command);
  const floor = run(join(HOME, 'test/bench/floor.mjs'), folder);
  forget();
  const coldBuild = cli('build');
  forget();
  const cold = cli('check');
  const afterCheck = cli('build');
  const [check, build] = [cli('check'), cli('build')];
  return {
    'the floor: yaml, ajv and mjml alone': floor,
    'check, cold': cold,
    'build, cold': coldBuild,
    'check cold, then build': both(cold, afterCheck),
    'check, warm': check,
    'build, warm': build,
    'check, then build, warm': both(check, build),
  };
}

console.log(`node ${process.version}, ${cpus().length} cores, load ${loadavg().map((n) => n.toFixed(1)).join(' ')}, ${RUNS} runs each, medians`);
const found = [];
for (const [campaigns, templates] of SIZES) {
  const folder = mkdtempSync(join(tmpdir(), 'lifecycle-bench-'));
  try {
    makeProject(folder, campaigns, templates);
    const runs = Array.from({ length: RUNS }, () => measure(folder));
    console.log(`\n${campaigns} campaigns, ${templates} templates`);
    const figures = new Map();
    for (const name of Object.keys(runs[0])) {
      const of = (what) => median(runs.map((each) => each[name][what]));
      const times = (what) => median(runs.map((each) => each[name][what] / each['the floor: yaml, ajv and mjml alone'][what]));
      figures.set(name, of('cpu'));
      console.log(
        `${name.padEnd(36)} ${of('wall').toFixed(0).padStart(6)} ms wall, ${of('cpu').toFixed(0).padStart(6)} ms CPU, ${of('memory').toFixed(0).padStart(4)} MB; ` +
          `${times('wall').toFixed(2)} × the floor's wall, ${times('cpu').toFixed(2)} × its CPU`,
      );
    }
    found.push({ campaigns, figures });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
const [small, large] = [found[0], found.at(-1)];
if (small !== large) {
  console.log('');
  for (const [name, cpu] of large.figures) {
    const exponent = Math.log(cpu / small.figures.get(name)) / Math.log(large.campaigns / small.campaigns);
    console.log(`${name.padEnd(36)} CPU grows with the number of campaigns to the power of ${exponent.toFixed(2)}`);
  }
}
