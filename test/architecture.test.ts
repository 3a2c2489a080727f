import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path/posix';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { explainCode } from '../src/check/explain.js';

/** One way in which a file refers to another module. */
interface Import {
  readonly line: number;
  /** A path below `src` for our own files, the written name for all else. */
  readonly target: string;
  readonly typeOnly: boolean;
}

interface SourceFile {
  readonly path: string;
  readonly text: string;
  /** The text with comments and the insides of strings blanked out; the same length and lines. */
  readonly code: string;
  readonly imports: readonly Import[];
}

const SRC = fileURLToPath(new URL('../src', import.meta.url));
const MODULE =
  /^(?:import|export)\s(?<what>[^'";]*?from\s*)?'(?<name>[^']+)'|\b(?:import|require)\(\s*'(?<lazy>[^']+)'/gm;
const sources = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts'))
  .map((path) => path.replaceAll('\\', '/'))
  .sort()
  .map((path) => readSource(path, readFileSync(join(SRC, path), 'utf8')));
const paths = new Set(sources.map(({ path }) => path));

function readSource(path: string, text: string): SourceFile {
  const imports = [...text.matchAll(MODULE)].map(({ groups = {}, index, 0: all }) => {
    const name = groups.name ?? groups.lazy ?? '';
    const target = name.startsWith('.') ? join(dirname(path), name).replace(/\.js$/, '.ts') : name;
    return { line: lineAt(text, index), target, typeOnly: /^(?:import|export)\s+type\b/.test(all) };
  });
  return { path, text, code: blank(text), imports };
}

function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}

/** Comments, quoted texts and the texts around `${…}` in templates say nothing about what a file does. */
function blank(text: string): string {
  const quoted = /\/\*[\s\S]*?\*\/|\/\/[^\n]*|'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"/g;
  return text.replace(quoted, (part) => part.replace(/[^\n]/g, ' '));
}

/** `path:line what`, for every place where `broken` finds something to say. */
function complaints(broken: (source: SourceFile) => Iterable<readonly [line: number, what: string]>): string[] {
  return sources.flatMap((source) => [...broken(source)].map(([line, what]) => `${source.path}:${line} ${what}`));
}

function importsThat(within: RegExp, forbidden: (target: string, source: SourceFile) => boolean): string[] {
  return complaints(({ path, ...rest }) => {
    if (!within.test(path)) return [];
    const bad = rest.imports.filter(({ target }) => forbidden(target, { path, ...rest }));
    return bad.map(({ line, target }) => [line, `imports ${target}`] as const);
  });
}

function places(within: RegExp, pattern: RegExp, what: string): string[] {
  return complaints(({ path, code }) =>
    within.test(path) ? [...code.matchAll(pattern)].map(({ index }) => [lineAt(code, index), what] as const) : [],
  );
}

/** Only `allowed` may import what `target` matches. */
function onlyIn(allowed: RegExp, target: RegExp): string[] {
  return importsThat(/./, (name, { path }) => target.test(name) && !allowed.test(path));
}

const ours = (target: string): boolean => paths.has(target) || /^[a-z-]+\/.*\.ts$/.test(target);
const below = (...folders: string[]) => new RegExp(`^(?:${folders.join('|')})/`);

/** The pure stages: no disk, no net, no clock, no chance. */
const PURE = /^(?:model|calendar|pressure|structure|check|compile|diff|docs|decide|measure|simulate|preview|report)\//;
const DISK_AND_NET = /^node:(?:fs|net|http|https|http2|tls|dns|dgram|child_process|worker_threads|cluster|os)(?:\/|$)/;
/** It keeps compiled templates between runs, which saves time and changes no byte. */
const CACHE = 'compile/templates/file-cache.ts';

/** What a run has of clock, timers, chance and other processes comes from here, and reaches it as an argument: so a simulated machine can give it again. */
const MACHINE = 'commands/this-machine.ts';
const elsewhere = new RegExp(`^(?!${MACHINE.replace('.', '[.]')}$)`);

/** What is asked of the process outside of the command line: facts that no option can change, and one guard. */
const MAY_TOUCH_PROCESS: Readonly<Record<string, readonly string[]>> = {
  // Names of temporary files that no other process uses.
  [CACHE]: ['process.pid'],
  'read/stamped-file.ts': ['process.pid', 'process.version', 'process.versions'],
  // Which time zones this runtime knows.
  'commands/doctor.ts': ['process.versions'],
  // Whether this V8 is the one whose words are known.
  'warehouse/connection.ts': ['process.pid'],
  'warehouse/kept/kept-world.ts': ['process.pid'],
  // By what kept data were made.
  'warehouse/kept/kept-key.ts': ['process.version', 'process.versions'],
  // Whether an open file can be removed.
  'ledger/copy.ts': ['process.platform'],
  // MJML reads it while it is loaded, and would run what a file in the working directory names.
  'compile/templates/run-mjml.ts': ['process.env'],
};

describe('direction', () => {
  test('the sources were read', () => {
    expect(sources.length).toBeGreaterThan(100);
    expect(sources.flatMap(({ imports }) => imports).length).toBeGreaterThan(300);
  });

  test('every import of our own reaches a file, and is written with .js', () => {
    expect(importsThat(/./, (target) => ours(target) && !paths.has(target))).toEqual([]);
    expect(
      complaints(({ text }) =>
        [...text.matchAll(/from '\.[^']*(?<!\.js)'/g)].map(({ index }) => [lineAt(text, index), 'no .js'] as const),
      ),
    ).toEqual([]);
  });

  test('model knows only model, and how international domains are written', () => {
    expect(importsThat(below('model'), (target) => !/^model\/|^node:url$/.test(target))).toEqual([]);
  });

  test('calendar knows only model and Temporal', () => {
    expect(
      importsThat(below('calendar'), (target) => !/^(?:model|calendar)\/|^temporal-polyfill$/.test(target)),
    ).toEqual([]);
  });

  test('pressure knows only model and calendar', () => {
    expect(importsThat(below('pressure'), (target) => !/^(?:model|calendar|pressure)\//.test(target))).toEqual([]);
  });

  test('check and compile do not know each other', () => {
    expect(importsThat(below('check'), (target) => target.startsWith('compile/'))).toEqual([]);
    expect(importsThat(below('compile'), (target) => target.startsWith('check/'))).toEqual([]);
  });

  test('structure knows only model', () => {
    expect(importsThat(below('structure'), (target) => !/^(?:model|structure)\/|^node:crypto$/.test(target))).toEqual(
      [],
    );
  });

  test('decide knows only model, calendar and structure', () => {
    expect(
      importsThat(below('decide'), (target) => !/^(?:model|calendar|structure|decide)\/|^node:crypto$/.test(target)),
    ).toEqual([]);
  });

  test('docs knows only model and calendar', () => {
    expect(importsThat(below('docs'), (target) => !/^(?:model|calendar|docs)\//.test(target))).toEqual([]);
  });

  test('measure knows only model, decide, and the calendar by which a verdict has its day', () => {
    expect(importsThat(below('measure'), (target) => !/^(?:model|calendar|decide|measure)\//.test(target))).toEqual([]);
  });

  test('report decides nothing: it knows model, local time and pressure to print them, and what the scripts of its pages read', () => {
    expect(
      importsThat(
        below('report'),
        (target) => ours(target) && !/^(?:report|model|calendar|pressure)\/|^browser\/[a-z-]+-data\.ts$/.test(target),
      ),
    ).toEqual([]);
  });

  test('preview makes messages from what checks, decides and delivers, and knows no ledger and no warehouse', () => {
    const known = /^(?:model|calendar|read|check|decide|deliver|preview|render|simulate)\//;
    expect(importsThat(below('preview'), (target) => ours(target) && !known.test(target))).toEqual([]);
  });

  test('the scripts of pages know only each other: nothing of Node is there where they run', () => {
    expect(importsThat(below('browser'), (target) => !target.startsWith('browser/'))).toEqual([]);
    expect(importsThat(/^(?!browser\/|report\/)/, (target) => target.startsWith('browser/'))).toEqual([]);
  });

  test('nobody knows the commands but the command line, and nobody knows the command line', () => {
    expect(importsThat(/^(?!commands\/|cli\.ts$|cli\/)/, (target) => target.startsWith('commands/'))).toEqual([]);
    expect(importsThat(/^(?!cli\.ts$|cli\/)/, (target) => /^(?:cli|index)\.ts$|^cli\//.test(target))).toEqual([]);
  });

  test('the pure stages touch no disk, no net and no process', () => {
    expect(importsThat(PURE, (target, { path }) => DISK_AND_NET.test(target) && path !== CACHE)).toEqual([]);
  });

  test('files do not import each other in a circle', () => {
    expect(findCycles()).toEqual([]);
  });
});

describe('each outside thing has one place', () => {
  test.each([
    ['yaml', /^read\//, /^yaml$/],
    ['DuckDB', /^(?:warehouse|demo)\//, /^@duckdb\//],
    ['SQLite', /^ledger\//, /^libsql/],
    ['MJML', /^compile\/templates\//, /^mjml/],
    // `isIP` tells an address from a name and opens nothing.
    [
      'sockets',
      /^(?:deliver\/channels|serve|demo)\/|^deliver\/is-loopback\.ts$/,
      /^node:(?:net|tls|dgram|http|https|http2)$/,
    ],
    [
      'mail transport',
      /^deliver\/channels\//,
      /^nodemailer(?!\/lib\/(?:qp|mime-funcs|mime-node|addressparser|base64)(?:\/|$))/,
    ],
    ['an inbox', /^(?:demo\/|commands\/demo\.ts$)/, /^smtp-server$/],
    // Who works on a project sees what was saved.
    ['a watch on files', /^serve\//, /^chokidar$/],
    // Pictures of emails, for whoever asks for them: nothing else starts a browser.
    ['a browser', /^commands\/take-screenshots\.ts$/, /^playwright/],
    ['commander', /^cli\.ts$|^cli\//, /^commander$/],
    // Git tells what the files were: asked to read, in one place.
    ['other processes', /^demo\/|^commands\/git\.ts$/, /^node:(?:child_process|cluster)$/],
    // A template that never ends can be ended from another thread only, and a heap be capped only there. A large project is read and compiled by two.
    [
      'other threads',
      /^(?:demo\/|deliver\/render-(?:room|worker)[.]ts$|commands\/chore-(?:room|worker)[.]ts$)/,
      /^node:worker_threads$/,
    ],
  ])('%s', (_, allowed, target) => {
    expect(onlyIn(allowed, target)).toEqual([]);
  });

  test('the clock is read at one place', () => {
    expect(
      places(
        elsewhere,
        /\bDate\.now\b|\bnew Date\(\s*\)|\bDate\(\s*\)|\bperformance\.now\b|\bTemporal\.Now\b|\bhrtime\b/g,
        'reads the clock',
      ),
    ).toEqual([]);
  });

  test('timers are set at one place, but for the patience of sockets and of pages', () => {
    const timers = /\bset(?:Timeout|Interval|Immediate)\s*\(|\bqueueMicrotask\b|\bnextTick\b/g;
    expect(places(/^(?!commands\/this-machine\.ts$|deliver\/channels\/|browser\/)/, timers, 'sets a timer')).toEqual(
      [],
    );
    expect(onlyIn(/^commands\/this-machine\.ts$/, /^(?:node:)?timers/)).toEqual([]);
  });

  test('chance is used at one place', () => {
    const chance = /\bMath\.random\b|\brandom(?:UUID|Bytes|Int|Fill)\b|\bgetRandomValues\b/g;
    expect(places(elsewhere, chance, 'uses chance')).toEqual([]);
  });

  test('the process is touched by the command line alone', () => {
    const touched = complaints(({ path, code }) => {
      if (path === 'cli.ts' || path === MACHINE) return [];
      const found = [...code.matchAll(/\bprocess\s*(?:\.\s*\w+|\[)/g)];
      const bad = found.filter(({ 0: use }) => !MAY_TOUCH_PROCESS[path]?.includes(use));
      return bad.map(({ index, 0: use }) => [lineAt(code, index), use] as const);
    });
    expect(touched).toEqual([]);
    expect(onlyIn(/^cli\.ts$/, /^(?:node:)?process$/)).toEqual([]);
  });

  test('texts are ordered by code units', () => {
    expect(
      places(
        /./,
        /\.localeCompare\(|\bIntl\.Collator\b|\.toLocale(?:String|LowerCase|UpperCase|DateString|TimeString)\(/g,
        'depends on the locale',
      ),
    ).toEqual([]);
  });
});

describe('files', () => {
  test('are named in kebab-case and not after a heap', () => {
    const heaps = /(?:^|\/)(?:types?|common|misc|shared)\.ts$|(?:^|[/-])(?:utils?|helpers?|manager|service)\.ts$/;
    expect(
      [...paths].filter((path) => !/^(?:[a-z0-9]+(?:-[a-z0-9]+)*\/)*[a-z0-9]+(?:-[a-z0-9]+)*(?:\.d)?\.ts$/.test(path)),
    ).toEqual([]);
    expect([...paths].filter((path) => heaps.test(path))).toEqual([]);
  });

  test('are no longer than 400 lines, and near 80 as a rule', () => {
    const lengths = sources.map(({ path, text }) => ({ path, lines: text.split('\n').length - 1 }));
    expect(lengths.filter(({ lines }) => lines > 400)).toEqual([]);
    const sorted = lengths.map(({ lines }) => lines).sort((a, b) => a - b);
    expect(sorted[Math.floor(sorted.length / 2)]).toBeLessThanOrEqual(90);
  });

  test('have no default export, hand nothing on and use no "any"', () => {
    const own = /^(?!.*\.d\.ts$|index\.ts$)/;
    expect(places(own, /^export default\b|^export\s*\{[^}]*\bas default\b/gm, 'default export')).toEqual([]);
    expect(
      places(own, /^export\s+(?:type\s+)?(?:\*|\{[^}]*\}\s*from)/gm, 'hands on the exports of another file'),
    ).toEqual([]);
    expect(places(own, /:\s*any\b|\bas any\b|<any>|\bany\[\]/g, 'any')).toEqual([]);
  });

  test('use no code that cannot be explained', () => {
    const codes = new Set(sources.flatMap(({ text }) => text.match(/(?<=')LC\d{3}(?=')/g) ?? []));
    expect(codes.size).toBeGreaterThan(100);
    expect([...codes].filter((code) => explainCode(code) === null)).toEqual([]);
  });

  test('say of every export what it promises', () => {
    const undocumented = complaints(function* ({ path, text }) {
      if (path.endsWith('.d.ts') || path === 'index.ts') return;
      const lines = text.split('\n');
      for (const [at, line] of lines.entries()) {
        const name =
          /^export (?:(?:abstract|async|declare|const) )*(?:function\*? |class |interface |type |enum )?(\w+)/.exec(
            line,
          )?.[1];
        if (name === undefined || lines[at - 1]?.trimEnd().endsWith('*/')) continue;
        // The overloads of a function share the sentence of the first.
        if (lines.slice(0, at).some((before) => before.startsWith(`export function ${name}(`))) continue;
        yield [at + 1, `${name} has no sentence`];
      }
    });
    expect(undocumented).toEqual([]);
  });
});

/** Every circle of imports once, as `a.ts → b.ts → a.ts`. Types do not count: they are gone when the program runs. */
function findCycles(): string[] {
  const edges = new Map(
    sources.map(({ path, imports }) => [
      path,
      imports.filter(({ target, typeOnly }) => !typeOnly && paths.has(target)),
    ]),
  );
  const done = new Set<string>();
  const cycles = new Set<string>();
  const visit = (path: string, trail: readonly string[]): void => {
    const start = trail.indexOf(path);
    if (start >= 0) cycles.add([...trail.slice(start), path].join(' → '));
    if (start >= 0 || done.has(path)) return;
    for (const { target } of edges.get(path) ?? []) visit(target, [...trail, path]);
    done.add(path);
  };
  for (const path of edges.keys()) visit(path, []);
  return [...cycles];
}
