import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { exampleProject } from '../../src/check/example/example-project.js';
import { check } from '../../src/commands/check.js';
import { makeTerminal } from './terminal.js';

const CART = 'campaigns/cart.yaml';
const cart = exampleProject[CART] ?? '';
let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'lifecycle-stdin-'));
  for (const [path, text] of Object.entries(exampleProject)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
});
afterEach(() => rmSync(root, { recursive: true }));

async function checkText(text: string | Uint8Array, stdinPath: string | null, more: object = {}, cwd = root) {
  const { terminal, written } = makeTerminal(cwd, text);
  const base = { project: undefined, formats: [], fix: false, writeBaseline: false, maxWarnings: null };
  const code = await check(terminal, { ...base, stdin: true, stdinPath, ...more });
  return { code, ...written };
}

describe('check --stdin', () => {
  test('tells what is wrong in the text, and leaves the file alone', async () => {
    const found = await checkText(cart.replace('event: cart_updated', 'event: cart_update'), CART);
    expect(found.out).toMatch(/^campaigns\/cart\.yaml:6:12: error\[LC206\] there is no event "cart_update"\n/);
    expect(found.code).toBe(1);
    expect(readFileSync(join(root, CART), 'utf8')).toBe(cart);
    expect(await checkText(cart, CART)).toEqual({ code: 0, out: '', err: '1 file checked, nothing to report.\n' });
  });

  test('tells nothing of other files, but that they have errors', async () => {
    writeFileSync(join(root, 'campaigns/monthly.yaml'), 'name: 5\n');
    const found = await checkText(cart, CART);
    expect(found).toMatchObject({ code: 0, out: '' });
    expect(found.err).toContain('Other files have errors: lifecycle check shows them.');
  });

  test('takes a file that is not there yet, of any kind and named from where one stands', async () => {
    const fresh = await checkText(cart.replace('name:', 'nmae:'), 'campaigns/new/other.yaml');
    expect(fresh.out).toContain('campaigns/new/other.yaml:1:1: error[LC103] unknown key "nmae"');
    const template = await checkText('---\nsubjct: x\n---\n', '../templates/new.mjml', {}, join(root, 'campaigns'));
    expect(template.out).toContain('templates/new.mjml:2:1: error[LC103]');
    const config = await checkText('projekt: x\n', 'lifecycle.config.yaml', { formats: ['json'] });
    expect(JSON.parse(config.out).diagnostics[0]).toMatchObject({ code: 'LC103', path: 'lifecycle.config.yaml' });
  });

  test('holds the text to what files are held to', async () => {
    expect((await checkText(new Uint8Array([0x6e, 0xff, 0x0a]), CART)).out).toContain('error[LC111]');
    expect((await checkText(' '.repeat(1024 * 1024 + 1), CART)).out).toContain('is larger than 1 MB');
  });

  test.each([
    ['without a path', null, {}, '--stdin and --stdin-path go together'],
    ['a path alone', CART, { stdin: false }, '--stdin and --stdin-path go together'],
    ['with --fix', CART, { fix: true }, '--stdin does not go with --fix'],
    ['outside the project', '../x.yaml', {}, '../x.yaml is no file of the project'],
    ['beside the campaigns', 'campaigns', {}, 'campaigns is no file of the project'],
  ])('refuses %s', async (_, path, more, message) => {
    await expect(checkText('', path, more)).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringContaining(message),
    });
  });
});
