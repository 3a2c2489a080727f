import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Terminal } from '../../src/commands/terminal.js';
import { thisMachine } from '../../src/commands/this-machine.js';

/** The repository's root. */
export const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const CLI = join(ROOT, 'dist', 'cli.js');
const COMMAND_LINE = pathToFileURL(join(ROOT, 'dist', 'cli', 'run-command-line.js')).href;

/** What a command did. */
export interface Outcome {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export interface CliOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** What stands before `node`: `['unshare', '-n']`. */
  readonly under?: readonly string[];
  /** In a process of its own, as a user starts it; otherwise the built command line is called in this process, which is ten times as fast. */
  readonly apart?: boolean;
}

/** A project folder of its own under the system's temporary folder. */
export interface TestProject {
  readonly root: string;
  write(file: string, content: string | Uint8Array): void;
  read(file: string): string;
  /** Every file below `folder`, relative to it, with forward slashes, sorted. */
  files(folder: string): readonly string[];
  /** Runs `lifecycle …` in the folder, as a user types it. */
  lifecycle(args: readonly string[], options?: CliOptions): Promise<Outcome>;
  /** Starts it and does not wait. */
  start(args: readonly string[], options?: CliOptions): ChildProcess;
  remove(): void;
}

/** Makes a project of these files, in `parent`. */
export function makeProject(
  files: Readonly<Record<string, string | Uint8Array>> = {},
  parent: string = tmpdir(),
): TestProject {
  const root = mkdtempSync(join(parent, 'shop-'));
  const running = new Set<ChildProcess>();
  // Nothing of the environment of whoever runs the tests: no CI, no colours, no zone.
  const base = { PATH: process.env.PATH ?? '', HOME: root, TMPDIR: tmpdir() };
  const start: TestProject['start'] = (args, { env = {}, cwd = root, under = [] } = {}) => {
    const [program = '', ...rest] = [...under, process.execPath, CLI, ...args];
    const child = spawn(program, rest, { cwd, env: { ...base, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    running.add(child);
    child.on('exit', () => running.delete(child));
    return child;
  };
  const project: TestProject = {
    root,
    write(file, content) {
      const path = join(root, file);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, content);
    },
    read: (file) => readFileSync(join(root, file), 'utf8'),
    files: (folder) => listFiles(join(root, folder)),
    lifecycle(args, options = {}) {
      const { env = {}, cwd = root, under = [], apart = false } = options;
      const alone = apart || under.length > 0 || Object.keys(env).some((name) => OF_THE_PROCESS.has(name));
      return alone ? outcomeOf(start(args, options)) : callHere(args, cwd, { ...base, ...env });
    },
    start,
    remove() {
      // A test that ran out of time leaves its command behind.
      for (const child of running) child.kill('SIGKILL');
      rmSync(root, { recursive: true, force: true, maxRetries: 5 });
    },
  };
  for (const [file, content] of Object.entries(files)) project.write(file, content);
  return project;
}

/** Variables that mean something to Node or to the command line's own start. */
const OF_THE_PROCESS: ReadonlySet<string> = new Set([
  'TZ',
  'LANG',
  'LC_ALL',
  'NODE_OPTIONS',
  'NO_COLOR',
  'FORCE_COLOR',
]);

/** Calls the built command line in this process; Node's warnings count as written to stderr, as they would be. */
async function callHere(args: readonly string[], cwd: string, env: Readonly<Record<string, string>>): Promise<Outcome> {
  const { runCommandLine } = (await import(COMMAND_LINE)) as typeof import('../../src/cli/run-command-line.js');
  const texts = { out: '', err: '' };
  const terminal: Terminal = {
    ...thisMachine,
    out: (text) => {
      texts.out += text;
    },
    err: (text) => {
      texts.err += text;
    },
    stdin: async () => new Uint8Array(),
    interactive: false,
    color: false,
    columns: 80,
    outColumns: 80,
    cwd,
    env,
    interrupted: new AbortController().signal,
  };
  const warned = (warning: Error): void => terminal.err(`${warning.name}: ${warning.message}\n`);
  process.on('warning', warned);
  try {
    return { code: await runCommandLine(args, terminal), ...texts };
  } finally {
    process.off('warning', warned);
  }
}

/** Waits for the end of a command. */
export function outcomeOf(child: ChildProcess): Promise<Outcome> {
  return new Promise((done, fail) => {
    const texts = { out: '', err: '' };
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      texts.out += text;
    });
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      texts.err += text;
    });
    child.on('error', fail);
    child.on('close', (code) => done({ code, ...texts }));
  });
}

/** Every file below a folder, relative to it, with forward slashes, sorted. */
export function listFiles(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => statSync(join(entry.parentPath, entry.name)).isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .sort();
}

/** A CSV file: every field that needs it in quotes. */
export function csv(rows: readonly (readonly (string | number | boolean)[])[]): string {
  const field = (value: string | number | boolean): string =>
    /[",\r\n]/.test(String(value)) ? `"${String(value).replaceAll('"', '""')}"` : String(value);
  return `${rows.map((row) => row.map(field).join(',')).join('\n')}\n`;
}

/** NDJSON: one value a line. */
export function ndjson(rows: readonly unknown[]): string {
  return rows.map((row) => `${JSON.stringify(row)}\n`).join('');
}
