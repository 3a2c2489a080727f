import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { writePage } from '../../../src/report/page/write-page.js';

const page = { lang: 'en', title: 'Emails', style: '', body: '<h1>Emails</h1>' };

test('nothing that anybody wrote ends the title or the data', () => {
  const said = '</script></title><!--<script>alert(1)</script>';
  const html = writePage({ ...page, title: said, data: { said: { said } }, script: 'start();' });
  expect(html.match(/<script/g)).toHaveLength(2);
  expect(html.match(/<\/title>/g)).toHaveLength(1);
  expect(html).not.toContain('<!--');
  const data = /<script type="application\/json" id="said">(.*?)<\/script>/.exec(html)?.[1] ?? '';
  expect(JSON.parse(data)).toEqual({ said });
});

test('only its own script may run, and nothing may be loaded', () => {
  const script = 'document.title = "x";';
  const hash = createHash('sha256').update(script).digest('base64');
  const html = writePage({ ...page, script, allow: { 'frame-src': "'self'" } });
  expect(html).toContain(`script-src &apos;sha256-${hash}&apos;`.replaceAll('&apos;', "'"));
  expect(html).toContain("default-src 'none'");
  expect(html).toContain("frame-src 'self'");
  expect(writePage(page)).not.toContain('script-src');
});
