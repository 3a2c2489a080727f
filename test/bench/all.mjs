import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

// `npm run bench`: every benchmark in a form that a quarter of an hour is enough for. `npm run bench -- portfolio 1000000 100 shared,own`: one of them, with arguments of its own; the files say which.
const BENCHES = [
  ['cold-start'],
  ['check'],
  ['templates'],
  ['compile', '100/20,1000/200', '3'],
  ['portfolio', '10000,100000', '20,100', 'shared,own'],
  ['next-tick', '100000', '100', 'shared', '1', '3'],
  ['decide', '20000'],
  ['tick'],
  ['deliver'],
  ['sending'],
  ['message'],
  ['report'],
];

const [name, ...args] = process.argv.slice(2);
for (const [each, ...defaults] of name === undefined ? BENCHES : [[name, ...args]]) {
  console.log(`\n## ${each} ${defaults.join(' ')}\n`);
  const { status } = spawnSync(process.execPath, [fileURLToPath(new URL(`${each}.mjs`, import.meta.url)), ...defaults], { stdio: 'inherit' });
  if (status !== 0) process.exitCode = 1;
}
