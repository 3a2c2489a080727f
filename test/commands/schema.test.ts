import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { schema } from '../../src/commands/schema.js';
import { readProject } from '../../src/read/read-project.js';
import { makeTerminal } from './terminal.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
let root: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'lifecycle-schema-'));
  for (const part of ['campaigns', 'templates', 'lifecycle.config.yaml']) {
    cpSync(join(ROOT, part), join(root, part), { recursive: true });
  }
});
afterAll(() => rmSync(root, { recursive: true }));

async function write(out: string): Promise<string> {
  const { terminal, written } = makeTerminal(root);
  expect(await schema(terminal, { project: undefined, out })).toBe(0);
  return written.out;
}

/** Whether the schemas of a folder accept what a file says. */
function judge(folder: string): (kind: string, node: unknown) => boolean {
  const ajv = new Ajv2020({
    strict: true,
    strictTypes: false,
    strictRequired: false,
    allowUnionTypes: true,
    code: { optimize: false },
  });
  // What only editors read.
  ajv.addKeyword('defaultSnippets');
  for (const name of ['block', 'campaign', 'condition', 'config', 'persona', 'template']) {
    const file = `${name}.schema.json`;
    ajv.addSchema(JSON.parse(readFileSync(join(folder, file), 'utf8')), file);
  }
  return (kind, node) => ajv.validate(`${kind}.schema.json`, JSON.parse(JSON.stringify(node)));
}

/** What the schemas with the shop's own names accept, and what those without do. */
async function makeJudges() {
  await write('own');
  return { project: readProject(root).project, own: judge(join(root, 'own')), any: judge(join(ROOT, 'schemas')) };
}
let judges: Awaited<ReturnType<typeof makeJudges>> | null = null;

describe('lifecycle schema', () => {
  test('writes schemas that accept the shop, and says how to use them', async () => {
    const said = await write('.lifecycle/schemas');
    expect(said).toContain('6 schemas in .lifecycle/schemas.');
    expect(said).toContain('# yaml-language-server: $schema=../.lifecycle/schemas/campaign.schema.json\n');
    const accepts = judge(join(root, '.lifecycle/schemas'));
    const { project } = readProject(root);
    expect(project?.campaigns).toHaveLength(8);
    for (const { id, node } of project?.campaigns ?? []) expect(accepts('campaign', node), id).toBe(true);
    expect(accepts('config', project?.config)).toBe(true);
    for (const { id, node } of project?.blocks ?? []) {
      expect(accepts('block', node), id).toBe(true);
      expect(accepts('block', JSON.parse(JSON.stringify(node).replace('"partial":"', '"partial":"x-'))), id).toBe(
        false,
      );
    }
  });

  test.each([
    ['cart-recovery', /"prospect"/, '"prospct"'],
    ['cart-recovery', /"order_rate"/, '"order_rates"'],
    ['cart-recovery', /"optouts"/, '"optout"'],
    ['cart-recovery', /"event":"cart_updated"/, '"event":"cart_update"'],
    ['cart-recovery', /"event":"order_placed","within"/, '"event":"order_place","within"'],
    ['cart-recovery', /"segment":"ships_free"/, '"segment":"ship_free"'],
    ['cart-recovery', /"template":"cart-recovery\/help"/, '"template":"cart-recovery/halp"'],
    ['cart-recovery', /"topic":"offers"/, '"topic":"offer"'],
    ['onboarding', /"attribute":"orders"/, '"attribute":"order"'],
    ['vip-and-referral', /"segment":"vip"/, '"segment":"vips"'],
    ['win-back', /"event":"order_placed","for"/, '"event":"order_place","for"'],
    ['cart-recovery', /"where":\{"value"/, '"where":{"valeu"'],
    ['cart-recovery', /"key":"cart_id"/, '"key":"order_id"'],
    ['browse-follow-up', /"where":\{"category":(\{"in":[^}]*\})\},"within"/, '"where":{"rating":$1},"within"'],
    ['replenish-and-review', /"step":"review"/, '"step":"refill"'],
    ['replenish-and-review', /"campaign":"replenish-and-review"/, '"campaign":"replenish"'],
  ])('refuses in %s in place of %s', async (id, right, wrong) => {
    judges ??= await makeJudges();
    const text = JSON.stringify(judges.project?.campaigns.find((one) => one.id === id)?.node);
    expect(text).toMatch(right);
    expect(judges.own('campaign', JSON.parse(text.replace(right, wrong)))).toBe(false);
    // Without the project's names, every one of them would do.
    expect(judges.any('campaign', JSON.parse(text.replace(right, wrong)))).toBe(true);
  });

  test('refuses personas of whom something is written that there is not', async () => {
    judges ??= await makeJudges();
    const good = { name: 'Ann', profile: { first_name: 'Ann', tz: 'Asia/Tokyo', 'standing.score': 3 } };
    expect(judges.own('persona', good)).toBe(true);
    for (const bad of [{ profile: { frist_name: 'Ann' } }, { profile: { orders: 3 } }]) {
      expect(judges.own('persona', { ...good, ...bad })).toBe(false);
      expect(judges.any('persona', { ...good, ...bad })).toBe(true);
    }
  });

  test('offers whole steps and triggers, each of which is one when its gaps are filled', async () => {
    await write('.lifecycle/schemas');
    const { $defs } = JSON.parse(readFileSync(join(root, '.lifecycle/schemas/campaign.schema.json'), 'utf8'));
    const accepts = judge(join(root, '.lifecycle/schemas'));
    const words: Record<string, string> = {
      segment: 'vip',
      event: 'order_placed',
      topic: 'offers',
      template: 'sunset/goodbye',
      date: 'birthday',
    };
    const fill = (node: unknown, key = ''): unknown => {
      if (typeof node === 'string') {
        return node.replace(/\$\{\d+:([^}]*)\}/, '$1').replace(/^\$\d+$/, () => words[key] ?? 'something');
      }
      if (Array.isArray(node)) return node.map((one) => fill(one));
      if (node === null || typeof node !== 'object') return node;
      return Object.fromEntries(Object.entries(node).map(([name, child]) => [name, fill(child, name)]));
    };
    const campaign = { name: 'x', goal: 'x', kpi: { metric: 'order_rate', window: '5d' } };
    const sound = { triggers: [{ event: 'order_placed' }], steps: [{ id: 'x', exit: 'x' }] };
    for (const [key, def] of [
      ['steps', $defs.step],
      ['triggers', $defs.trigger],
    ] as const) {
      expect(def.defaultSnippets.length).toBeGreaterThan(4);
      for (const { label, body } of def.defaultSnippets) {
        expect(accepts('campaign', { ...campaign, ...sound, [key]: [fill(body)] }), `${key} ${label}`).toBe(true);
      }
    }
  });

  test('says little about a typical mistake: one place, not every kind that a step could be', async () => {
    await write('.lifecycle/schemas');
    const ajv = new Ajv2020({ strict: false, allErrors: true });
    for (const name of ['campaign', 'condition']) {
      const file = `${name}.schema.json`;
      ajv.addSchema(JSON.parse(readFileSync(join(root, '.lifecycle/schemas', file), 'utf8')), file);
    }
    const text = JSON.stringify(readProject(root).project?.campaigns.find(({ id }) => id === 'cart-recovery')?.node);
    for (const [right, wrong] of [
      ['"delay":"24h"', '"dleay":"24h"'],
      ['"delay":"24h"', '"delay":"24hours"'],
      ['"topic":"offers"', '"topic":"ofers"'],
      ['"key":"cart_id"', '"key":"cartid"'],
      ['"where":{"value"', '"where":{"valeu"'],
    ] as const) {
      expect(text).toContain(right);
      ajv.validate('campaign.schema.json', JSON.parse(text.replace(right, wrong)));
      expect(ajv.errors?.length, JSON.stringify(ajv.errors)).toBeGreaterThan(0);
      expect(ajv.errors?.length, JSON.stringify(ajv.errors)).toBeLessThanOrEqual(4);
    }
  });

  test('gives the same bytes again', async () => {
    await write('a');
    await write('b');
    for (const file of readdirSync(join(root, 'a'))) {
      expect(readFileSync(join(root, 'a', file)).equals(readFileSync(join(root, 'b', file))), file).toBe(true);
    }
  });

  test('knows what stands in a campaign that has errors, and needs only the configuration', async () => {
    writeFileSync(join(root, 'campaigns/new-one.yaml'), 'name: [');
    await write('with-broken');
    rmSync(join(root, 'campaigns/new-one.yaml'));
    expect(readFileSync(join(root, 'with-broken/condition.schema.json'), 'utf8')).toContain('"new-one"');

    const config = readFileSync(join(root, 'lifecycle.config.yaml'), 'utf8');
    writeFileSync(join(root, 'lifecycle.config.yaml'), config.replace('project:', 'projekt:'));
    const { terminal, written } = makeTerminal(root);
    expect(await schema(terminal, { project: undefined, out: 'none' })).toBe(1);
    expect(written.out).toContain('error[LC103] unknown key "projekt"');
    expect(existsSync(join(root, 'none'))).toBe(false);
    writeFileSync(join(root, 'lifecycle.config.yaml'), config);
  });

  test('says when it cannot write', async () => {
    writeFileSync(join(root, 'taken'), '');
    const { terminal } = makeTerminal(root);
    await expect(schema(terminal, { project: undefined, out: 'taken' })).rejects.toMatchObject({ code: 'LC915' });
  });
});
