import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

/** A fenced block, with the comment on the line above it. */
interface Block {
  readonly line: number;
  readonly language: string;
  readonly note: string;
  readonly text: string;
}

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const README = readFileSync(join(ROOT, 'README.md'), 'utf8');
const { scripts, dependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
const FENCE = /(?:^<!-- (?<note>.*) -->\n)?^```(?<language>\w*)\n(?<text>[\s\S]*?)^```$/gm;
const blocks: readonly Block[] = [...README.matchAll(FENCE)].map(({ groups = {}, index }) => ({
  line: README.slice(0, index).split('\n').length,
  language: groups.language ?? '',
  note: groups.note ?? '',
  text: groups.text ?? '',
}));

let folder: string;
let cwd: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lifecycle-readme-'));
  cwd = join(folder, 'project');
  for (const part of ['campaigns', 'templates', 'schemas', 'lifecycle.config.yaml', 'lifecycle.lock']) {
    cpSync(join(ROOT, part), join(cwd, part), { recursive: true });
  }
  mkdirSync(join(folder, 'bin'));
  const command = join(folder, 'bin', 'lifecycle');
  writeFileSync(command, `#!/bin/sh\nexec '${process.execPath}' '${join(ROOT, 'dist/cli.js')}' "$@" 2>&1\n`);
  chmodSync(command, 0o755);
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs one line as a reader would type it; a `cd` lasts. */
function type(line: string): { code: number | null; output: string } {
  const { GITHUB_ACTIONS: _, ...inherited } = process.env;
  const env = { ...inherited, PATH: `${join(folder, 'bin')}${delimiter}${process.env.PATH}`, NO_COLOR: '1' };
  const script = `${line}\ncode=$?; pwd > '${folder}/cwd'; exit $code`;
  const { status, stdout, stderr } = spawnSync('sh', ['-c', script], { cwd, env, encoding: 'utf8' });
  cwd = readFileSync(join(folder, 'cwd'), 'utf8').trim();
  return { code: status, output: stdout + stderr };
}

/** `…` alone on a line stands for any lines, also none; within a line for any text. */
function pattern(shown: string): RegExp {
  const quoted = shown.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${quoted.replace(/^…\n/gm, '(?:.*\\n)*?').replaceAll('…', '.*')}$`);
}

/** The lines typed in a block, each with the output shown below it; null where none is shown. */
function typed({ language, text }: Block): readonly { readonly line: string; readonly shown: string | null }[] {
  if (language === 'sh')
    return text
      .trimEnd()
      .split('\n')
      .map((line) => ({ line, shown: null }));
  return text
    .split(/^\$ /m)
    .slice(1)
    .map((part) => {
      const end = part.indexOf('\n');
      return { line: part.slice(0, end), shown: part.slice(end + 1) };
    });
}

/** The first cells of the table below a heading. */
function firstCells(heading: string): string[] {
  const section = README.split(/^## /m).find((each) => each.startsWith(`${heading}\n`)) ?? '';
  return [...section.matchAll(/^\| `([^`]+)`/gm)].map(([, cell]) => cell ?? '');
}

describe('what the README shows', () => {
  const shells = blocks.filter(({ language }) => ['sh', 'console'].includes(language));
  const runnable = shells.filter(({ note }) => !note.startsWith('not run here: '));

  test('has blocks to run', () => {
    expect(runnable.length).toBeGreaterThanOrEqual(3);
    expect(blocks.map(({ language }) => language)).not.toContain('');
  });

  test.each(runnable.flatMap((block) => typed(block).map((each) => ({ ...each, at: block.line }))))(
    '$line (block at line $at)',
    ({ line, shown }) => {
      const { code, output } = type(line);
      expect(code, output).toBe(/(?:^|: )error\[LC/m.test(shown ?? '') ? 1 : 0);
      if (shown !== null) expect(output).toMatch(pattern(shown));
    },
  );

  test('npm scripts that it names are there', () => {
    const named = [...README.matchAll(/npm (?:run ([\w-]+)|(test)\b)/g)].map(([, run, short]) => run ?? short ?? '');
    expect(named).toContain('demo');
    expect(Object.keys(scripts)).toEqual(expect.arrayContaining(named));
  });

  test.each(blocks.filter(({ note }) => note.startsWith('part of ')))('is $note', ({ note, text }) => {
    expect(readFileSync(join(ROOT, note.slice('part of '.length)), 'utf8')).toContain(text);
  });
});

describe('what the README says', () => {
  test('every link within the repository leads somewhere', () => {
    const links = [...README.matchAll(/\]\((?!https?:)([^)#]+)\)/g)].map(([, link]) => link ?? '');
    expect(links.length).toBeGreaterThan(10);
    expect(links.filter((link) => !existsSync(join(ROOT, link)))).toEqual([]);
  });

  test('the commands are those that there are', () => {
    const listed = firstCells('Commands').map((cell) => cell.split(' ')[1]);
    const { output } = type('lifecycle --help');
    const real = [...output.matchAll(/^ {2}([a-z][a-z-]*) .*$/gm)]
      .map(([, name]) => name)
      .filter((name) => name !== 'help');
    expect(listed).toEqual(real);
  });

  test('every dependency has its reason', () => {
    expect(firstCells('Dependencies').sort()).toEqual(Object.keys(dependencies).sort());
  });
});
