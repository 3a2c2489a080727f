import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * Postfix's `smtp-sink` and `smtp-source`, out of Debian's package: downloaded and unpacked into a folder of its own once (`LIFECYCLE_BENCH_CACHE`, or the user's cache), never installed, the mail
 * service never started. Null, with the reason told, where they cannot be had.
 */
export function postfixTools() {
  const cache = process.env.LIFECYCLE_BENCH_CACHE ?? join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'lifecycle-bench');
  const root = join(cache, 'postfix');
  const sbin = join(root, 'usr/sbin');
  const env = { ...process.env, LD_LIBRARY_PATH: [join(root, 'usr/lib/postfix'), process.env.LD_LIBRARY_PATH].filter(Boolean).join(':') };
  const tools = { sink: join(sbin, 'smtp-sink'), source: join(sbin, 'smtp-source'), env };
  if (!existsSync(tools.sink)) {
    mkdirSync(cache, { recursive: true });
    const run = (command, ...args) => spawnSync(command, args, { cwd: cache, stdio: ['ignore', 'ignore', 'ignore'] }).status === 0;
    if (!run('apt-get', 'download', 'postfix')) return without('`apt-get download postfix` fails');
    const deb = readdirSync(cache).find((name) => /^postfix_.*\.deb$/.test(name));
    if (deb === undefined || !run('dpkg-deb', '-x', deb, root)) return without('the package cannot be unpacked');
  }
  const { stdout } = spawnSync('ldd', [tools.sink], { env, encoding: 'utf8' });
  const missing = /(\S+) => not found/.exec(stdout ?? '')?.[1];
  return missing === undefined ? tools : without(`${missing} is not on this machine`);
}

function without(why) {
  console.log(`without Postfix's smtp-sink and smtp-source: ${why}`);
  return null;
}
