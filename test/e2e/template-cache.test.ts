import { spawnSync } from 'node:child_process';
import { symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { makeProject, ROOT, type TestProject } from './project.js';
import { makeSmallShop } from './small-shop.js';

const made: TestProject[] = [];
afterAll(() => {
  for (const shop of made) shop.remove();
});
const own = (shop: TestProject): TestProject => {
  made.push(shop);
  return shop;
};

const LOADED = `import { createRequire } from 'node:module';
import { writeSync } from 'node:fs';
const { cache } = createRequire('/');
process.on('exit', () => {
  const names = Object.keys(cache);
  writeSync(3, JSON.stringify(['mjml-core', 'cheerio'].map((name) => names.some((path) => path.includes('/' + name + '/')))));
});`;

/** What a check in a process of its own said, and whether it loaded MJML and what MJML needs. */
function check(shop: TestProject): { readonly said: string; readonly loaded: readonly boolean[] } {
  const { output } = spawnSync(
    process.execPath,
    ['--import', `data:text/javascript,${encodeURIComponent(LOADED)}`, join(ROOT, 'dist/cli.js'), 'check'],
    { cwd: shop.root, stdio: ['ignore', 'pipe', 'pipe', 'pipe'], encoding: 'utf8', env: { PATH: process.env.PATH } },
  );
  return { said: `${output[1]}${output[2]}`, loaded: JSON.parse(output[3] ?? '') as boolean[] };
}

describe('the template cache', () => {
  it('spares MJML until a template, a partial or the tracking of its links changes', () => {
    const shop = own(makeSmallShop());
    expect(check(shop).loaded).toEqual([true, true]);
    expect(check(shop).loaded).toEqual([false, false]);
    const letter = shop.read('templates/letter.mjml');
    shop.write('templates/letter.mjml', letter.replace('</mj-text>', ' and more</mj-text>'));
    expect(check(shop).loaded).toEqual([true, true]);
    shop.write('templates/letter.mjml', letter);
    expect(check(shop).loaded).toEqual([false, false]);
    const config = shop.read('lifecycle.config.yaml');
    shop.write('lifecycle.config.yaml', config.replace(/^( *)unsubscribe: .*$/m, '$&\n$1tracking: off'));
    expect(shop.read('lifecycle.config.yaml')).not.toBe(config);
    expect(check(shop).loaded).toEqual([true, true]);
  });
});

describe('a project of somebody else', () => {
  it('runs nothing that its .mjmlconfig names', () => {
    const shop = own(makeSmallShop());
    const evil = `require('node:fs').writeFileSync(${JSON.stringify(join(shop.root, 'ran'))}, ''); module.exports = {};`;
    shop.write('evil.cjs', evil);
    shop.write(
      '.mjmlconfig',
      JSON.stringify({ packages: ['./evil.cjs', join(shop.root, 'evil.cjs')], options: { minify: true } }),
    );
    shop.write('.mjmlconfig.js', evil);
    expect(check(shop)).toMatchObject({ loaded: [true, true] });
    expect(shop.files('.')).not.toContain('ran');
  });

  it('takes in no file from outside by a partial that is a link, and says so', async () => {
    const shop = own(makeSmallShop());
    const outside = own(makeProject({ 'secret.mjml': '<mj-text>secret</mj-text>' }));
    shop.write('templates/partials/own.mjml', '<mj-text>own</mj-text>');
    symlinkSync(join(outside.root, 'secret.mjml'), join(shop.root, 'templates/partials/file.mjml'));
    symlinkSync(outside.root, join(shop.root, 'templates/partials/folder'));
    const includes = ['own.mjml', 'file.mjml', 'folder/secret.mjml'].map(
      (path) => `<mj-include path="partials/${path}" />`,
    );
    const letter = shop.read('templates/letter.mjml').replace('<mj-text>', `${includes.join('')}<mj-text>`);
    writeFileSync(join(shop.root, 'templates/letter.mjml'), letter);
    const { code, out } = await shop.lifecycle(['check']);
    expect(code).toBe(1);
    expect(out).toContain('templates/partials/file.mjml:1:1: error[LC111] templates/partials/file.mjml is a link');
    expect(out).toContain('templates/partials/folder:1:1: error[LC111] templates/partials/folder is a link');
    expect(out).toContain('error[LC504] there is no partial "partials/folder/secret.mjml"');
    expect(out).not.toContain('there is no partial "partials/own.mjml"');
  });
});
