// Tries the inputs of one subject, one after the other: node --max-old-space-size=256 fuzz-child.mjs SUBJECT SEED FROM TO
// Writes the number of an input before it is tried, so that whoever watches knows which one was the last, and after it what must not have been.
import { writeSync } from 'node:fs';
import { SUBJECTS } from './subjects.mjs';

const [subject, seed, from, to] = process.argv.slice(2);
const SLOW_MS = 2000;
const cpu = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};
const tell = (line) => writeSync(1, `${JSON.stringify(line)}\n`);
let warned = [];
process.on('warning', (warning) => warned.push(String(warning)));

// What is loaded with the first input is not on its account.
await SUBJECTS[subject](`${seed}:warm`).catch(() => undefined);
for (let n = Number(from); n < Number(to); n++) {
  tell({ begins: n });
  const before = cpu();
  warned = [];
  try {
    const { name, input, problems, held } = await SUBJECTS[subject](`${seed}:${n}`);
    const took = cpu() - before;
    const all = [...problems, ...warned];
    if (took > SLOW_MS) all.push(`took ${Math.round(took)} ms`);
    tell({ n, took: Math.round(took), ...(all.length > 0 ? { problems: all, name, input: input.toString('base64').slice(0, 4000) } : {}), ...(held ? { held } : {}) });
  } catch (error) {
    tell({ n, problems: [`threw ${error instanceof Error ? error.stack : error}`], name: '', input: '' });
  }
}
