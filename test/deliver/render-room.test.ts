import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import { thisMachine } from '../../src/commands/this-machine.js';
import { type RenderJob, renderHere } from '../../src/render/render-message.js';
import { ROOT } from '../e2e/project.js';

// A thread runs what was built, so the room is the built one too.
const { openRenderRoom } = (await import(
  pathToFileURL(`${ROOT}dist/deliver/render-room.js`).href
)) as typeof import('../../src/deliver/render-room.js');

const template = (html: string): RenderJob['template'] => ({
  lang: 'en',
  subject: 'Hello {{ profile.name }}',
  preheader: null,
  from: null,
  html,
  text: 'Hello',
});

const LETTER = template('<p>{{ profile.name | escape }}{% if catalogs.products["a"].price > 1 %}!{% endif %}</p>');
const ENDLESS = template('{% for i in (1..100000) %}{% for j in (1..100000) %}{{ j }}{% endfor %}{% endfor %}');
const GREEDY = template('{% assign a = (1..9000000) %}{% assign b = a | reverse %}{{ b | size }}');

function job(template: RenderJob['template'], name: string): RenderJob {
  const row: Record<string, number> = Object.assign(Object.create(null), { price: 2 });
  return {
    channel: 'email',
    template,
    subject: null,
    context: {
      project: {},
      campaign: {},
      step: {},
      profile: Object.assign(Object.create(null), { name }),
      event: {},
      message: {},
      blocks: {},
      incentive: {},
      test: {},
      catalogs: { products: { a: row } },
      keys: {},
    },
  };
}

it('renders in a thread what is rendered here, in the same order', async () => {
  const room = openRenderRoom(thisMachine);
  const names = ['Ada', '<b>', '__proto__', '', 'constructor', '\u{1f600} \ud83d'];
  const jobs = names.flatMap((name) => [
    job(LETTER, name),
    job(template('{{ profile.constructor }}'), name),
    { ...job(LETTER, name), channel: 'sms' as const },
    { ...job(LETTER, name), subject: 'For {{ profile.name }}' },
    { ...job(LETTER, name), toSend: true as const },
  ]);
  try {
    expect(await room.render([])).toEqual([]);
    const [first, second] = await Promise.all([room.render(jobs), room.render(jobs.slice(3))]);
    expect(first).toEqual(await renderHere(jobs));
    expect(second).toEqual(first?.slice(3));
    expect(new Set(first?.map(({ kind }) => kind))).toEqual(new Set(['email', 'encoded', 'words', 'none']));
  } finally {
    await room.close();
  }
});

const letter = (name: string) => ({
  kind: 'email',
  parts: { subject: `Hello ${name}`, from: null, html: `<p>${name}!</p>`, text: 'Hello\n' },
});

it.each([
  ['never ends', ENDLESS, { megabytes: 192, lookEveryMs: 300 }, 'it takes longer than 0.9 seconds'],
  ['eats memory', GREEDY, { megabytes: 32, lookEveryMs: 60_000 }, 'it takes more than 32 MB of memory'],
] as const)('ends what %s, says so of that message, and renders all others', async (_, hostile, limits, problem) => {
  const room = openRenderRoom(thisMachine, limits);
  const none = { kind: 'none', problem };
  try {
    const jobs = [job(LETTER, 'Ada'), job(hostile, 'Ben'), job(hostile, 'Cleo'), job(LETTER, 'Dan')];
    expect(await room.render(jobs)).toEqual([letter('Ada'), none, none, letter('Dan')]);
    expect(await room.render([job(LETTER, 'Eve')])).toEqual([letter('Eve')]);
  } finally {
    await room.close();
  }
});
