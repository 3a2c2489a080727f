import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parse } from 'yaml';

/** The text of each file of a project, by its path. */
export type Files = Readonly<Record<string, string>>;

/** One mistake, made in a sound project: `case.yaml` of a folder below `err`. */
interface Case {
  /** The project below `ok` that it is made in. */
  readonly base: string;
  /** What is written in place of what; each `from` stands once in its file. */
  readonly change?: readonly { readonly file: string; readonly from: string; readonly to: string }[];
  readonly remove?: readonly string[];
  /** Files that are copied to another place. */
  readonly copy?: readonly { readonly file: string; readonly to: string }[];
}

const OK = 'test/cases/ok';
const ERR = 'test/cases/err';

/** The names of the sound projects, or of the broken ones. */
export function casesIn(kind: 'ok' | 'err'): readonly string[] {
  return readdirSync(kind === 'ok' ? OK : ERR).sort();
}

/** A sound project. */
export function readSound(name: string): Files {
  return readFolder(join(OK, name));
}

/** A broken project: its base with the changes of `case.yaml`, and with the other files of its folder in place or beside. */
export function readBroken(name: string): Files {
  const { 'case.yaml': text = '', 'expected.out': _, ...own } = readFolder(join(ERR, name));
  const { base, change = [], remove = [], copy = [] } = parse(text) as Case;
  const files: Record<string, string> = { ...readSound(base) };
  for (const { file, to } of copy) files[to] = textOf(files, file, name);
  for (const { file, from, to } of change) {
    const parts = textOf(files, file, name).split(from);
    if (parts.length !== 2)
      throw new Error(`${name}: ${JSON.stringify(from)} stands ${parts.length - 1} times in ${file}`);
    files[file] = parts.join(to);
  }
  for (const file of remove) {
    textOf(files, file, name);
    delete files[file];
  }
  return { ...files, ...own };
}

/** Writes a project into a folder of its own while `use` needs it. */
export async function withFolder<T>(files: Files, use: (root: string) => Promise<T>): Promise<T> {
  const root = mkdtempSync(join(tmpdir(), 'lifecycle-case-'));
  try {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
    return await use(root);
  } finally {
    rmSync(root, { recursive: true });
  }
}

function readFolder(root: string): Record<string, string> {
  const paths = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((path) =>
    statSync(join(root, path)).isFile(),
  );
  return Object.fromEntries(
    paths.sort().map((path) => [path.replaceAll('\\', '/'), readFileSync(join(root, path), 'utf8')]),
  );
}

function textOf(files: Files, file: string, name: string): string {
  const text = files[file];
  if (text === undefined) throw new Error(`${name}: there is no ${file}`);
  return text;
}
