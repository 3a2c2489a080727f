import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeProject, ndjson, ROOT, type TestProject } from './project.js';
import { startSink } from './sink.js';
import { ANSWER, makeSmallShop, people, person, ping } from './small-shop.js';

const made: TestProject[] = [];
const keep = (project: TestProject): TestProject => {
  made.push(project);
  return project;
};
let shop: TestProject;
let wrong: TestProject;
let nowhere: TestProject;

beforeAll(async () => {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: read from the environment at hand-over
  shop = keep(makeSmallShop({ transport: '${SMTP_URL}' }));
  wrong = keep(
    makeSmallShop({ campaigns: { answer: 'triggers: [{event: pingd}]\nsteps: [{id: letter, dleay: 3d}]\n' } }),
  );
  nowhere = keep(makeProject());
  expect((await shop.lifecycle(['build'])).code).toBe(0);
});
afterAll(() => {
  for (const project of made) project.remove();
});

const NOW = ['--now', '2026-03-02T10:00Z', '--until', '2026-03-02T11:00Z'];

it.each([
  [0, ['check'], /nothing to report/],
  [1, ['build'], /error\[LC103\]/],
  [2, ['chekc'], /chekc/],
  [3, ['status'], /error\[LC906\]/],
] as const)(
  'a process of its own ends with %i, and says on stdout and stderr what is said everywhere below',
  async (code, args, said) => {
    const project = code === 1 ? wrong : shop;
    const apart = await project.lifecycle(args, { apart: true });
    expect(apart.out + apart.err).toMatch(said);
    expect(apart).toEqual(await project.lifecycle(args));
    expect(apart.code).toBe(code);
  },
);

describe('0: done', () => {
  it.each([
    [['--help'], /Usage: lifecycle/],
    [['run', '--help'], /--send/],
    [['--version'], /^\d+\.\d+\.\d+\n$/],
    [['check'], /^(1|\d+) files? checked, nothing to report\.\n$/],
    [['build'], /^dist\/plan\.json: 1 campaign, 1 template, sha256:[0-9a-f]{12}\n$/],
    [['show'], /answer/],
    [['show', 'dist/plan.json'], /answer/],
    [['test'], /^not reached by any test:\n {2}answer: has no tests\n$/],
    [['test', 'ans*', '--format', 'json'], /^\{\n {2}"format": 1,/],
    [['test', '--mutate'], /^without tests: answer\n$/],
    [['schema'], /^6 schemas in \.lifecycle\/schemas\./],
    [['explain', 'LC103'], /^LC103 unknown-key\n/],
    [['explain', 'unknown-key'], /^LC103 unknown-key\n/],
    [['run'], /^dry run: tick of /],
    [['run', '--format', 'json'], /^\{\n {2}"format": 1,/],
  ] as const)('%j', async (args, out) => {
    const outcome = await shop.lifecycle(args);
    expect(outcome.out + (args[0] === 'check' ? outcome.err : '')).toMatch(out);
    expect(outcome.code).toBe(0);
  });
});

describe('1: done, with findings', () => {
  it.each([['check'], ['build']])('%s of a project with errors, which writes no plan', async (command) => {
    const { code, out, err } = await wrong.lifecycle([command]);
    expect(out + err).toContain('campaigns/answer.yaml:');
    expect(out + err).toContain('error[LC103]');
    expect(code).toBe(1);
    expect(existsSync(join(wrong.root, 'dist/plan.json'))).toBe(false);
  });
});

describe('1: a test inside a campaign fails', () => {
  it('in every format', async () => {
    const withTest = (expected: string): string =>
      `${ANSWER}tests: [{name: x, events: ["2026-03-02T10:00 pinged {note: a}"], expect: [${expected}]}]\n`;
    const good = keep(
      makeSmallShop({ campaigns: { answer: withTest('"2026-03-02T10:00 letter skipped: no-consent"') } }),
    );
    expect(await good.lifecycle(['test'])).toMatchObject({ code: 0, err: '1 test passed\n' });
    const bad = keep(makeSmallShop({ campaigns: { answer: withTest('"2026-03-02T10:00 letter"') } }));
    for (const format of ['text', 'json', 'junit']) {
      const { code, out } = await bad.lifecycle(['test', '--format', format]);
      expect(out, format).toContain('LC408');
      expect(code, format).toBe(1);
    }
    // A test that fails would notice every change, so none is made.
    expect((await bad.lifecycle(['test', '--mutate'])).out).toContain('LC408');
    // What is wrong with the project itself comes first, and nothing is run.
    const broken = await wrong.lifecycle(['test']);
    expect(broken.out).toContain('error[LC103]');
    expect(broken.code).toBe(1);
  });
});

describe('1: no test of a campaign notices a change of it', () => {
  const tests = (profile: string, expected: string): string =>
    `tests: [{name: x, profile: ${profile}, events: ["2026-03-02T10:00 pinged {note: a}"], expect: [${expected}]}]\n`;
  const once = `${ANSWER}  - {id: more, delay: 1d, email: {template: letter, topic: news}}\n`;
  const fewer = tests('{consent_news: true}', '"2026-03-02T10:00 letter", "2026-03-03T10:00 more"');

  it('with its place, in words, but for as many as may be', async () => {
    const shop = keep(makeSmallShop({ campaigns: { answer: once + fewer } }));
    const line = 'campaigns/answer.yaml:5:1: no test notices when nobody may enter again\n';
    const score = '4 of 5 changes noticed (80%)\n';
    expect(await shop.lifecycle(['test', '--mutate'])).toMatchObject({ code: 1, out: line, err: score });
    expect(await shop.lifecycle(['test', '--mutate', '--min-score', '81'])).toMatchObject({ code: 1, out: line });
    expect(await shop.lifecycle(['test', '--mutate', '--min-score', '80%'])).toMatchObject({ code: 0, out: line });
    const { code, out } = await shop.lifecycle(['test', 'answer', '--mutate', '--format', 'json']);
    expect(JSON.parse(out).summary).toEqual({ changes: 5, noticed: 4, unnoticed: 1 });
    expect(code).toBe(1);
  });
});

describe('2: asked wrongly', () => {
  it.each([
    [['chekc'], 'chekc'],
    [['check', '--colour'], '--colour'],
    [['check', '--format', 'xml'], 'there is no format "xml"'],
    [['check', '--max-warnings', 'many'], 'It must be a whole number from 0.'],
    [['check', '--stdin'], '--stdin and --stdin-path go together'],
    [['check', '--stdin', '--stdin-path', '../x.yaml'], '../x.yaml is no file of the project'],
    [['test', 'no-such'], 'no campaign is called "no-such"'],
    [['test', '--format', 'xml'], 'xml'],
    [['test', '--mutate', '--format', 'junit'], '--mutate prints text or json'],
    [['test', '--mutate', '--min-score', '101'], 'It must be a percentage from 0 to 100.'],
    [['test', '--min-score', '80'], '--min-score goes with --mutate'],
    [['build', '--format', 'yaml'], 'there is no format "yaml"'],
    [['build', '--out'], '--out'],
    [['show', 'a', 'b'], 'too many arguments'],
    [['explain'], 'it takes a code to explain'],
    [['explain', 'LC999'], 'there is no rule "LC999"'],
    [['why'], "missing required argument 'profile'"],
    [['status', '--format', 'xml'], 'xml'],
    [['run', '--now', 'yesterday'], '--now "yesterday" is not a moment'],
    [['run', '--now', '2026-02-30'], '--now "2026-02-30" is not a moment'],
    [['run', '--until', '2026-13-01'], '--until "2026-13-01" is not a moment'],
    [['run', ...NOW, '--every', '0m'], '--every "0m" is not a duration'],
    [['run', ...NOW, '--every', 'often'], '--every "often" is not a duration'],
    [['run', '--now', '2026-01-01T00:00Z', '--until', '2027-01-01T00:00Z', '--every', '5m'], 'more than 20000 ticks'],
    [['run', '--inbox', 'smtp://mail.example.com:25'], 'is not an inbox on this machine'],
    [['run', '--inbox', 'smtp://127.0.0.1.evil.example:25'], 'is not an inbox on this machine'],
    [
      ['run', '--inbox', 'smtp://127.0.0.1:1', '--ledger', '.lifecycle/ledger.db'],
      "must not write to the plan's own ledger",
    ],
    [['run', '--send', ...NOW], 'a moment other than now cannot be sent'],
    [['run', '--send', '--until', '2999-01-01', '--every', '1y'], 'a moment other than now cannot be sent'],
    [['--project', 'not/here', 'check'], 'there is no lifecycle.config.yaml in not/here'],
  ])('%j', async (args, message) => {
    const { code, out, err } = await shop.lifecycle(args, { env: { SMTP_URL: 'smtp://127.0.0.1:1' } });
    expect(err).toContain(message);
    expect(out).toBe('');
    expect(code).toBe(2);
  });

  it.each(['check', 'test', 'schema', 'build', 'show', 'run', 'status', 'why ada'])(
    '%s outside a project',
    async (command) => {
      const { code, err } = await nowhere.lifecycle(command.split(' '));
      expect(err).toContain('there is no lifecycle.config.yaml here or in any folder above');
      expect(err).toContain('= help:');
      expect(code).toBe(2);
    },
  );
});

describe('3: could not do it', () => {
  it('no plan yet, and no ledger yet (LC906)', async () => {
    for (const command of ['show', 'run', 'status', 'why ada']) {
      const { code, err } = await wrong.lifecycle(command.split(' '));
      expect(err, command).toContain('error[LC906] there is no plan at dist/plan.json');
      expect(code, command).toBe(3);
    }
    for (const command of ['status', 'why ada']) {
      const { code, err } = await shop.lifecycle(command.split(' '));
      expect(err, command).toContain('error[LC906]');
      expect(code, command).toBe(3);
    }
  });

  it('a plan that was edited, cut short or made by another version (LC901)', async () => {
    const plan = shop.read('dist/plan.json');
    const variants = {
      'edited.json': plan.replace('"holdout": 0', '"holdout": 1'),
      'cut.json': plan.slice(0, 500),
      'older.json': plan.replace('"format": 4', '"format": 3'),
      'newer.json': plan.replace('"format": 4', '"format": 5'),
      'list.json': '[]',
      'null.json': 'null',
      'empty.json': '',
    };
    for (const [file, text] of Object.entries(variants)) {
      expect(text).not.toBe(plan);
      shop.write(`other/${file}`, text);
      for (const args of [
        ['show', `other/${file}`],
        ['run', '--plan', `other/${file}`],
      ]) {
        const { code, err } = await shop.lifecycle(args);
        expect(err, file).toContain('error[LC901]');
        expect(code, file).toBe(3);
      }
    }
  });

  it('a missing environment variable (LC904), named and where', async () => {
    const { code, err } = await shop.lifecycle(['run', '--send']);
    expect(err).toContain(
      'error[LC904] the environment variable SMTP_URL is not set, and channels.email.transport needs it',
    );
    expect(code).toBe(3);
    expect(existsSync(join(shop.root, '.lifecycle/ledger.db'))).toBe(false);
  });

  it('a server that cannot be reached (LC903); the messages are still to go', async () => {
    const ids = ['ada', 'ben', 'cleo', 'dan', 'eve'];
    const project = keep(
      makeSmallShop({
        profiles: people(ids.map((id) => person(id))),
        events: ndjson(ids.map((id) => ping(id, '2026-03-02T10:30:00Z'))),
      }),
    );
    await project.lifecycle(['build']);
    const down = await project.lifecycle(['run', ...NOW, '--inbox', `smtp://127.0.0.1:${await closedPort()}`]);
    expect(down.err).toContain('error[LC903] the mail server takes nothing:');
    expect(down.code).toBe(3);
    const sink = await startSink(project.root);
    try {
      const after = await project.lifecycle(['run', '--now', '2026-03-02T13:00Z', '--inbox', sink.url]);
      expect(after.out).toContain('5 messages sent');
      expect(after.code).toBe(0);
      expect(new Set(sink.accepted().map(({ to }) => to.join())).size).toBe(5);
    } finally {
      await sink.stop();
    }
  });

  it('a data file that is not there (LC910), and a data folder in its place', async () => {
    const project = keep(makeSmallShop());
    await project.lifecycle(['build']);
    project.write('lifecycle.config.yaml', project.read('lifecycle.config.yaml').replace('profiles.csv', 'people.csv'));
    await project.lifecycle(['build']);
    mkdirSync(join(project.root, 'data/people.csv'));
    const { code, err } = await project.lifecycle(['run']);
    expect(err).toContain('error[LC910] data.profiles: no file matches "data/people.csv"');
    expect(code).toBe(3);
  });
});

describe('formats', () => {
  it('json keeps to schemas/report.schema.json, with and without findings', async () => {
    const schema = JSON.parse(readFileSync(join(ROOT, 'schemas/report.schema.json'), 'utf8'));
    const isReport = new Ajv2020({ strict: false }).compile(schema);
    for (const [project, code] of [
      [shop, 0],
      [wrong, 1],
    ] as const) {
      const outcome = await project.lifecycle(['check', '--format', 'json']);
      const report = JSON.parse(outcome.out);
      expect(isReport(report), JSON.stringify(isReport.errors)).toBe(true);
      expect(report.diagnostics.length > 0).toBe(code === 1);
      expect(outcome.code).toBe(code);
    }
    const built = await shop.lifecycle(['build', '--format', 'json', '--format', 'json=report.json']);
    expect(isReport(JSON.parse(built.out))).toBe(true);
    expect(shop.read('report.json')).toBe(built.out);
    expect(built.err).toContain('dist/plan.json: 1 campaign');
  });

  it('github prints annotations, asked for or on GitHub Actions', async () => {
    const asked = await wrong.lifecycle(['check', '--format', 'github']);
    expect(asked.out).toMatch(/^::error file=campaigns\/answer\.yaml,line=\d+,/);
    const onActions = await wrong.lifecycle(['check'], { env: { GITHUB_ACTIONS: 'true' } });
    expect(onActions.out).toContain('::error file=campaigns/answer.yaml');
    expect(onActions.out).toContain('error[LC103]');
  });

  it('colours only where they are wanted', async () => {
    const ESC = '\u001b[';
    expect((await wrong.lifecycle(['check'])).out).not.toContain(ESC);
    expect((await wrong.lifecycle(['check'], { env: { FORCE_COLOR: '1' } })).out).toContain(ESC);
    expect((await wrong.lifecycle(['check'], { env: { FORCE_COLOR: '1', NO_COLOR: '1' } })).out).not.toContain(ESC);
  });
});

describe('a dry run', () => {
  it('writes the same bytes again, in any zone and language', async () => {
    const project = keep(
      makeSmallShop({
        profiles: people(['a', 'b'].map((id) => person(id, 'Asia/Kathmandu'))),
        events: ndjson(['a', 'b'].map((id) => ping(id, '2026-03-02T10:30:00Z'))),
      }),
    );
    await project.lifecycle(['build']);
    const written = async (env: Record<string, string>): Promise<readonly string[]> => {
      const { out } = await project.lifecycle(['run', '--now', '2026-03-02T10:00Z', '--until', '2026-03-02T12:00Z'], {
        env,
      });
      expect(out).toContain('2 messages would go');
      const folder = '.lifecycle/dry-run/answer/letter';
      return project.files(folder).map((file) => `${file}\n${project.read(`${folder}/${file}`)}`);
    };
    const first = await written({ TZ: 'UTC', LANG: 'C' });
    expect(first).toHaveLength(2);
    expect(await written({ TZ: 'America/St_Johns', LANG: 'tr_TR.UTF-8' })).toEqual(first);
  });

  it('decides what the real run would, leaves the ledger’s bytes as they were and opens no socket', async () => {
    const project = keep(
      makeSmallShop({ events: ndjson([ping('ada', '2026-03-02T10:30:00Z'), ping('ada', '2026-03-02T11:30:00Z')]) }),
    );
    await project.lifecycle(['build']);
    const sink = await startSink(project.root);
    const ledger = '.lifecycle/inbox-ledger.db';
    try {
      await project.lifecycle(['run', ...NOW, '--inbox', sink.url]);
      const before = readFileSync(join(project.root, ledger));
      const files = project.files('.lifecycle').filter((file) => file.includes('ledger'));
      // Without a network there is nothing that a socket could reach, not even this machine.
      const alone = spawnSync('unshare', ['-rn', 'true']).status === 0 ? ['unshare', '-rn'] : [];
      const dry = await project.lifecycle(['run', '--now', '2026-03-02T12:00Z', '--ledger', ledger], { under: alone });
      expect(dry.err).toBe('');
      expect(dry.out).toContain('1 messages would go; nothing was sent');
      expect(dry.code).toBe(0);
      expect(readFileSync(join(project.root, ledger)).equals(before)).toBe(true);
      expect(project.files('.lifecycle').filter((file) => file.includes('ledger'))).toEqual(files);
      expect(sink.accepted()).toHaveLength(1);
      const [eml = ''] = project.files('.lifecycle/dry-run/answer/letter');
      const real = await project.lifecycle(['run', '--now', '2026-03-02T12:00Z', '--inbox', sink.url]);
      expect(real.out).toContain('1 messages sent');
      expect(eml).toContain(sink.accepted()[1]?.id.slice(1, 53));
    } finally {
      await sink.stop();
    }
  });

  it('does not take away a folder that it did not write', async () => {
    const { code, err } = await shop.lifecycle(['run', '--out', 'campaigns']);
    expect(err).toContain('has files that no dry run wrote');
    expect(code).toBe(2);
    expect(existsSync(join(shop.root, 'campaigns/answer.yaml'))).toBe(true);
  });
});

/** A port on this machine on which nobody listens. */
async function closedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  await new Promise((done) => server.close(done));
  return typeof address === 'object' && address !== null ? address.port : 1;
}
