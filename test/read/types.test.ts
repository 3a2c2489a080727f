import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
// @ts-expect-error a plain script without types
import { generateTypes } from '../../schemas/generate.mjs';

const root = new URL('../../', import.meta.url);

test('generating the types again gives the bytes that are committed', () => {
  const generated = generateTypes() as ReadonlyMap<string, string>;
  expect(generated.size).toBe(7);
  for (const [path, text] of generated) expect(readFileSync(new URL(path, root), 'utf8'), path).toBe(text);
});

const KEYWORDS = new Set(
  '$schema $ref $defs title description examples type enum const pattern minimum maximum minItems maxItems items properties patternProperties additionalProperties propertyNames required minProperties maxProperties anyOf allOf if then else'.split(
    ' ',
  ),
);

test('schemas are written for editors: every key is described, every object closed, no keyword that the reader does not know', () => {
  const files = readdirSync(new URL('schemas/', root)).filter((file) =>
    /^(condition|config|campaign|template|block|persona|lock)\.schema\.json$/.test(file),
  );
  expect(files).toHaveLength(7);
  for (const file of files) {
    visit(JSON.parse(readFileSync(new URL(`schemas/${file}`, root), 'utf8')), file, true);
  }
});

function visit(schema: Record<string, unknown>, path: string, isPlace: boolean): void {
  for (const keyword of Object.keys(schema)) expect(KEYWORDS, `${path}/${keyword}`).toContain(keyword);
  if (isPlace) expect(schema.description ?? schema.$ref, `${path} has no description`).toBeTruthy();
  if ('properties' in schema && isPlace) expect(schema.additionalProperties, `${path} is open`).toBe(false);
  for (const group of ['properties', 'patternProperties', '$defs'] as const) {
    for (const [key, child] of Object.entries((schema[group] ?? {}) as Record<string, Record<string, unknown>>)) {
      visit(child, `${path}/${key}`, isPlace);
    }
  }
  if (schema.items) visit(schema.items as Record<string, unknown>, `${path}/items`, false);
  for (const part of [...((schema.allOf ?? []) as object[]), ...((schema.anyOf ?? []) as object[])]) {
    for (const [key, child] of Object.entries(part)) {
      if (['if', 'then', 'else'].includes(key)) visit(child as Record<string, unknown>, `${path}/${key}`, false);
    }
  }
}
