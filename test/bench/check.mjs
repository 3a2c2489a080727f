import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { loadProject } from '../../dist/commands/load-project.js';
import { openSession } from '../../dist/commands/session.js';
import { makeProject } from './make-projects.mjs';
import { median } from './tools/median.mjs';
import { runProcess } from './tools/run-process.mjs';

// `lifecycle check` of large projects: whole processes on a warm cache, how the cost grows, and checking again after one edit in one process.
// Beside it stands what only parsing the same YAML with `yaml` and judging it with ajv costs, as machines differ.
const CLI = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
const SIZES = (process.argv[2] ?? '100,200,400,1000').split(',').map(Number);
const RUNS = Number(process.argv[3] ?? 5);
const HOME = fileURLToPath(new URL('../..', import.meta.url));
const PARSE = `import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { Ajv2020 } from 'ajv/dist/2020.js';
const ajv = new Ajv2020({ strict: false });
for (const name of ['condition', 'campaign']) {
  ajv.addSchema(JSON.parse(readFileSync('${fileURLToPath(new URL('../../schemas/', import.meta.url))}' + name + '.schema.json', 'utf8')), name + '.schema.json');
}
const accepts = ajv.getSchema('campaign.schema.json');
for (const file of JSON.parse(process.argv[1])) if (!accepts(parse(readFileSync(file, 'utf8')))) throw new Error(file);`;
const run = (args) => runProcess(args, HOME);

function medians(runs) {
  return Object.fromEntries(['wall', 'cpu', 'memory'].map((name) => [name, median(runs.map((one) => one[name]))]));
}

/** Milliseconds that a check takes after one campaign was edited, in a process that has checked before. */
async function recheck(folder, count) {
  const session = openSession(folder);
  const times = [];
  await loadProject(folder, {}, null, session);
  for (let edit = 0; edit < 25; edit++) {
    const index = (edit * 37) % count;
    const file = join(folder, `campaigns/team-${index % 12}/series-${String(index).padStart(4, '0')}.yaml`);
    writeFileSync(file, readFileSync(file, 'utf8').replace(/delay: (\d+)d/, (_, days) => `delay: ${Number(days) + 1}d`));
    const began = performance.now();
    const { findings } = await loadProject(folder, {}, null, session);
    if (findings.diagnostics.length > 0) throw new Error(findings.diagnostics[0].message);
    times.push(performance.now() - began);
  }
  return median(times.slice(5));
}

console.log(`node ${process.version}, ${cpus().length} cores, load ${loadavg().map((n) => n.toFixed(1)).join(' ')}, ${RUNS} runs each, medians`);
const found = [];
for (const count of SIZES) {
  const folder = mkdtempSync(join(tmpdir(), 'lifecycle-bench-'));
  try {
    makeProject(folder, count);
    const campaigns = readdirSync(join(folder, 'campaigns'), { recursive: true }).filter((name) => name.endsWith('.yaml'));
    const files = JSON.stringify(campaigns.map((name) => join(folder, 'campaigns', name)));
    const cold = run([CLI, '--project', folder, 'check']);
    const [checks, parses] = [[], []];
    for (let i = 0; i < RUNS; i++) {
      checks.push(run([CLI, '--project', folder, 'check']));
      parses.push(run(['--input-type=module', '-e', PARSE, files]));
    }
    const [warm, parse] = [medians(checks), medians(parses)];
    const again = await recheck(folder, count);
    found.push({ count, cpu: warm.cpu });
    const ms = (number) => `${number.toFixed(0)} ms`;
    console.log(
      `${String(count).padStart(5)} campaigns: ${ms(warm.wall)} wall, ${ms(warm.cpu)} CPU, ${warm.memory.toFixed(0)} MB; ` +
        `${(warm.cpu / parse.cpu).toFixed(2)} × parsing and ajv (${ms(parse.cpu)}); after one edit ${ms(again)}; without a cache ${ms(cold.wall)}`,
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
const [small, large] = [found[0], found.at(-1)];
if (small !== large) {
  const exponent = Math.log(large.cpu / small.cpu) / Math.log(large.count / small.count);
  console.log(`CPU grows with the number of campaigns to the power of ${exponent.toFixed(2)}`);
}
