import { existsSync, readdirSync, statSync } from 'node:fs';
import { join, parse, relative, resolve, sep } from 'node:path';
import { compareText } from '../model/diagnostic.js';
import { LifecycleError } from '../model/failure.js';

/** One data file. `name` is relative to the project root with forward slashes, for messages. */
export interface DataFile {
  readonly path: string;
  readonly name: string;
  readonly format: 'parquet' | 'csv' | 'ndjson';
  readonly gzip: boolean;
  /** As it lies on the disk. */
  readonly bytes: number;
  /** Of a text file that is read from the middle: how many lines lie before. */
  readonly linesBefore: number;
}

/**
 * The files behind paths and globs (`*`, `?`, `**`; relative to `root` or absolute), each once, sorted by name in code units.
 * Throws LC910 when a path or glob finds nothing, LC911 for a kind of file that cannot be read.
 */
export function findDataFiles(root: string, patterns: readonly string[], setting: string): readonly DataFile[] {
  const found = new Map<string, DataFile>();
  for (const pattern of patterns) {
    const paths = expand(root, pattern);
    if (paths.length === 0)
      throw new LifecycleError('LC910', `${setting}: no file matches "${pattern}"`, [
        `put the file there, or correct ${setting} in lifecycle.config.yaml`,
      ]);
    for (const path of paths) found.set(path, describe(path, root, setting));
  }
  return [...found.values()].sort((a, b) => compareText(a.name, b.name));
}

function describe(path: string, root: string, setting: string): DataFile {
  const name = relative(root, path).split(sep).join('/');
  const match = /\.(parquet|csv|ndjson|jsonl)(\.gz)?$/i.exec(path);
  const kind = match?.[1]?.toLowerCase();
  const gzip = match?.[2] !== undefined;
  if (kind === undefined || (kind === 'parquet' && gzip))
    throw new LifecycleError('LC911', `${setting}: cannot tell what kind of file "${name}" is`, [
      'name it .parquet, .csv, .csv.gz, .ndjson, .ndjson.gz, .jsonl or .jsonl.gz',
    ]);
  const format = kind === 'jsonl' ? 'ndjson' : (kind as 'parquet' | 'csv' | 'ndjson');
  return { path, name, format, gzip, bytes: statSync(path).size, linesBefore: 0 };
}

function expand(root: string, pattern: string): readonly string[] {
  const whole = resolve(root, pattern);
  if (!/[*?]/.test(pattern)) return existsSync(whole) && statSync(whole).isFile() ? [whole] : [];
  // Only the pattern's own segments are globs: the root may hold any character.
  const { root: drive } = parse(pattern);
  const segments = pattern
    .slice(drive.length)
    .split(/[/\\]/)
    .filter((s) => s !== '' && s !== '.');
  return walk(drive === '' ? root : drive, segments);
}

function walk(folder: string, segments: readonly string[]): string[] {
  const [segment, ...rest] = segments;
  if (segment === undefined) return [];
  if (segment === '..') return walk(resolve(folder, '..'), rest);
  const entries = existsSync(folder) && statSync(folder).isDirectory() ? readdirSync(folder) : [];
  const isFolder = (name: string) => statSync(join(folder, name), { throwIfNoEntry: false })?.isDirectory() === true;
  if (segment === '**') {
    const below = entries.filter((name) => !name.startsWith('.') && isFolder(name));
    return [...walk(folder, rest), ...below.flatMap((name) => walk(join(folder, name), segments))];
  }
  const shape = globShape(segment);
  const matching = entries.filter((name) => shape.test(name) && (segment.startsWith('.') || !name.startsWith('.')));
  if (rest.length > 0) return matching.filter(isFolder).flatMap((name) => walk(join(folder, name), rest));
  return matching.filter((name) => !isFolder(name)).map((name) => join(folder, name));
}

function globShape(segment: string): RegExp {
  const source = segment.replace(/[.+^${}()|[\]\\*?]/g, (c) => (c === '*' ? '.*' : c === '?' ? '.' : `\\${c}`));
  return new RegExp(`^${source}$`, 'su');
}
