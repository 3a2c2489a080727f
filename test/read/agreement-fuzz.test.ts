import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { exampleProject } from '../../src/check/example/example-project.js';
import { checkShape } from '../../src/read/check-shape.js';
import { makeFileText } from '../../src/read/file-text.js';
import { NodeSpans } from '../../src/read/node-spans.js';
import { parseYaml } from '../../src/read/parse-yaml.js';

// What an editor says by the schemas and what the reader says are two programs. They must agree on every file there is, and on every file that is nearly one of them.
const RUNS = Number(process.env.LIFECYCLE_FUZZ ?? 60);
const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const SCHEMAS = ['condition', 'config', 'campaign', 'template', 'block'];
const ajv = new Ajv2020({ strict: true, strictTypes: false, strictRequired: false, allowUnionTypes: true });
for (const name of SCHEMAS) {
  const file = `${name}.schema.json`;
  ajv.addSchema(JSON.parse(readFileSync(join(ROOT, 'schemas', file), 'utf8')), file);
}

/** Days that do not exist, schedules that never come and lengths beyond a century have the right shape: only the reader finds them. */
const BEYOND_SHAPE = /which is not a (?:schedule|moment|day|length of time)$/;

interface Verdict {
  readonly ajv: boolean;
  readonly ours: readonly string[];
}

/** Null for text that is not even YAML of our kind. */
function judge(schema: string, text: string): Verdict | null {
  const source = makeFileText('file.yaml', text);
  const spans = new NodeSpans();
  const { value, diagnostics } = parseYaml(source, spans);
  if (diagnostics.length > 0) return null;
  const accepted = ajv.getSchema(schema)?.(JSON.parse(JSON.stringify(value))) as boolean;
  return { ajv: accepted, ours: checkShape(schema, value, 'the file', source, spans).map(({ message }) => message) };
}

function expectAgreement(schema: string, text: string, about: string): void {
  const found = judge(schema, text);
  if (found === null) return;
  const ours = found.ajv ? found.ours.filter((message) => !BEYOND_SHAPE.test(message)) : found.ours;
  expect(
    ours.length === 0,
    `${about}: ajv ${found.ajv ? 'accepts' : 'refuses'}; ours: ${ours.join('; ')}\n${text}`,
  ).toBe(found.ajv);
}

function schemaOf(path: string): string | null {
  if (/(?:^|\/)lifecycle\.config\.yaml$/.test(path)) return 'config.schema.json';
  if (/(?:^|\/)campaigns\/.*\.yaml$/.test(path)) return 'campaign.schema.json';
  return /(?:^|\/)templates\/blocks\/.*\.yaml$/.test(path) ? 'block.schema.json' : null;
}

/** Every YAML file below some folders, and the front matter of every template. */
function* fixtures(): Generator<readonly [path: string, schema: string, text: string]> {
  for (const [path, text] of Object.entries(exampleProject)) {
    const schema = schemaOf(path);
    if (schema !== null) yield [`example ${path}`, schema, text];
  }
  yield ['the configuration', 'config.schema.json', readFileSync(join(ROOT, 'lifecycle.config.yaml'), 'utf8')];
  for (const folder of ['campaigns', 'templates', 'starter', 'test/check/cases', 'test/cases']) {
    if (!existsSync(join(ROOT, folder))) continue;
    for (const name of readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).sort()) {
      const path = `${folder}/${name.replaceAll('\\', '/')}`;
      if (!/\.(?:yaml|mjml|liquid)$/.test(path)) continue;
      const text = readFileSync(join(ROOT, path), 'utf8')
        .replace(/^\uFEFF/, '')
        .replace(/\r\n?/g, '\n');
      const schema = schemaOf(path);
      if (schema !== null) yield [path, schema, text];
      const front = path.endsWith('.yaml') ? null : /^---[ \t]*\n([\s\S]*?)^---[ \t]*$/m.exec(text)?.[1];
      if (front != null && front.trim() !== '') yield [path, 'template.schema.json', front];
    }
  }
}

test('every file that we write for people says to their editor which schema it has', () => {
  const ours = [...fixtures()].filter(([path]) => /^(?:campaigns|templates|starter)\/.*\.yaml$/.test(path));
  expect(ours.length).toBeGreaterThan(8);
  for (const [path, schema, text] of ours)
    expect(text.split('\n')[0], path).toMatch(new RegExp(`^# yaml-language-server: \\$schema=\\S*/${schema}$`));
});

describe('schema and reader agree', () => {
  test('on every file of the repository', () => {
    const all = [...fixtures()];
    expect(all.length).toBeGreaterThan(40);
    for (const [path, schema, text] of all) expectAgreement(schema, text, path);
  });

  const sound = [...fixtures()].filter(([, schema, text]) => judge(schema, text)?.ajv);
  const whole = ['config', 'campaign'].map((kind) => {
    const text = readFileSync(new URL(`whole-language.${kind}.yaml`, import.meta.url), 'utf8');
    return [`everything in a ${kind}`, `${kind}.schema.json`, text] as const;
  });
  const words = [...new Set(SCHEMAS.flatMap(keysOf))];

  test(
    'on what is nearly one of them: keys dropped, renamed, moved, and values of other types',
    () => {
      const value = fc.constantFrom<unknown>(
        null,
        true,
        0,
        -1,
        1.5,
        '',
        ' ',
        'x',
        'never',
        '3d',
        '10%',
        '09:00',
        [],
        {},
        [[]],
        [{}],
        { x: 1 },
      );
      const name = fc.oneof(fc.constantFrom(...words), fc.constantFrom('x', 'toString', 'hasOwnProperty', 'valueOf'));
      const damage = fc.record({
        at: fc.nat(100_000),
        how: fc.constantFrom('drop', 'rename', 'value', 'add', 'twice'),
        name,
        value,
      });
      const file = fc.oneof(fc.constantFrom(...whole), fc.constantFrom(...sound));
      fc.assert(
        fc.property(file, fc.array(damage, { minLength: 1, maxLength: 2 }), ([path, schema, text], damages) => {
          const tree: unknown = parse(text);
          for (const one of damages) spoil(tree, one);
          expectAgreement(schema, stringify(tree, { aliasDuplicateObjects: false }), path);
        }),
        { numRuns: RUNS },
      );
    },
    10_000 + 100 * RUNS,
  );
});

/** Every key that a schema knows. */
function keysOf(name: string): readonly string[] {
  const keys: string[] = [];
  const visit = (node: unknown): void => {
    if (node === null || typeof node !== 'object') return;
    for (const [key, child] of Object.entries(node)) {
      if (key === 'properties') keys.push(...Object.keys(child as object));
      visit(child);
    }
  };
  visit(JSON.parse(readFileSync(join(ROOT, 'schemas', `${name}.schema.json`), 'utf8')));
  return keys;
}

interface Damage {
  readonly at: number;
  readonly how: 'drop' | 'rename' | 'value' | 'add' | 'twice';
  readonly name: string;
  readonly value: unknown;
}

/** Changes one entry of a tree, counted through all of its objects and lists. */
function spoil(tree: unknown, { at, how, name, value }: Damage): void {
  const places: (readonly [holder: Record<string, unknown>, key: string])[] = [];
  const visit = (node: unknown): void => {
    if (node === null || typeof node !== 'object') return;
    for (const [key, child] of Object.entries(node)) {
      places.push([node as Record<string, unknown>, key]);
      visit(child);
    }
  };
  visit(tree);
  const place = places[at % Math.max(1, places.length)];
  if (place === undefined) return;
  const [holder, key] = place;
  const before = holder[key];
  if (Array.isArray(holder)) {
    if (how === 'drop') holder.splice(Number(key), 1);
    else if (how === 'twice') holder.push(before);
    else holder[Number(key)] = value;
    return;
  }
  if (how === 'drop' || how === 'rename') delete holder[key];
  if (how === 'rename') holder[name] = before;
  if (how === 'add' || how === 'twice') holder[name] = how === 'add' ? value : before;
  if (how === 'value') holder[key] = value;
}
