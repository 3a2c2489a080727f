// Writes down what a process loads, for `node --import`: one address a line, into the file that LOADED names.
import { appendFileSync } from 'node:fs';
import { createRequire, register } from 'node:module';
import { isMainThread } from 'node:worker_threads';

const write = (address) => appendFileSync(process.env.LOADED, `${address}\n`);

/** For Node's own thread that loads modules, which reads this file again. */
export async function load(address, context, next) {
  if (address.startsWith('file:')) write(address);
  return next(address, context);
}

if (isMainThread) {
  register(import.meta.url);
  const { cache } = createRequire('/');
  process.on('exit', () => {
    for (const path of Object.keys(cache)) write(`file://${path}`);
  });
}
