import { readdirSync, readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkShape } from '../../src/read/check-shape.js';
import { makeFileText } from '../../src/read/file-text.js';
import { NodeSpans } from '../../src/read/node-spans.js';
import { parseYaml } from '../../src/read/parse-yaml.js';
import { CAMPAIGN, CONFIG, printFindings, readCase } from './project-files.js';

const ajv = new Ajv2020({ strict: true, strictTypes: false, strictRequired: false, allowUnionTypes: true });
for (const name of ['condition', 'config', 'campaign', 'template', 'block', 'persona']) {
  const text = readFileSync(new URL(`../../schemas/${name}.schema.json`, import.meta.url), 'utf8');
  ajv.addSchema(JSON.parse(text), `${name}.schema.json`);
}

/** Days that do not exist, schedules that never come and lengths beyond a century have the right shape: only the reader finds them. */
const BEYOND_SHAPE = /2026-02-30|every monday|2000y/;

function findShape(schema: string, text: string): { readonly ajv: boolean; readonly ours: string } | null {
  const source = makeFileText('file.yaml', text);
  const spans = new NodeSpans();
  const { value, diagnostics } = parseYaml(source, spans);
  if (diagnostics.length > 0) return null;
  const accepted = ajv.getSchema(schema)?.(JSON.parse(JSON.stringify(value))) as boolean;
  return { ajv: accepted, ours: printFindings(checkShape(schema, value, 'the file', source, spans)) };
}

describe('an editor that uses the schemas and the reader agree', () => {
  const folder = new URL('cases/', import.meta.url);
  for (const name of readdirSync(folder)) {
    test(`case ${name}`, () => {
      const { files } = readCase(new URL(name, folder).pathname);
      for (const [path, text] of Object.entries(files)) {
        if (!path.endsWith('.yaml')) continue;
        const folder = /^(campaigns|templates\/blocks)\//.exec(path)?.[1] ?? '';
        const schema =
          { campaigns: 'campaign.schema.json', 'templates/blocks': 'block.schema.json' }[folder] ??
          'config.schema.json';
        const found = findShape(schema, String(text));
        const ours = found?.ours.split('\n').filter((line) => /^\S/.test(line) && !BEYOND_SHAPE.test(line));
        if (found) expect(ours?.join('\n') === '', `${path}: ${found.ours}`).toBe(found.ajv);
      }
    });
  }

  const whole = readFileSync(new URL('whole-language.config.yaml', import.meta.url), 'utf8');
  const wholeCampaign = readFileSync(new URL('whole-language.campaign.yaml', import.meta.url), 'utf8');

  const block = `description: Who sees what
rules:
  - when: {all: [{segment: buyers}, {attribute: orders, gte: 3}]}
    partial: hero/vip
    with: {headline: "For you, 3", count: 3, bold: true}
  - {when: {event: order_placed, within: 30d}, partial: hero}
otherwise: nothing
`;

  test('everything in the language is accepted by both', () => {
    expect(findShape('block.schema.json', block)).toEqual({ ajv: true, ours: '' });
    expect(findShape('config.schema.json', whole)).toEqual({ ajv: true, ours: '' });
    expect(findShape('campaign.schema.json', wholeCampaign)).toEqual({ ajv: true, ours: '' });
    expect(findShape('config.schema.json', CONFIG)).toEqual({ ajv: true, ours: '' });
    expect(findShape('campaign.schema.json', CAMPAIGN)).toEqual({ ajv: true, ours: '' });
  });

  for (const [schema, text] of [
    ['config.schema.json', whole],
    ['campaign.schema.json', wholeCampaign],
    ['block.schema.json', block],
  ] as const) {
    test(`after any small damage to a file of ${schema}`, () => {
      const words = [...text.matchAll(/[\w%.:"-]+/g)].map((match) => [match.index, match[0]] as const);
      fc.assert(
        fc.property(
          fc.nat(words.length - 1),
          fc.nat(words.length - 1),
          fc.constantFrom('', 'swap', '7', 'true', '[]', '{}', 'x', '~', 'toString'),
          (at, other, how) => {
            const [index, word] = words[at]!;
            const put = how === 'swap' ? words[other]![1] : how;
            const found = findShape(schema, `${text.slice(0, index)}${put}${text.slice(index + word.length)}`);
            if (found && !/which is not a (schedule|moment)/.test(found.ours))
              expect(found.ours === '', found.ours).toBe(found.ajv);
          },
        ),
        { numRuns: 150 },
      );
    });
  }
});
