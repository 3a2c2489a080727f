import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { LivePatch } from '../../src/browser/live-data.js';
import { unpackText } from '../../src/browser/unpack-text.js';
import { type DevServer, startDev, type Tab } from './dev-server.js';
import { type Sink, startSink } from './sink.js';

const HELLO = 'templates/welcome/hello.mjml';
let folder: string;
let sink: Sink;
let server: DevServer;
let tab: Tab;
let number: number;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lifecycle-dev-'));
  sink = await startSink(folder);
  server = await startDev(
    (project) => {
      const config = project.read('lifecycle.config.yaml');
      project.write('lifecycle.config.yaml', `${config}\ndev: {inbox: [me@acme.example]}\n`);
    },
    { env: { SMTP_URL: sink.url } },
  );
  await server.get('/');
  tab = await server.listen();
  number = (await tab.next('hello')).tab;
  await server.post('/showing', { tab: number, message: 'welcome/hello', persona: 'complete' });
});

afterAll(async () => {
  tab.close();
  expect(await server.stop()).toBe(0);
  await sink.stop();
  rmSync(folder, { recursive: true });
});

const change = (file: string, from: string, to: string): void => {
  const text = server.project.read(file);
  expect(text).toContain(from);
  server.project.write(file, text.replace(from, to));
};

/** What is wrong with the files, when something is. */
async function problems() {
  for (;;) {
    const told = await tab.next('problem');
    if (told.length > 0) return told;
  }
}

/** What a page carries for its script. */
function dataOf(page: string, id: string) {
  return JSON.parse(new RegExp(`<script type="application/json" id="${id}">(.*)</script>`).exec(page)?.[1] ?? 'null');
}

/** Each cell of a patch: message, persona and the email's text. */
function cellsOf({ preview }: LivePatch) {
  return preview.cells.map(({ message, persona, now }) => ({
    message: preview.messages[message]?.id,
    persona: preview.personas[persona]?.id,
    text: now?.shown.kind === 'email' ? unpackText(now.shown.text, preview.lines) : now?.shown,
    html: now?.shown.kind === 'email' ? unpackText(now.shown.html, preview.lines) : '',
  }));
}

describe('lifecycle dev', () => {
  test('makes again, when a template is saved, first what a tab shows and then what else depends on it, and nothing else', async () => {
    change(HELLO, 'Thank you for signing up', 'It is good that you are here');
    const shown = cellsOf(await tab.next('patch'));
    expect(shown).toMatchObject([{ message: 'welcome/hello', persona: 'complete' }]);
    expect(shown[0]?.text).toContain('It is good that you are here');
    const rest = cellsOf(await tab.next('patch'));
    expect(rest.map(({ message, persona }) => `${message} ${persona}`)).toEqual([
      'welcome/hello clock-change',
      'welcome/hello hostile',
      'welcome/hello minimal',
    ]);
    expect(server.said()).toMatch(/1 of 8 messages made again in \d+ ms/);
  });

  test('makes again what takes a partial in, also when an editor saves by renaming', async () => {
    const footer = server.project.read('templates/partials/footer.mjml');
    expect(footer).toContain('</mj-text>');
    const path = join(server.project.root, 'templates/partials/footer.mjml');
    const aside = join(server.project.root, 'templates/partials/.footer.mjml.new');
    writeFileSync(aside, footer.replace('</mj-text>', ' See you.</mj-text>'));
    renameSync(aside, path);
    expect(cellsOf(await tab.next('patch'))[0]?.text).toContain('See you.');
    const rest = cellsOf(await tab.next('patch'));
    expect(rest.filter(({ message }) => message === 'welcome/first-order')).toHaveLength(4);
  });

  test('tells what check finds besides, and when it is mended', async () => {
    const left = 'templates/partials/left.mjml';
    server.project.write(left, '<mj-text>Left over</mj-text>');
    const found = async (code: string | undefined): Promise<void> => {
      for (;;) {
        const { preview } = (await tab.next('patch')) as LivePatch;
        if (preview.findings[preview.elsewhere[0] ?? -1]?.code === code) return;
      }
    };
    await found('LC232');
    rmSync(join(server.project.root, left));
    await found(undefined);
  });

  test('keeps the last good picture while a file has errors, says what the terminal says, and takes it back when it is mended', async () => {
    change(HELLO, '<mj-text>It', '<mj-txt>It');
    const [problem] = await problems();
    expect(problem).toMatchObject({ severity: 'error', code: 'LC704' });
    expect(problem.place).toMatch(/^templates\/welcome\/hello\.mjml:14:/);
    expect(server.said()).toContain(problem.message);
    const { text } = await server.get('/');
    expect(text).toContain('It is good that you are here');
    // Above the picture, not at it: what is shown has no such error.
    expect(dataOf(text, 'live-data').problems).toMatchObject([{ code: 'LC704' }, { code: 'LC704' }]);
    expect(dataOf(text, 'preview-data')).toMatchObject({ findings: [], elsewhere: [] });
    change(HELLO, '<mj-txt>It', '<mj-text>It');
    await tab.next('fine');
  });

  test('takes two hundred files, a half-written one and one that is gone in the middle for one change each, and goes on', async () => {
    const copies = Array.from({ length: 200 }, (_, n) => `templates/partials/copy-${n}.mjml`);
    for (const file of copies) server.project.write(file, '<mj-text>Copy</mj-text>');
    server.project.write('campaigns/other.yaml', 'name: Oth');
    await problems();
    rmSync(join(server.project.root, 'campaigns/other.yaml'));
    for (const file of copies) rmSync(join(server.project.root, file));
    await tab.next('fine');
    change(HELLO, 'It is good', 'Good it is');
    for (let found = ''; !found.includes('Good it is'); ) found = String(cellsOf(await tab.next('patch'))[0]?.text);
  });

  test('is not held up by a template that never ends', async () => {
    const before = server.project.read(HELLO);
    const endless = '{% for i in (1..100000) %}{% for j in (1..100000) %}{{ j }}{% endfor %}{% endfor %}';
    change(HELLO, 'Good it is', `${endless} Good it is`);
    let held: unknown = null;
    while (typeof held !== 'object' || held === null) held = cellsOf(await tab.next('patch'))[0]?.text;
    expect(held).toEqual({ kind: 'none', problem: 'it takes longer than 0.75 seconds' });
    server.project.write(HELLO, before);
    for (let found = ''; !found.includes('Good it is'); ) found = String(cellsOf(await tab.next('patch'))[0]?.text);
  });

  test('shows a persona with other values, held against the rules, and writes no file', async () => {
    const file = 'schemas/personas/complete.yaml';
    const before = server.project.read(file);
    const wrong = await server.post('/edit', { persona: 'complete', values: { country: 'Germany' } });
    expect(JSON.parse(wrong.text).problems).toEqual([expect.stringContaining('"country" can never be "Germany"')]);
    const right = await server.post('/edit', {
      persona: 'complete',
      values: { first_name: '<i>Zoë</i>', orders: 'x' },
    });
    expect(JSON.parse(right.text).problems).toEqual([expect.stringContaining('"orders" is a trait')]);
    await server.post('/edit', { persona: 'complete', values: { first_name: '<i>Zoë</i>' } });
    let edited: LivePatch = await tab.next('patch');
    while (!edited.people.complete?.isEdited) edited = await tab.next('patch');
    const shown = cellsOf(edited).find(({ message }) => message === 'welcome/hello');
    expect(shown?.html).toContain('&lt;i&gt;Zoë&lt;/i&gt;');
    await server.post('/edit', { persona: 'complete', values: null });
    while (edited.people.complete?.isEdited) edited = await tab.next('patch');
    expect(server.project.read(file)).toBe(before);
  });

  test('sends a message to a listed inbox only, marked, and leaves no trace in a ledger', async () => {
    const order = { message: 'welcome/hello', persona: 'complete' };
    const sent = await server.post('/send', { ...order, to: 'me@acme.example' });
    expect(JSON.parse(sent.text)).toEqual({ said: expect.stringContaining('250') });
    expect(sink.accepted()).toMatchObject([{ subject: '[Test] Welcome, Ada', to: ['me@acme.example'] }]);
    const other = await server.post('/send', { ...order, to: 'customer@mail.example' });
    expect(JSON.parse(other.text)).toEqual({
      problem: 'LC952: customer@mail.example is not under dev.inbox in lifecycle.config.yaml',
      help: 'choose one of me@acme.example, or add it there',
    });
    expect(sink.accepted()).toHaveLength(1);
    expect(server.project.files('.lifecycle').filter((file) => file.includes('ledger'))).toEqual([]);
  });

  test('answers this machine and its own page alone', async () => {
    const { host } = new URL(server.url);
    expect(await server.get('/', { host: 'shop.example' })).toMatchObject({ status: 403 });
    expect(await server.get('/events', { host: `shop.example:${host.split(':')[1]}` })).toMatchObject({ status: 403 });
    const body = { persona: 'complete', values: null };
    const own = { origin: `http://${host}`, 'x-lifecycle': '1' };
    expect(await server.post('/edit', body, { ...own, origin: 'https://evil.example' })).toMatchObject({ status: 403 });
    expect(await server.post('/edit', body, { ...own, origin: 'null' })).toMatchObject({ status: 403 });
    expect(await server.post('/edit', body, { origin: own.origin })).toMatchObject({ status: 403 });
    expect(await server.post('/edit', body, { 'x-lifecycle': '1' })).toMatchObject({ status: 403 });
    expect(await server.post('/edit', 'x'.repeat(70_000), own)).toMatchObject({ status: 400 });
    expect(await server.post('/edit', body, own)).toMatchObject({ status: 200 });
    expect(await server.get('/edit')).toMatchObject({ status: 405 });
    expect(await server.get('/lifecycle.config.yaml')).toMatchObject({ status: 404 });
    expect(await server.get('/constructor')).toMatchObject({ status: 404 });
    const headers = (await fetch(server.url)).headers;
    expect(headers.get('content-security-policy')).toBe("frame-ancestors 'none'");
    expect(headers.get('access-control-allow-origin')).toBeNull();
  });
});

test('begins with a project that has errors, says that a port is taken, and that there is nothing to send by', async () => {
  const broken = await startDev((project) => project.write('campaigns/welcome.yaml', 'name: Welc'));
  const page = await broken.get('/');
  expect(page.text).toContain('Nothing to show yet');
  const listener = await broken.listen();
  await listener.next('problem');
  const taken = await broken.project.lifecycle(['dev', '--port', new URL(broken.url).port]);
  expect(taken).toMatchObject({ code: 3, err: expect.stringContaining('error[LC950]') });
  rmSync(join(broken.project.root, 'campaigns/welcome.yaml'));
  await listener.next('reload');
  listener.close();
  expect(await broken.stop()).toBe(0);
});
