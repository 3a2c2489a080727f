import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { loadavg, tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { DUE, makeLettersProject, personOf } from './letters-project.mjs';
import { postfixTools } from './postfix-tools.mjs';
import { median } from './tools/median.mjs';

// Personalised messages of 44 KB into one mail server on this machine, each way of sending in turn and in a process of its own, as often as `--rounds` says: ours with the ledger on disk, with the least record, and without, a competent
// and a naive sender of one's own, and Postfix's smtp-source, which sends one message made beforehand. Medians.
const option = (name, usual) => Number(process.argv[process.argv.indexOf(`--${name}`) + 1 || Number.POSITIVE_INFINITY] ?? usual);
const ROUNDS = option('rounds', 5);
const SCALE = option('scale', 1);
// As many by each as take a few seconds: what is not compiled by then is not what a run of a day is like.
const COUNTS = { ours: 8000, 'ours-20': 8000, least: 8000, 'least-20': 8000, unrecorded: 8000, 'unrecorded-20': 8000, wire: 8000, 'smtp-source': 8000, competent: 2000, naive: 400 };
const SIZES = [1000, 4000, 16_000];
const CLI = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
const ONE_WAY = fileURLToPath(new URL('send-one-way.mjs', import.meta.url));

const tools = postfixTools();
const folder = mkdtempSync(join(tmpdir(), 'lifecycle-bench-'));
let sink = null;
try {
  const started = await startSink();
  sink = started.child;
  const { port } = started;
  const project = makeProject('main', Math.round(COUNTS.ours * SCALE));
  const names = ['ours', 'ours-20', 'least', 'least-20', 'unrecorded', 'unrecorded-20', 'wire', ...(tools === null ? [] : ['smtp-source']), 'competent', 'naive'];
  const seen = Object.fromEntries(names.map((name) => [name, []]));
  console.log(`load ${loadavg().map((n) => n.toFixed(1)).join(' ')}, ${ROUNDS} rounds, Node ${process.version}, into ${tools === null ? 'a server in Node' : 'smtp-sink'}`);
  for (let round = 0; round < ROUNDS; round += 1)
    for (const name of names) {
      const count = Math.round(COUNTS[name] * SCALE);
      seen[name].push(await withSink(() => (name === 'smtp-source' ? smtpSource(project, port, count) : oneWay(name, project, port, count)), count));
    }
  print(seen);
  if (!process.argv.includes('--no-growth')) {
    for (const size of SIZES) {
      const grown = makeProject(`size-${size}`, size);
      const { rate, cpu, megabytes } = oneWay('ours', grown, port, size);
      console.log(`${String(size).padStart(6)} messages: ${rate.toFixed(0)}/s, ${cpu.toFixed(2)} ms CPU each, at most ${megabytes.toFixed(0)} MB`);
      rmSync(grown, { recursive: true });
    }
  }
} finally {
  sink?.kill();
  rmSync(folder, { recursive: true, force: true });
}

/** The project with its plan, one person a line for the others, and one finished message. */
function makeProject(name, people) {
  const path = join(folder, name);
  makeLettersProject(path, people);
  const run = (...args) => {
    const { status, stderr } = spawnSync(process.execPath, [CLI, ...args], { cwd: path, encoding: 'utf8' });
    if (status !== 0) throw new Error(stderr);
  };
  run('build', '--out', 'plan.json');
  writeFileSync(join(path, 'people.ndjson'), `${Array.from({ length: people }, (_, i) => JSON.stringify(personOf(i))).join('\n')}\n`);
  const iso = (at) => `${new Date(at).toISOString().slice(0, 16)}Z`;
  if (name === 'main') {
    run('run', '--plan', 'plan.json', '--now', iso(DUE - 86_400_000), '--until', iso(DUE), '--every', '1d', '--out', 'mails');
    const [email] = readdirSync(join(path, 'mails/account/account'));
    writeFileSync(join(path, 'message.eml'), readFileSync(join(path, 'mails/account/account', email)));
    rmSync(join(path, 'mails'), { recursive: true });
  }
  return path;
}

/** One way, over five connections unless its name says over how many. */
function oneWay(name, project, port, count) {
  const [way, connections = '5'] = name.split('-');
  const { status, stdout, stderr } = spawnSync(process.execPath, [ONE_WAY, way, project, String(port), String(count), connections], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${name}: ${stderr}`);
  return JSON.parse(stdout);
}

function smtpSource(project, port, count) {
  // The message's lines, and not its header, which it writes itself.
  const length = readFileSync(join(project, 'message.eml')).length;
  const began = performance.now();
  const command = `"$0" -d -s 5 -l ${length} -m ${count} -f a@shop.test -t b@people.example 127.0.0.1:${port}; status=$?; times; exit $status`;
  const { status, stdout, stderr } = spawnSync('sh', ['-c', command, tools.source], { env: tools.env, encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  const seconds = (performance.now() - began) / 1000;
  const spent = [...stdout.trim().split('\n').at(-1).matchAll(/(\d+)m([\d.]+)s/g)].reduce((sum, [, m, s]) => sum + Number(m) * 60 + Number(s), 0);
  return { rate: count / seconds, cpu: (spent * 1000) / count, megabytes: null, bytes: length };
}

/** What was measured, with what the server took meanwhile. */
async function withSink(act, count) {
  const before = sinkCpu();
  const measured = await act();
  return { ...measured, server: (sinkCpu() - before) / count };
}

/** Milliseconds of CPU that the server has had: user and system, in ticks of ten milliseconds. */
function sinkCpu() {
  const fields = readFileSync(`/proc/${sink.pid}/stat`, 'utf8').replace(/^.*\) /, '').split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

function print(seen) {
  const said = {
    ours: 'ours, journalled, one process, 5 connections',
    'ours-20': 'ours over 20 connections',
    least: 'ours, with the least record there can be: two rows of four numbers, durable as ours',
    'least-20': 'the same over 20 connections',
    unrecorded: 'ours, nothing written down of what becomes of them',
    'unrecorded-20': 'the same over 20 connections',
    wire: 'ours, the wire alone (messages made beforehand, nothing recorded)',
    competent: 'competent: parsed once, a text template, nodemailer pool of 5',
    naive: 'naive: MJML once, all else for each, sendMail awaited',
    'smtp-source': 'smtp-source -d -s 5: C, one message, no rendering',
  };
  const rate = Object.fromEntries(Object.entries(seen).map(([name, all]) => [name, median(all.map((each) => each.rate))]));
  for (const [name, all] of Object.entries(seen)) {
    const of = (key) => median(all.map((each) => each[key]));
    const times = rate.ours / rate[name];
    const share = rate['smtp-source'] === undefined ? '' : `, ${((100 * rate[name]) / rate['smtp-source']).toFixed(0)} % of smtp-source`;
    const ratio = name === 'ours' ? '' : `; ours is ${times.toFixed(times < 2 ? 2 : 1)} times that`;
    const memory = of('megabytes') === null ? '' : `, at most ${of('megabytes').toFixed(0)} MB`;
    console.log(`${said[name]}\n  ${rate[name].toFixed(0)}/s of ${(of('bytes') / 1000).toFixed(1)} KB, ${of('cpu').toFixed(2)} ms CPU each (the server ${of('server').toFixed(2)})${memory}${share}${ratio}`);
  }
}

/** Postfix's sink, or where that cannot be had one of ours. */
async function startSink() {
  if (tools === null) {
    const child = spawn(process.execPath, [fileURLToPath(new URL('../e2e/sink-child.mjs', import.meta.url)), join(folder, 'accepted'), 'write', ''], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [said] = await once(child.stdout, 'data');
    return { child, port: Number(said) };
  }
  const port = await freePort();
  const child = spawn(tools.sink, ['-u', userInfo().username, `127.0.0.1:${port}`, '100'], { env: tools.env, stdio: 'ignore' });
  await sleep(500);
  return { child, port };
}

async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}
