import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const REPOSITORY = resolve(import.meta.dirname, '../..');
const CLI = join(REPOSITORY, 'dist/cli.js');
const COLUMNS = ['entered', 'inside', 'sent', 'to go', 'withheld', 'skipped', 'dropped', 'failed', 'unknown'];
let project: string;
let report: ReturnType<typeof lifecycle>;

beforeAll(() => {
  project = mkdtempSync(join(tmpdir(), 'lifecycle-demo-'));
  for (const part of ['campaigns', 'templates', 'schemas', 'lifecycle.config.yaml'])
    cpSync(join(REPOSITORY, part), join(project, part), { recursive: true });
  report = lifecycle('demo', '--profiles', '400', '--days', '7');
});
afterAll(() => rmSync(project, { recursive: true, force: true }));

function lifecycle(...args: readonly string[]): {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
} {
  const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, ...args], { cwd: project, encoding: 'utf8' });
  return { code: status, out: stdout, err: stderr };
}

/** The numbers of the printed table, by campaign and column. */
function readTable(text: string): Map<string, Record<string, number>> {
  const lines = text.split('\n');
  const head = lines.findIndex((line) => line.startsWith('campaign '));
  expect(lines[head]?.trim().split(/ {2,}/)).toEqual(['campaign', ...COLUMNS]);
  const rows = lines.slice(head + 1, lines.indexOf('', head));
  return new Map(
    rows.map((line) => {
      const [campaign = '', ...cells] = line.trim().split(/ {2,}/);
      return [campaign, Object.fromEntries(COLUMNS.map((name, i) => [name, Number(cells[i]?.replaceAll(',', ''))]))];
    }),
  );
}

/** What lies in the inbox: the campaign, step, id and recipient that each mail names in its own headers. */
function readInbox(): readonly {
  readonly campaign: string;
  readonly step: string;
  readonly id: string;
  readonly to: string;
}[] {
  const folder = join(project, '.lifecycle/demo/inbox');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.eml'));
  return files.map((file) => {
    const [head = ''] = readFileSync(join(folder, file), 'latin1').split('\r\n\r\n');
    const values = (name: string): readonly string[] =>
      [...head.replace(/\r\n[ \t]/g, ' ').matchAll(new RegExp(`^${name}: (.*)$`, 'gim'))].map((match) =>
        match[1]!.trim(),
      );
    for (const name of ['To', 'Message-ID', 'Feedback-ID', 'Bcc'])
      expect(values(name).length, name).toBe(name === 'Bcc' ? 0 : 1);
    const [campaign = '', step = ''] = values('Feedback-ID')[0]!.split(':');
    return { campaign, step, id: values('Message-ID')[0]!, to: values('To')[0]! };
  });
}

describe('lifecycle demo', () => {
  it('prints what an independent count of the inbox finds', () => {
    const { code, out, err } = report;
    expect(err).not.toContain('error');
    expect(code).toBe(0);
    const table = readTable(out);
    const mails = readInbox();
    expect(mails.length).toBeGreaterThan(30);
    expect(out).toContain(`${mails.length} emails sent, ${mails.length} arrived in the inbox, none of them twice.`);
    for (const [campaign, counts] of table) {
      expect([campaign, counts.sent]).toEqual([campaign, mails.filter((mail) => mail.campaign === campaign).length]);
      expect([counts.failed, counts.unknown]).toEqual([0, 0]);
    }
    expect(new Set(mails.map(({ id }) => id)).size).toBe(mails.length);
    expect(mails.filter(({ to }) => !/^[^,\s]+@[^,\s]+\.(example|test)$/.test(to))).toEqual([]);
    expect([...table.values()].reduce((sum, { withheld = 0 }) => sum + withheld, 0)).toBeGreaterThan(0);
    for (const flaw of ['no event name', 'profile id twice', 'unknown time zone', 'in the future'])
      expect(out).toContain(flaw);
  });

  it('gives commands that work, and a story that says what the inbox says', () => {
    const commands = [...report.out.matchAll(/^ {2}node \S*cli\.js (.*)$/gm)].map((match) => match[1]!.split(' '));
    expect(commands.map(([command]) => command)).toEqual(['show', 'status', 'why', 'report', 'preview', 'check']);
    const answers = commands.map((words) => lifecycle(...words));
    expect(answers.map(({ code }) => code)).toEqual([0, 0, 0, 0, 0, 0]);
    expect(answers[2]!.out).toContain('sent, the answer was');
    expect(readTable(answers[1]!.out)).toEqual(readTable(report.out));
    const example = /^ {2}one of them +(\S+)/m.exec(report.out)?.[1] ?? '';
    expect(readFileSync(join(project, example), 'latin1')).toContain('Feedback-ID');
  });

  it('ends with a report, and with the truth that only the shop knows', () => {
    const { out } = report;
    const end = out.slice(out.indexOf('Try next'));
    expect(end).toMatch(/\nCart recovery \(cart-recovery\)\n/);
    expect(end).toMatch(
      /\nThe made-up shop knows the truth: of the \d+ people who got Cart recovery, \d+ ordered only/,
    );
    expect(readFileSync(join(project, '.lifecycle/demo/report.html'), 'utf8')).toContain('<svg');
  });

  // What everybody sees who calls it: `LIFECYCLE_DEMO=whole npx vitest run test/demo/demo.test.ts`.
  it.runIf(process.env.LIFECYCLE_DEMO === 'whole')(
    'says of the whole shop what it is, within its range',
    { timeout: 600_000 },
    () => {
      const { out, code } = lifecycle('demo');
      expect(code).toBe(0);
      expect(out).toContain('The truth lies between the two');
      const [, sent, held] = /with anything (\d+) \/ (\d+);/.exec(out) ?? [];
      expect(Math.min(Number(sent), Number(held))).toBeGreaterThanOrEqual(10);
    },
  );

  it('never writes over data of the project', () => {
    const config = join(project, 'lifecycle.config.yaml');
    const text = readFileSync(config, 'utf8');
    const data = join(project, 'data/profiles.parquet');
    mkdirSync(join(project, 'data'));
    writeFileSync(data, 'precious');
    writeFileSync(config, text.replace('.lifecycle/demo/profiles.parquet', 'data/profiles.parquet'));
    const { code, err } = lifecycle('demo', '--profiles', '10');
    writeFileSync(config, text);
    expect(err).toContain('this project reads data of its own');
    expect(code).toBe(2);
    expect(readFileSync(data, 'utf8')).toBe('precious');
  });
});
