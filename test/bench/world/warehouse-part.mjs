import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { performance } from 'node:perf_hooks';
import { thisMachine } from '../../../dist/commands/this-machine.js';
import { groupKeys } from '../../../dist/decide/group-keys.js';
import { openSqliteLedger } from '../../../dist/ledger/sqlite.js';
import { openDuckdb } from '../../../dist/warehouse/duckdb.js';

// What a tick asks of the warehouse and nothing else: to open the data, and for whom something may happen. Prints wall and processor seconds of both. The ledger is begun on and left so: give it a copy.
const [project, at] = [process.argv[2], Number(process.argv[3])];
const plan = JSON.parse(readFileSync(join(project, 'plan.json'), 'utf8'));
const keys = groupKeys(plan);
const ledger = openSqliteLedger(join(project, 'ledger.db'), thisMachine);
const tick = ledger.beginTick(ledger.acquire({ host: 'here', pid: process.pid, ttl: 3_600_000 }, at), at, plan, keys);
const known = {
  due: ledger.due(at),
  amongInside: (ids) => ledger.amongInside(ids),
  recorded: ledger.recorded(keys),
  home: resolve(project, 'ledger.db'),
  members: (group) => ledger.members({ [group]: keys[group] })[group],
};

const took = async (work) => {
  const [began, before] = [performance.now(), process.cpuUsage()];
  const value = await work();
  const { user, system } = process.cpuUsage(before);
  return { value, wall: (performance.now() - began) / 1000, cpu: (user + system) / 1e6 };
};
const { value: warehouse, ...open } = await took(() => openDuckdb(plan, project, Date.now()));
const { value: found, ...ask } = await took(() => warehouse.candidates(tick, known));
await warehouse.close();
ledger.close();
console.log(JSON.stringify({ open, ask, named: found.profileIds.length, memory: process.resourceUsage().maxRSS / 1024 }));
