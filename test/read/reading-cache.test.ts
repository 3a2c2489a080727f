import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { makeFileText } from '../../src/read/file-text.js';
import { NodeSpans } from '../../src/read/node-spans.js';
import { packNode, unpackNode } from '../../src/read/pack-node.js';
import { parseYaml } from '../../src/read/parse-yaml.js';
import { openReadingCache } from '../../src/read/reading-cache.js';
import { CAMPAIGN } from './project-files.js';

const WHOLE = ['config', 'campaign'].map((name) =>
  readFileSync(new URL(`whole-language.${name}.yaml`, import.meta.url), 'utf8'),
);

/** Everything that can be asked of a value: itself, and the place of every part of it. */
function describeNode(node: unknown, spans: NodeSpans): unknown {
  if (node === null || typeof node !== 'object') return node;
  const entries = Object.entries(node).map(([name, child]) => {
    const key = Array.isArray(node) ? Number(name) : name;
    return [key, spans.key(node, key), spans.value(node, key), spans.plain(node, key), describeNode(child, spans)];
  });
  const kind = [Array.isArray(node), Object.getPrototypeOf(node) === null];
  return { kind, whole: spans.node(node), line: spans.firstLine(node), entries };
}

function packAndUnpack(text: string): { readonly before: unknown; readonly after: unknown } | null {
  const source = makeFileText('file.yaml', text);
  const spans = new NodeSpans();
  const { value, diagnostics } = parseYaml(source, spans);
  const packed = diagnostics.length > 0 ? null : packNode(value, spans);
  if (packed === null) return null;
  const again = new NodeSpans();
  const unpacked = unpackNode(JSON.parse(JSON.stringify(packed)), source, again);
  return { before: describeNode(value, spans), after: unpacked && describeNode(unpacked.value, again) };
}

describe('a file that was packed is the file that was read', () => {
  test.each(WHOLE)('for everything in the language %#', (text) => {
    const found = packAndUnpack(text);
    expect(found?.after).toEqual(found?.before);
    expect(found).not.toBeNull();
  });

  test('for keys that look like numbers, empty values, folded words and odd characters', () => {
    const found = packAndUnpack(
      'b: 1\n"7": x\n"10": {"2": y, a: }\na: one\n  two\nc: [~, "", \u{1f600}, "q\\"", 1.50]\n',
    );
    expect(found?.after).toEqual(found?.before);
    expect(found).not.toBeNull();
  });

  test('for whatever can be made of the words of a file', () => {
    const words = [...WHOLE.join('\n').matchAll(/\S+|\s+/g)].map(([word]) => word);
    let packed = 0;
    fc.assert(
      fc.property(fc.nat(words.length - 40), fc.integer({ min: 1, max: 40 }), (from, count) => {
        const found = packAndUnpack(
          words
            .slice(from, from + count)
            .join('')
            .trim(),
        );
        if (found === null) return;
        packed++;
        expect(found.after).toEqual(found.before);
      }),
      { numRuns: 200 },
    );
    expect(packed).toBeGreaterThan(20);
  });

  test('what JSON cannot say is not packed', () => {
    expect(packAndUnpack('a: &x {b: 1}\nc: *x\n')).toBeNull();
    expect(packAndUnpack('a: -0\n')).toBeNull();
  });

  test('what is not whole is not unpacked', () => {
    const source = makeFileText('file.yaml', CAMPAIGN);
    const spans = new NodeSpans();
    const packed = packNode(parseYaml(source, spans).value, spans)!;
    for (let length = 0; length < packed.places.length; length++) {
      expect(unpackNode({ ...packed, places: packed.places.slice(0, length) }, source, new NodeSpans())).toBeNull();
    }
    expect(unpackNode({ ...packed, places: [...packed.places, 1] }, source, new NodeSpans())).toBeNull();
  });
});

describe('the cache of a project', () => {
  const node = { value: { a: 1 }, places: [0, 4, 0, 1, 3, 4, 1] };

  function inFolder(use: (folder: string) => void): void {
    const folder = mkdtempSync(join(tmpdir(), 'lifecycle-cache-'));
    try {
      use(folder);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }

  test('keeps what the last reading used, and nothing else', () => {
    inFolder((folder) => {
      const first = openReadingCache(folder);
      first.put('one', node);
      first.put('two', node);
      first.save();
      const second = openReadingCache(folder);
      expect(second.get('one')).toEqual(node);
      expect(second.get('three')).toBeNull();
      second.save();
      const third = openReadingCache(folder);
      expect([third.get('one'), third.get('two')]).toEqual([node, null]);
      expect(readdirSync(folder)).toEqual(['files.json']);
    });
  });

  test('is empty when it cannot be read or was made by another program', () => {
    inFolder((folder) => {
      const first = openReadingCache(folder);
      first.put('one', node);
      first.save();
      const file = join(folder, 'files.json');
      const written = readFileSync(file, 'utf8');
      const spoilt = [
        written.slice(0, -1),
        written.replace(/"stamp":"./, '"stamp":"x'),
        written.replace('"places"', '"place"'),
        written.replace('"a":1', '"a":2'),
        'null',
        '{}',
        '',
      ];
      for (const text of spoilt) {
        writeFileSync(file, text);
        expect(openReadingCache(folder).get('one'), text).toBeNull();
      }
      writeFileSync(file, written);
      expect(openReadingCache(folder).get('one')).toEqual(node);
    });
  });

  test('is left out where nothing can be written', () => {
    inFolder((folder) => {
      writeFileSync(join(folder, 'file'), '');
      const cache = openReadingCache(join(folder, 'file'));
      cache.put('one', node);
      cache.save();
      expect(readdirSync(folder)).toEqual(['file']);
    });
  });
});
