import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';

// One dry run over the demo's two weeks: reading, deciding, rendering and writing the emails, without a mail server.
const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const CLI = join(ROOT, 'dist/cli.js');
if (!existsSync(join(ROOT, '.lifecycle/demo'))) {
  console.log('no demo data here: run `lifecycle demo` first');
  process.exit(0);
}

const folder = mkdtempSync(join(tmpdir(), 'lifecycle-bench-'));
try {
  const now = process.argv[2] ?? '2026-06-01T00:00Z';
  const until = process.argv[3] ?? '2026-06-15T00:00Z';
  const run = (...args) => {
    const began = performance.now();
    const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, ...args], { cwd: ROOT, encoding: 'utf8' });
    if (status !== 0) throw new Error(stderr);
    return { stdout, seconds: (performance.now() - began) / 1000 };
  };
  const plan = join(folder, 'plan.json');
  run('build', '--out', plan);
  const order = ['run', '--plan', plan, '--ledger', join(folder, 'absent.db'), '--out', join(folder, 'mails')];
  const { stdout, seconds } = run(...order, '--now', now, '--until', until, '--every', '1d', '--format', 'json');
  const { ticks, profilesDecided, delivery, quality } = JSON.parse(stdout);
  console.log(`load ${loadavg().map((n) => n.toFixed(1)).join(' ')}`);
  console.log(`${quality.profiles.rows} profiles, ${quality.events.rows} events, ${ticks} daily ticks: ${seconds.toFixed(1)} s`);
  console.log(`${profilesDecided} decided (${Math.round(profilesDecided / seconds)} a second), ${delivery.sent} emails written`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
