// Opens the data of a project again and again while files are added, as runs do; says what it did. `node open-kept.mjs PLAN ROOT NOW UNTIL`.
import { readFileSync } from 'node:fs';

const { openWorld } = await import(new URL('../../../dist/warehouse/open-world.js', import.meta.url));
const [plan, root, now, keptFrom = '0', hold = ''] = process.argv.slice(2);
const open = await openWorld(JSON.parse(readFileSync(plan, 'utf8')), root, Number(now), 'run', Number(keptFrom), 1);
console.log(JSON.stringify({ isKept: open.isKept, version: open.world.version, quality: open.quality }));
if (hold === 'hold') process.stdin.resume();
process.stdin.once('end', () => open.close());
if (hold !== 'hold') open.close();
