import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { median } from './tools/median.mjs';

// What a person waits for: the CPU (user + system), wall clock and peak memory of whole processes, as the operating system counts them, and how much code each loads. `node test/bench/cold-start.mjs [RUNS]`.
const at = (path) => fileURLToPath(new URL(path, import.meta.url));
const CLI = at('../../dist/cli.js');
const RUNS = Number(process.argv[2] ?? 15);
const work = mkdtempSync(join(tmpdir(), 'cold-start-'));
const starter = join(work, 'shop');

// The example shop of this repository for what reads many files; for a run, the project that `lifecycle init` makes, whose first tick finds nothing to do.
const SHOP = at('../..');
const COMMANDS = [
  ['node -e 0', SHOP, ['-e', '0']],
  ...[
    ['--version', SHOP, []],
    ['--help', SHOP, []],
    ['explain', SHOP, ['LC103']],
    ['check', SHOP, []],
    ['test', SHOP, []],
    ['build', SHOP, ['--out', join(work, 'plan.json')]],
    ['show', starter, []],
    ['run', starter, []],
    ['status', starter, []],
  ].map(([command, folder, more]) => [`lifecycle ${command}`, folder, [CLI, command, ...more]]),
];

/** Runs a process and measures it. Bash asks the operating system what a child used; `VmHWM` is the most that it ever held. */
function run([name, cwd, args], env = {}) {
  const timed = 'TIMEFORMAT="cpu %3U %3S %3R"; time "$@" > /dev/null';
  const { stderr, status } = spawnSync('bash', ['-c', timed, 'bash', process.execPath, ...args], {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, LC_ALL: 'C', SMTP_URL: 'smtp://127.0.0.1:1', ...env },
  });
  const [user, system, wall] = (/^cpu (.*)$/m.exec(stderr)?.[1] ?? '').split(' ').map((seconds) => 1000 * Number(seconds));
  if (status !== 0 || wall === undefined) throw new Error(`${name} ended with ${status}: ${stderr}`);
  return { cpu: user + system, wall };
}

const preloaded = (code) => `--import=data:text/javascript,${encodeURIComponent(code)}`;

/** The peak memory of a process, in MB. */
function peakOf(command) {
  const file = join(work, 'peak.txt');
  const code = `import { readFileSync, writeFileSync } from 'node:fs'; process.on('exit', () => writeFileSync(${JSON.stringify(file)}, readFileSync('/proc/self/status')));`;
  run(command, { NODE_OPTIONS: preloaded(code) });
  return Number(/^VmHWM:\s*(\d+)/m.exec(readFileSync(file, 'utf8'))?.[1]) / 1024;
}

/** How many files of code a process loads, and their size in MB; native libraries are not counted. */
function loadedBy(command) {
  const list = join(work, 'loaded.txt');
  writeFileSync(list, '');
  run(command, { NODE_OPTIONS: `--import=${new URL('../e2e/list-loaded.mjs', import.meta.url).href}`, LOADED: list });
  const paths = readFileSync(list, 'utf8').split('\n').filter((address) => address.startsWith('file:')).map((address) => fileURLToPath(address));
  const code = [...new Set(paths)].filter((path) => /\.[cm]?js$/.test(path) && !path.endsWith('list-loaded.mjs'));
  return { files: code.length, megabytes: code.reduce((sum, path) => sum + statSync(path).size, 0) / 2 ** 20 };
}


run(['lifecycle init', work, [CLI, 'init', 'shop']]);
run(['lifecycle build', starter, [CLI, 'build']]);
run(['lifecycle run --send', starter, [CLI, 'run', '--send']]);
const found = new Map(COMMANDS.map((command) => [command, []]));
for (const command of COMMANDS) run(command); // The caches of templates, checks and pages are warm from here on.
for (let i = 0; i < RUNS; i++) for (const [command, runs] of found) runs.push(run(command));

const medians = new Map([...found].map(([command, runs]) => [command, { cpu: median(runs.map(({ cpu }) => cpu)), wall: median(runs.map(({ wall }) => wall)) }]));
const bare = medians.get(COMMANDS[0]).cpu;
console.log(`node ${process.version}, ${cpus().length} cores, load ${loadavg().map((n) => n.toFixed(1)).join(' ')}, medians of ${RUNS} runs by turns, everything warm`);
for (const [command, { cpu, wall }] of medians) {
  const { files, megabytes } = loadedBy(command);
  const times = `${cpu.toFixed(0).padStart(5)} ms CPU  ${wall.toFixed(0).padStart(5)} ms wall  ${(cpu / bare).toFixed(2).padStart(5)} × bare node`;
  console.log(`${command[0].padEnd(20)}${times}  ${peakOf(command).toFixed(0).padStart(4)} MB  ${String(files).padStart(4)} files of ${megabytes.toFixed(1)} MB`);
}
rmSync(work, { recursive: true });
