import { chmodSync, existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DAY } from '../../model/milliseconds.js';

/** Files of other settings or versions that are left: a project is now and then opened with another plan. */
const MOST = 4;
const OLDEST = 30 * DAY;

/** The folder of a project's kept data: they are personal, and nobody else may read it. */
export function keptFolder(root: string): string {
  return join(root, '.lifecycle', 'cache', 'data');
}

/** Makes the folder, and reads the disk's own clock there, in nanoseconds: what changes a file later is later by it. Throws where nothing can be written. */
export function prepareFolder(folder: string): bigint {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  chmodSync(folder, 0o700);
  const probe = join(folder, 'clock');
  writeFileSync(probe, '', { mode: 0o600 });
  const { mtimeNs } = statSync(probe, { bigint: true });
  return mtimeNs;
}

/** Removes a kept file and what the engine keeps beside it. */
export function removeKept(path: string): void {
  for (const each of [`${path}.wal`, path]) rmSync(each, { force: true });
}

/** Lets only its owner read a kept file and what the engine keeps beside it. */
export function protectKept(path: string): void {
  for (const each of [path, `${path}.wal`]) if (existsSync(each)) chmodSync(each, 0o600);
}

/** Removes files that nobody opened for long, and all but the newest few; never the one at `path`. */
export function removeOld(folder: string, path: string, clock: bigint): void {
  const now = Number(clock / 1_000_000n);
  const others = readdirSync(folder)
    .map((name) => join(folder, name))
    .filter((each) => each !== path && each !== `${path}.wal` && !each.endsWith('clock'))
    .map((each) => ({ each, at: statSync(each, { throwIfNoEntry: false })?.mtimeMs ?? 0 }))
    .sort((a, b) => b.at - a.at);
  const kept = others.filter(({ each }) => each.endsWith('.duckdb')).slice(0, MOST - 1);
  for (const { each, at } of others) {
    const isDraft = !each.endsWith('.duckdb') && !each.endsWith('.duckdb.wal');
    // What is being written now is not old.
    if (now - at < (isDraft ? DAY : OLDEST) && (isDraft || kept.some((one) => each.startsWith(one.each)))) continue;
    rmSync(each, { force: true });
  }
}

/** How many bytes a project's kept data take; null when there are none. */
export function keptBytes(root: string): number | null {
  const folder = keptFolder(root);
  if (!existsSync(folder)) return null;
  const sizes = readdirSync(folder).map((name) => statSync(join(folder, name), { throwIfNoEntry: false })?.size ?? 0);
  return sizes.reduce((sum, size) => sum + size, 0) || null;
}

/** Removes everything that is kept of a project's data; they are read anew. */
export function removeKeptData(root: string): void {
  rmSync(keptFolder(root), { recursive: true, force: true });
}
