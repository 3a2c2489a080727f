import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { judgeOf, SHAPES, type ShapeName } from '../../src/read/shape-judges.js';

// The built program judges by code that ajv wrote when it was built; here ajv writes it anew.
const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const built = (await import(
  pathToFileURL(join(ROOT, 'dist/read/shape-judges.js')).href
)) as typeof import('../../src/read/shape-judges.js');

function verdict(judge: typeof judgeOf, name: ShapeName, value: unknown) {
  const accepts = judge(name);
  return { accepted: accepts(value), errors: accepts.errors };
}

function agree(name: ShapeName, value: unknown): boolean {
  const { accepted, errors } = verdict(built.judgeOf, name, value);
  expect({ accepted, errors }).toEqual(verdict(judgeOf, name, value));
  return accepted === true;
}

/** The YAML of this repository's own files and of the cases of the checks, as what it is meant to be. */
function fixtures(): readonly (readonly [ShapeName, unknown])[] {
  const all: (readonly [ShapeName, unknown])[] = [];
  for (const folder of ['campaigns', 'templates', 'starter', 'test/cases', 'test/read/cases']) {
    for (const path of readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).sort()) {
      const name = /(?:^|\/)templates\/blocks\//.test(`/${folder}/${path}`)
        ? 'block'
        : /config\.yaml$/.test(path)
          ? 'config'
          : 'campaign';
      if (!path.endsWith('.yaml')) continue;
      try {
        all.push([
          name,
          JSON.parse(JSON.stringify(parse(readFileSync(join(ROOT, folder, path), 'utf8'), { logLevel: 'silent' }))),
        ]);
      } catch {
        // Some cases are about what is no YAML.
      }
    }
  }
  return all;
}

/** The value with one place in it changed: the place is a path of numbers, each the how manieth. */
function change(value: unknown, path: readonly number[], put: unknown): unknown {
  if (value === null || typeof value !== 'object' || path.length === 0) return put;
  const entries = Object.entries(value);
  const at = (path[0] ?? 0) % (entries.length + 1);
  const [key, inside] = entries[at] ?? ['unheard_of', undefined];
  const changed = { ...value, [key]: change(inside, path.slice(1), put) } as Record<string, unknown>;
  if (changed[key] === undefined) delete changed[key];
  return Array.isArray(value) ? Object.values(changed) : changed;
}

test('the built program and ajv say the same of every file, and of every file that is nearly one', () => {
  expect(built.SHAPES).toEqual(SHAPES);
  const known = fixtures();
  const accepted = known.filter(([name, value]) => agree(name, value)).length;
  expect(accepted).toBeGreaterThan(50);
  expect(known.length - accepted).toBeGreaterThan(5);
  const places = fc.array(fc.nat(20), { maxLength: 6 });
  const puts = fc.constantFrom(undefined, null, 0, -1, 1.5, true, '', 'x', '7d', '10 %', [], {}, ['x'], { all: [] });
  fc.assert(
    fc.property(
      fc.constantFrom(...known),
      fc.constantFrom(...SHAPES),
      fc.boolean(),
      places,
      puts,
      (fixture, other, asOther, path, put) => {
        agree(asOther ? other : fixture[0], change(fixture[1], path, put));
      },
    ),
    { numRuns: Number(process.env.LIFECYCLE_FUZZ ?? 1) * 500 },
  );
});
