import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { loadProject } from '../../dist/commands/load-project.js';
import { openSession } from '../../dist/commands/session.js';
import { compileTemplates, warmCompiler } from '../../dist/compile/templates/compile-templates.js';
import { makeProject } from './make-projects.mjs';
import { median } from './tools/median.mjs';

// The template compiler of a project with many templates: whole processes on a cold and a warm cache, the compiler alone on a warm one, and one changed template in a process that has compiled before.
const CLI = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
const COUNT = Number(process.argv[2] ?? 200);
const RUNS = Number(process.argv[3] ?? 5);
const PROBE = `import { createRequire } from 'node:module';
import { writeSync } from 'node:fs';
const { cache } = createRequire('/');
process.on('exit', () => {
  const { userCPUTime, systemCPUTime } = process.resourceUsage();
  const mjml = Object.keys(cache).some((path) => path.includes('mjml-core'));
  writeSync(3, JSON.stringify({ cpu: (userCPUTime + systemCPUTime) / 1000, mjml }));
});`;
const ms = (number) => `${number.toFixed(0).padStart(6)} ms`;

/** CPU and wall time in milliseconds of one `lifecycle check`, and whether it loaded MJML. */
function check(folder) {
  const began = performance.now();
  const { status, output } = spawnSync(
    process.execPath,
    ['--import', `data:text/javascript,${encodeURIComponent(PROBE)}`, CLI, 'check', '--project', folder],
    { stdio: ['ignore', 'ignore', 'pipe', 'pipe'], encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(`check ended with ${status}: ${output[2]}`);
  return { wall: performance.now() - began, ...JSON.parse(output[3]) };
}

/** Milliseconds of the wall and of the CPU that `work` takes. */
async function time(work) {
  const [began, before] = [performance.now(), process.cpuUsage()];
  await work();
  const { user, system } = process.cpuUsage(before);
  return { wall: performance.now() - began, cpu: (user + system) / 1000 };
}

function print(name, runs) {
  const cpu = median(runs.map((each) => each.cpu));
  const wall = median(runs.map((each) => each.wall));
  console.log(`${name.padEnd(54)} ${ms(cpu)} CPU ${ms(wall)} wall`);
}

const folder = mkdtempSync(join(tmpdir(), 'lifecycle-bench-'));
try {
  makeProject(folder, COUNT);
  console.log(`node ${process.version}, ${cpus().length} cores, load ${loadavg().map((n) => n.toFixed(1)).join(' ')}, ${COUNT} templates, medians`);
  print('lifecycle check, cold cache (one run)', [check(folder)]);
  const warm = Array.from({ length: RUNS }, () => check(folder));
  if (warm.some(({ mjml }) => mjml)) throw new Error('MJML was loaded on a warm cache');
  print('lifecycle check, warm cache, MJML not loaded', warm);

  const alone = [];
  for (let run = 0; run < RUNS; run++) {
    const session = openSession(folder);
    const { project } = session.read(null);
    alone.push(await time(() => compileTemplates(project, session.templates)));
  }
  print('the template compiler alone, warm cache', alone);

  const session = openSession(folder);
  await loadProject(folder, {}, null, session);
  print('loading MJML, as `lifecycle dev` does when it starts', [await time(warmCompiler)]);
  const edits = [];
  for (let edit = 0; edit < 20; edit++) {
    const index = (edit * 37) % COUNT;
    const file = join(folder, `templates/team-${index % 12}/series-${String(index).padStart(4, '0')}.mjml`);
    writeFileSync(file, readFileSync(file, 'utf8').replace('one thing worth knowing', `thing number ${edit} worth knowing`));
    edits.push(
      await time(async () => {
        const { findings } = await loadProject(folder, {}, null, session);
        if (findings.diagnostics.length > 0) throw new Error(findings.diagnostics[0].message);
      }),
    );
  }
  print('one changed template: read, checked and compiled', edits);
} finally {
  rmSync(folder, { recursive: true });
}
