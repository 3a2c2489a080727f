import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compareText } from '../model/diagnostic.js';
import { LifecycleError } from '../model/failure.js';
import { CONFIG_FILE } from './find-root.js';
import type { ExitCode, Terminal } from './terminal.js';

const SCHEMAS = ['campaign', 'condition', 'config', 'persona', 'template'];
const MOST_NAMES = 10;

/**
 * Makes a small project that passes `check` in `dir` (here, without it) and says what to do next. Overwrites nothing: throws LC900 with the files that are in the
 * way before anything is written, and LC915 when the folder cannot be written to.
 */
export async function init(terminal: Terminal, dir: string | undefined): Promise<ExitCode> {
  const root = resolve(terminal.cwd, dir ?? '.');
  const files = starterFiles(basename(root));
  refuseToOverwrite(root, dir ?? '.', [...files.keys()]);
  for (const [file, content] of files) writeNew(root, file, content);
  const place = relative(terminal.cwd, root);
  terminal.out(
    `${files.size} files written${place === '' ? '' : ` to ${place}`}; what they say is yours to change. Next:\n\n`,
  );
  if (place !== '') terminal.out(`  cd ${/^[\w./-]+$/.test(place) ? place : `'${place.replaceAll("'", "'\\''")}'`}\n`);
  terminal.out(
    '  lifecycle check                                      is anything wrong?\n' +
      '  lifecycle dev                                        every email, for four kinds of people, while you write\n' +
      '  lifecycle build && lifecycle show                    the plan, and what it says\n' +
      '  lifecycle run --now 2026-03-02 --until 2026-03-09    a week of the sample data; nothing is sent\n',
  );
  return 0;
}

/** The starter's files by path. npm leaves some dotted names out of packages, so they are kept without their dot. */
function starterFiles(folderName: string): ReadonlyMap<string, string> {
  const starter = packaged('starter');
  const files = new Map<string, string>();
  for (const entry of readdirSync(starter, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const source = join(entry.parentPath, entry.name);
    const kept = relative(starter, source).replaceAll('\\', '/');
    // A cache that somebody's look at the starter left there.
    if (kept.startsWith('.')) continue;
    const path = kept.replace(/^(?=git)/, '.');
    files.set(path, readFileSync(source, 'utf8'));
  }
  for (const name of SCHEMAS) {
    const path = `schemas/${name}.schema.json`;
    files.set(path, readFileSync(packaged(path), 'utf8'));
  }
  const id = projectId(folderName);
  const config = files.get(CONFIG_FILE) ?? '';
  files.set(CONFIG_FILE, id === null ? config : config.replace(/^(project: | {2}salt: )my-shop/gm, `$1${id}`));
  return new Map([...files].sort(([a], [b]) => compareText(a, b)));
}

/** `My Shop` is `my-shop`; null for a name with nothing in it that an id can hold, or that YAML would not read as text. */
function projectId(folderName: string): string | null {
  const words =
    folderName
      .normalize('NFKD')
      .replace(/\p{M}/gu, '')
      .toLowerCase()
      .match(/[a-z0-9]+/g) ?? [];
  const id = words.join('-');
  return /^[a-z]/.test(id) && !['true', 'false', 'null'].includes(id) ? id.slice(0, 60).replace(/-$/, '') : null;
}

function refuseToOverwrite(root: string, shown: string, files: readonly string[]): void {
  const parts = new Set(files.flatMap((file) => [...parents(file)]));
  const inTheWay = [
    ...(existsSync(root) && !statSync(root).isDirectory() ? [shown] : []),
    ...[...parts].filter((part) => existsSync(join(root, part)) && !statSync(join(root, part)).isDirectory()),
    ...files.filter((file) => existsSync(join(root, file))),
  ].sort(compareText);
  if (inTheWay.length === 0) return;
  const named = inTheWay.slice(0, MOST_NAMES).join(', ');
  const more = inTheWay.length > MOST_NAMES ? ` and ${inTheWay.length - MOST_NAMES} more` : '';
  throw new LifecycleError(
    'LC900',
    `${shown === '.' ? 'this folder' : shown} already has ${named}${more}; nothing was written`,
    ['name a new folder, such as lifecycle init my-shop, or move these files away'],
    2,
  );
}

function* parents(file: string): Generator<string> {
  for (let folder = dirname(file); folder !== '.'; folder = dirname(folder)) yield folder;
}

function writeNew(root: string, file: string, content: string): void {
  const path = join(root, file);
  try {
    mkdirSync(dirname(path), { recursive: true });
    // `wx` fails on a file that came into being since we looked.
    writeFileSync(path, content, { flag: 'wx' });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new LifecycleError('LC915', `cannot write ${file}: ${reason}`, ['choose a folder that you may write to'], 3, {
      cause,
    });
  }
}

/** A file or folder that comes with the package. */
function packaged(path: string): string {
  return fileURLToPath(new URL(`../../${path}`, import.meta.url));
}
