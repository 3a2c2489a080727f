import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seededRandom } from '../deliver/seeded-random.js';
import { listFiles, makeProject, ROOT, type TestProject } from './project.js';

const CANARY = 'canary-7f3a91';
const made: TestProject[] = [];

/** The example shop's own files, in the order given, as they lie in the repository or changed. */
function copyShop({
  order = (files: readonly string[]) => files,
  change = (text: string) => text,
}: {
  readonly order?: (files: readonly string[]) => readonly string[];
  readonly change?: (text: string) => string;
} = {}): TestProject {
  const project = makeProject();
  made.push(project);
  const files = [
    'lifecycle.config.yaml',
    'lifecycle.lock',
    ...['campaigns', 'templates'].flatMap((folder) => listFiles(join(ROOT, folder)).map((file) => `${folder}/${file}`)),
  ];
  for (const file of order(files)) project.write(file, change(readFileSync(join(ROOT, file), 'utf8')));
  return project;
}

async function build(project: TestProject, env: Record<string, string> = {}): Promise<string> {
  const { code, err, out } = await project.lifecycle(['build'], {
    env: { SMTP_URL: `smtp://user:${CANARY}@mail.example:587`, ...env },
  });
  expect(`${code} ${err}`, out).toBe('0 ');
  return project.read('dist/plan.json');
}

afterAll(() => {
  for (const project of made) project.remove();
});

describe('the plan of the example shop has the same bytes', () => {
  let shop: TestProject;
  let plan: string;
  beforeAll(async () => {
    shop = copyShop();
    plan = await build(shop);
  });

  it.each([
    { zone: 'UTC', locale: 'tr_TR.UTF-8' },
    { zone: 'Asia/Kathmandu', locale: 'C' },
    { zone: 'America/St_Johns', locale: 'tr_TR.UTF-8' },
  ])('in the zone $zone and the locale $locale, from a warm cache', async ({ zone, locale }) => {
    expect(await build(shop, { TZ: zone, LANG: locale, LC_ALL: locale })).toBe(plan);
  });

  it('in another folder, written in another order, in another zone and locale, from a cold cache', async () => {
    const random = seededRandom(20260302);
    const shuffled = copyShop({
      order: (files) =>
        files
          .map((file) => ({ file, place: random() }))
          .sort((a, b) => a.place - b.place)
          .map(({ file }) => file),
    });
    const env = { TZ: 'Asia/Kathmandu', LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8' };
    expect(await build(shuffled, env)).toBe(plan);
  });

  it('from a checkout with CRLF line ends and byte order marks', async () => {
    const crlf = copyShop({ change: (text) => `\uFEFF${text.replaceAll('\n', '\r\n')}` });
    expect(await build(crlf, { TZ: 'America/St_Johns' })).toBe(plan);
  });

  it('called from elsewhere, with another name for the project and the plan', async () => {
    const other = copyShop();
    const args = ['--project', join('..', basename(other.root)), 'build', '--out', 'plans/a plan.json'];
    const { code, out } = await shop.lifecycle(args, { cwd: shop.root });
    expect(out).toContain('a plan.json: 8 campaigns');
    expect(code).toBe(0);
    expect(other.read('plans/a plan.json')).toBe(plan);
  });

  it('and other bytes when a template changes by one letter', async () => {
    const edited = copyShop();
    const file = 'templates/cart-recovery/help.mjml';
    edited.write(file, edited.read(file).replace(/e(?=[^<>{}]*<\/mj-text>)/, 'E'));
    expect(edited.read(file)).not.toBe(shop.read(file));
    expect(await build(edited)).not.toBe(plan);
  });
});

it('holds no absolute path, no secret, no time of day it was built at and no person', async () => {
  const shop = copyShop();
  shop.write('.lifecycle/demo/profiles.parquet', 'Wilhelmina Canary,wilhelmina@people.example');
  const plan = await build(shop, { USER: 'canary-user', HOSTNAME: 'canary-host' });
  const parsed = JSON.parse(plan);
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a name that stays a name
  expect(plan).toContain('${SMTP_URL}');
  for (const secret of [CANARY, 'canary-user', 'canary-host', 'ilhelmina', shop.root, ROOT.slice(0, -1)])
    expect(plan).not.toContain(secret);
  expect(plan).not.toMatch(/\d{4}-\d\d-\d\dT\d\d:\d\d/);
  expect(plan).not.toContain(new Date().toISOString().slice(0, 10));
  expect(parsed.sources.every(({ path }: { path: string }) => /^(?!\/)[\w./-]+$/.test(path))).toBe(true);
});
