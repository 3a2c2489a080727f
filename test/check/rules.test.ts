import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { breakExample, exampleProject } from '../../src/check/example/example-project.js';
import { explainCode, explainedCodes } from '../../src/check/explain.js';
import { rules } from '../../src/check/rules.js';
import { checkFiles } from './read-files.js';

describe('the example project', () => {
  it('is sound', () => {
    expect(checkFiles(exampleProject).diagnostics).toEqual([]);
  });
});

describe.each(rules)('$code $name', (rule) => {
  const { code, name, example } = rule;

  it('speaks of its bad example, alone and at the place that was broken', () => {
    const sound = { ...exampleProject, ...example.beside };
    const text = sound[example.file];
    if (example.beside !== undefined) expect(checkFiles(sound).diagnostics).toEqual([]);
    if (text !== undefined) expect(text).toContain(example.good);
    const broken = breakExample(example);
    if (rule.preview === true) {
      expect(checkFiles(broken).diagnostics).toEqual([]);
      broken['lifecycle.config.yaml'] += 'rules: {preview: true}\n';
    }
    const found = checkFiles(broken).diagnostics;
    expect([...new Set(found.map((one) => `${one.code} ${one.name}`))]).toEqual([`${code} ${name}`]);
    for (const one of found) {
      expect(one.span.start.line).toBeGreaterThan(0);
      expect(one.help?.length).toBeGreaterThan(0);
      expect(one.message).toMatch(/[^.]$/);
      expect(one.message).not.toContain('\n');
    }
  });

  it('can be explained by code and by name', () => {
    expect(explainCode(code.toLowerCase())?.replaceAll('\n', ' ')).toContain(rule.summary);
    expect(explainCode(name)).toBe(explainCode(code));
  });
});

describe('the good examples', () => {
  it.each(
    rules.filter(
      ({ example }) =>
        example.beside !== undefined || (exampleProject[example.file] === undefined && example.good !== ''),
    ),
  )('$code is clean', ({ code: own, example, preview }) => {
    const files = breakExample({ ...example, bad: example.good });
    if (preview === true) files['lifecycle.config.yaml'] += 'rules: {preview: true}\n';
    const found = checkFiles(files).diagnostics;
    expect(found.filter(({ code, span }) => preview !== true || (code === own && span.file === example.file))).toEqual(
      [],
    );
  });
});

describe('what is shown of an example', () => {
  const yaml = explainedCodes.filter(({ code, example }) => example?.file.endsWith('.yaml') && code !== 'LC101');

  it.each(yaml.map(({ code }) => code))('%s is whole lines, with every bracket closed', (code) => {
    const shown = explainCode(code)?.match(/^ {4}.*$/gm) ?? [];
    const count = (sign: string) => shown.join('\n').split(sign).length;
    expect(count('{')).toBe(count('}'));
    expect(count('[')).toBe(count(']'));
  });

  it('a long line is cut', () => {
    for (const line of explainCode('LC711')?.split('\n') ?? []) expect(line.length).toBeLessThan(260);
  });
});

describe('the list of rules', () => {
  it('holds every file of the folder, in the order of their codes', () => {
    const files = readdirSync('src/check/rules').map((file) => file.replace('.ts', ''));
    expect(rules).toHaveLength(files.length);
    const codes = rules.map(({ code }) => code);
    expect(codes).toEqual([...codes].sort());
  });

  it('has each code and each name once, and explains every one', () => {
    const codes = explainedCodes.map(({ code }) => code);
    const names = explainedCodes.map(({ name }) => name);
    expect(new Set(codes).size).toBe(codes.length);
    expect(new Set(names).size).toBe(names.length);
    expect(explainCode('LC999')).toBeNull();
    expect(explainCode('')).toBeNull();
  });

  it('keeps each rule on one screen', () => {
    for (const file of readdirSync('src/check/rules')) {
      const lines = readFileSync(`src/check/rules/${file}`, 'utf8').split('\n').length;
      expect(lines, file).toBeLessThanOrEqual(95);
    }
  });
});
