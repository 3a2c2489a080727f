import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { builtFrom } from './built-from.js';

const digests = new Map<string, string>(Object.entries(builtFrom.folders));

/**
 * A digest (hexadecimal SHA-256) of this program's own code in some folders below that of its stages (`read/`, `../schemas/`) and of the versions of the packages that it works with: what a cache was made by, so that no
 * change of it can be forgotten.
 */
export function codeStamp(folders: readonly string[], packages: readonly string[]): string {
  const hash = createHash('sha256');
  for (const name of packages) hash.update(`${name} ${builtFrom.packages[name] ?? versionOf(name)}\n`);
  for (const folder of folders) hash.update(`${folder} ${digestOf(folder)}\n`);
  return hash.digest('hex');
}

/** The version of a package as it is installed. */
export function versionOf(name: string): string {
  const require = createRequire(import.meta.url);
  // Not every package lets its own description be imported.
  const places = (require.resolve.paths(name) ?? []).map((folder) => join(folder, name, 'package.json'));
  const { version } = require(places.find((path) => existsSync(path)) ?? `${name}/package.json`) as { version: string };
  return version;
}

/** The digest of the code in a folder. The code of a process does not change while it runs. */
export function digestOf(folder: string): string {
  const known = digests.get(folder);
  if (known !== undefined) return known;
  const hash = createHash('sha256');
  const home = new URL(`../${folder}`, import.meta.url);
  for (const name of (readdirSync(home, { recursive: true }) as string[]).sort()) {
    if (/(?<!\.d)\.(?:js|ts|json)$/.test(name)) hash.update(`\n${name}\n`).update(readFileSync(new URL(name, home)));
  }
  const digest = hash.digest('hex');
  digests.set(folder, digest);
  return digest;
}
