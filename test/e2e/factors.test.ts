import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { drawnVariant, isSampled } from '../../src/decide/test-phase.js';
import { combinationsOf, readLevels } from '../../src/model/factors.js';
import type { MessageTest } from '../../src/model/message-test.js';
import { ndjson, type TestProject } from './project.js';
import { type Sink, startSink } from './sink.js';
import { makeSmallShop, people, person, ping } from './small-shop.js';

let [project, sink, folder]: [TestProject | null, Sink | null, string] = [null, null, ''];
afterEach(async () => {
  await sink?.stop();
  project?.remove();
  if (folder !== '') rmSync(folder, { recursive: true });
});

const FACTORS = [
  { name: 'tone', levels: ['warm', 'plain'] },
  { name: 'length', levels: ['long', 'short'] },
];
const TEST: MessageTest = {
  metric: 'pings',
  sample: 0.5,
  decideAfter: { months: 0, days: 0, exact: 4 * 3_600_000, text: '4h' },
  factors: FACTORS,
  variants: combinationsOf(FACTORS),
};
const CAMPAIGN = `triggers: [{event: pinged, where: {note: start}}]
steps:
  - id: letter
    email:
      template: letter
      topic: news
      test: {metric: pings, sample: 50%, decide_after: 4h, factors: {tone: [warm, plain], length: [long, short]}}
`;
const BODY = "{% if test.length == 'long' %}Good to see you, and thank you.{% else %}Good to see you.{% endif %}";
const LEDGER = '.lifecycle/inbox.db';
const IDS = Array.from({ length: 120 }, (_, i) => `p${i}`);

function makeShop(): TestProject {
  const start = IDS.map((id) => ({ ...ping(id, '2026-03-02T10:00:00Z'), properties: { note: 'start' } }));
  // Who got a plain or a short letter comes back; both together come back twice as often.
  const back = IDS.flatMap((id) => {
    const { tone, length } = readLevels(drawnVariant('answer', 'letter', TEST, id)?.id ?? null);
    const isBack = (tone === 'plain' && length === 'short') || (tone === 'plain') === (length === 'long' && id > 'p5');
    return isSampled('answer', 'letter', TEST, id) && isBack ? [ping(id, '2026-03-02T12:00:00Z')] : [];
  });
  const shop = makeSmallShop({
    campaigns: { answer: CAMPAIGN },
    subject: '{{ test.tone }} greetings',
    profiles: people(IDS.map((id) => person(id))),
    events: ndjson([...start, ...back]),
  });
  shop.write('templates/letter.mjml', shop.read('templates/letter.mjml').replace('good to see you.', BODY));
  return shop;
}

it('draws each factor by itself, sends the better level of each to the others, and finds it once', async () => {
  project = makeShop();
  folder = mkdtempSync(join(tmpdir(), 'sink-'));
  sink = await startSink(folder);
  const run = (now: string) =>
    project?.lifecycle(['run', '--inbox', sink?.url ?? '', '--ledger', LEDGER, '--now', now]);
  const built = await project.lifecycle(['build']);
  expect(built.err).toBe('');
  const shown = await project.lifecycle(['show']);
  expect(shown.out).toContain('tone: warm or plain');
  const docs = await project.lifecycle(['docs', '--format', 'markdown']);
  expect(docs.code).toBe(0);
  expect(project.read('dist/docs.md')).toContain('tone (warm or plain) and length (long or short)');
  const preview = await project.lifecycle(['preview', '--out', 'preview.html']);
  expect(preview.code).toBe(0);
  for (const { id } of combinationsOf(FACTORS)) {
    expect(project.read('preview.html')).toContain(`answer/letter/${id}`);
    expect(project.read('preview.html')).toContain(`${readLevels(id).tone} greetings`);
  }
  const subjects = () =>
    Object.fromEntries((sink?.accepted() ?? []).map(({ to, subject }) => [to.join().split('@')[0], subject]));

  for (const now of ['2026-03-02T09:30Z', '2026-03-02T10:30Z']) expect((await run(now))?.code).toBe(0);
  const sampled = IDS.filter((id) => isSampled('answer', 'letter', TEST, id));
  expect(Object.keys(subjects()).sort()).toEqual([...sampled].sort());
  for (const id of sampled) {
    const { tone } = readLevels(drawnVariant('answer', 'letter', TEST, id)?.id ?? null);
    expect(subjects()[id]).toBe(`${tone} greetings`);
  }

  expect((await run('2026-03-02T14:45Z'))?.code).toBe(0);
  const after = subjects();
  expect(Object.keys(after)).toHaveLength(IDS.length);
  const [winner = ''] =
    /length=\w+,tone=\w+(?= won)/.exec((await project.lifecycle(['status', '--ledger', LEDGER])).out) ?? [];
  const { tone } = readLevels(winner);
  for (const id of IDS.filter((one) => !sampled.includes(one))) expect(after[id]).toBe(`${tone} greetings`);

  const status = await project.lifecycle(['status', '--ledger', LEDGER]);
  expect(status.out).toMatch(
    /tone=warm \S+ \(\d+ people\), tone=plain \S+ \(\d+ people\), length=long \S+ \(\d+ people\), length=short/,
  );
  await run('2026-03-02T15:45Z');
  expect(
    (await project.lifecycle(['status', '--ledger', LEDGER])).out.split('\n').filter((line) => line.includes(' won: ')),
  ).toHaveLength(1);
  expect(Object.keys(subjects())).toHaveLength(IDS.length);

  // The report tells how the levels did: of the sample alone, and with the winner on record.
  const reported = await project.lifecycle(['report', '--ledger', LEDGER, '--as-of', '2026-06-01', '--format', 'json']);
  const { tests } = JSON.parse(reported.out).campaigns.find((one: { campaign: string }) => one.campaign === 'answer');
  expect([tests[0].state, tests[0].verdict.winner]).toEqual(['settled', winner]);
  for (const { factor, variants } of tests[0].groups) {
    const { levels = [] } = FACTORS.find(({ name }) => name === factor) ?? {};
    const drawn = sampled.map((id) => readLevels(drawnVariant('answer', 'letter', TEST, id)?.id ?? null)[factor]);
    expect(variants.map(({ variant, people: count }: { variant: string; people: number }) => [variant, count])).toEqual(
      levels.map((level) => [`${factor}=${level}`, drawn.filter((one) => one === level).length]),
    );
    expect(variants.find(({ won }: { won: boolean }) => won).variant).toBe(`${factor}=${readLevels(winner)[factor]}`);
  }
});
