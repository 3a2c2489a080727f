import { createHash } from 'node:crypto';
import { mkdtempSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { makePortfolio } from './world/make-portfolio.mjs';
import { makeWorld } from './world/make-world.mjs';

// Facts → histories → decide → commit for everybody in a world: CPU a profile by stage, and profiles a second.
//   node test/bench/decide.mjs [profiles = 100000] [campaigns = 20,100]
// Everybody is decided in two daily ticks after the first, as if all were candidates; LIFECYCLE_DIST names another build to compare with.
const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const DIST = resolve(process.env.LIFECYCLE_DIST ?? join(ROOT, 'dist'));
const most = Number(process.argv[2] ?? 100_000);
const sizes = (process.argv[3] ?? '20,100').split(',').map(Number);
const BATCH = Number(process.env.BATCH ?? 500);
const from = (file) => import(pathToFileURL(join(DIST, file)).href);
const { openDuckdb } = await from('warehouse/duckdb.js');
const { openSqliteLedger } = await from('ledger/sqlite.js');
const { decide } = await from('decide/decide.js');
const { groupKeys } = await from('decide/group-keys.js');
const { earliestAsked } = await from('warehouse/campaign-reach.js');
const { thisMachine } = await from('commands/this-machine.js');

const folder = mkdtempSync(join(tmpdir(), 'lifecycle-decide-'));
try {
  const world = process.env.LIFECYCLE_WORLD;
  if (world === undefined) await makeWorld(folder, most);
  else {
    symlinkSync(join(world, 'profiles.parquet'), join(folder, 'profiles.parquet'));
    mkdirSync(join(folder, 'events'));
    for (const file of readdirSync(join(world, 'events'))) symlinkSync(join(world, 'events', file), join(folder, 'events', file));
  }
  for (const campaigns of sizes) {
    const project = join(folder, `portfolio-${campaigns}`);
    makePortfolio(project, campaigns, 'shared');
    await measure(campaigns, project);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function measure(campaigns, project) {
  const plan = JSON.parse(readFileSync(join(project, 'plan.json'), 'utf8'));
  const now = Date.parse('2026-06-01T00:00:00Z');
  const DAY = 86_400_000;
  const warehouse = await openDuckdb(plan, project, now);
  const ledger = openSqliteLedger(join(project, 'ledger.db'), thisMachine);
  const keys = groupKeys(plan);
  const fence = ledger.acquire({ host: 'here', pid: process.pid, ttl: 3_600_000 }, now);
  const profileIds = (await warehouse.profileIds()).slice(0, most);
  for (const at of [now - 2 * DAY, now - DAY, now]) {
    const tick = ledger.beginTick(fence, at, plan, keys);
    const spent = { candidates: 0, facts: 0, histories: 0, decide: 0, commit: 0 };
    const timed = async (name, work) => {
      const began = process.cpuUsage();
      const result = await work();
      const { user, system } = process.cpuUsage(began);
      spent[name] += user + system;
      return result;
    };
    const known = {
      due: ledger.due(at), amongInside: ledger.amongInside, recorded: ledger.recorded(keys),
      members: (group) => ledger.members({ [group]: keys[group] })[group],
    };
    const { changes, profileIds: found } = await timed('candidates', () => warehouse.candidates(tick, known));
    const since = earliestAsked(plan, tick);
    const wall = performance.now();
    let decided = 0;
    const digest = createHash('sha256');
    for (let from = 0; tick.previous !== null && from < profileIds.length; from += BATCH) {
      const facts = await timed('facts', () => warehouse.facts(profileIds.slice(from, from + BATCH), at, since));
      const ids = facts.map(({ profileId }) => profileId);
      const histories = await timed('histories', () => ledger.histories(ids, plan, keys));
      const decisions = await timed('decide', () => facts.flatMap((each, i) => decide(plan, each, histories[i], tick)));
      decided += decisions.length;
      digest.update(JSON.stringify(decisions));
      await timed('commit', () => ledger.commit(fence, tick, decisions));
    }
    const seconds = (performance.now() - wall) / 1000;
    ledger.endTick(fence, tick, keys, changes, profileIds.length);
    if (tick.previous === null) continue;
    const us = Object.entries(spent).map(([name, cpu]) => `${name} ${(cpu / profileIds.length).toFixed(1)}`);
    const all = spent.facts + spent.histories + spent.decide + spent.commit;
    console.log(
      `${campaigns} campaigns, ${profileIds.length} profiles (${found.length} candidates, ${decided} decisions ${digest.digest('hex').slice(0, 8)}): ` +
        `${Math.round(profileIds.length / seconds)} a second; µs CPU a profile: ${(all / profileIds.length).toFixed(1)} = ${us.join(', ')}; ` +
        `RSS ${Math.round(process.resourceUsage().maxRSS / 1024)} MB; load ${loadavg()[0].toFixed(1)}`,
    );
  }
  ledger.close();
  await warehouse.close();
}
