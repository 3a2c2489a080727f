import { createHash } from 'node:crypto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ndjson, type Outcome, type TestProject } from './project.js';
import { type Sink, startSink } from './sink.js';
import { makeSmallShop, people, person, ping } from './small-shop.js';

const IDS = Array.from({ length: 24 }, (_, i) => `p${i}`);
/** Worked out as anybody may, from what the plan says alone. */
const isHeld = (id: string): boolean =>
  Number.parseInt(createHash('sha256').update(`answer/holdout/v1:${id}`).digest('hex').slice(0, 13), 16) / 2 ** 52 <
  0.4;
const held = IDS.filter(isHeld);
const going = IDS.filter((id) => !isHeld(id));
const [someone = ''] = held;

let shop: TestProject;
let sink: Sink;
beforeEach(async () => {
  shop = makeSmallShop({
    // biome-ignore lint/suspicious/noTemplateCurlyInString: read from the environment at hand-over
    transport: '${SMTP_URL}',
    more: 'incentives: {ten: {codes: data/ten.csv}}\n',
    campaigns: {
      answer:
        'holdout: 40%\ntriggers: [{event: pinged}]\nsteps:\n  - {id: letter, email: {template: letter, topic: news, incentive: ten}}\n',
    },
    profiles: people(IDS.map((id) => person(id))),
    events: '',
  });
  const letter = shop.read('templates/letter.mjml');
  shop.write('templates/letter.mjml', letter.replace('good to see you.', 'your code: {{ incentive.code }}.'));
  shop.write('data/ten.csv', ['code', ...[...going, 'spare'].map((_, i) => `T${i}`), ''].join('\n'));
  sink = await startSink(shop.root);
  expect((await command('build')).code).toBe(0);
  await command('run', '--send');
  shop.write('data/events.ndjson', ndjson(IDS.map((id) => ping(id, new Date().toISOString()))));
});
afterEach(async () => {
  await sink.stop();
  shop.remove();
});

const command = (...args: readonly string[]): Promise<Outcome> => shop.lifecycle(args, { env: { SMTP_URL: sink.url } });

it('nobody who is held out gets anything, costs a code or is counted as somebody to send to', async () => {
  expect(held.length).toBeGreaterThan(4);
  const dry = await command('run');
  expect(dry).toMatchObject({ code: 0, err: '' });
  expect(dry.out).toContain(`${going.length} messages would go`);
  expect(shop.files('dist').filter((file) => held.some((id) => file.includes(`${id}-`)))).toEqual([]);

  const { code, out, err } = await command('run', '--send');
  // One code is left over: those held out saw that there was one, and took none.
  expect([code, err]).toEqual([0, '']);
  expect(out).toContain(`${going.length} messages sent`);
  expect(
    sink
      .accepted()
      .flatMap(({ to }) => to)
      .sort(),
  ).toEqual(going.map((id) => `${id}@people.example`).sort());
  const { totals } = JSON.parse((await command('status', '--format', 'json')).out) as { totals: readonly object[] };
  expect(totals).toMatchObject([{ sent: going.length, planned: 0, withheld: held.length }]);

  expect((await command('why', someone)).out).toContain('letter: withheld, holdout of the campaign');
  const { ledger } = JSON.parse((await command('export', someone)).out) as { ledger: { messages: readonly object[] } };
  expect(ledger.messages).toMatchObject([
    {
      ...{ status: 'withheld', withheldBy: 'campaign', attempts: 0, code: null },
      assignment: { unit: someone, salt: 'answer/holdout/v1', share: 0.4 },
    },
  ]);
  expect((await command('doctor')).out).not.toContain('wait');
  expect((await command('rebuild', '--out', 'anew.db')).code).toBe(0);
  // Whoever is forgotten later was exposed all the same.
  expect((await command('forget', someone)).code).toBe(0);
  expect((await command('doctor')).out).not.toContain('error');
});

it('a halt keeps both arms back, and `why` says what will become of each', async () => {
  expect((await command('halt', 'answer', '--reason', 'wrong price')).code).toBe(0);
  expect((await command('run', '--send')).out).toContain('0 messages sent');
  const { totals } = JSON.parse((await command('status', '--format', 'json')).out) as { totals: readonly object[] };
  expect(totals).toMatchObject([{ sent: 0, planned: going.length, withheld: held.length }]);
  expect((await command('why', someone)).out).toContain(
    'letter: is due, and will be withheld: holdout of the campaign',
  );
  expect((await command('why', going[0] ?? '')).out).toContain('letter: waits to be handed over');
  expect((await command('doctor')).out).toContain(`messages that wait because of a halt: ${going.length}`);
  expect((await command('resume', 'answer')).code).toBe(0);
  expect((await command('run', '--send')).out).toContain(`${going.length} messages sent`);
  expect((await command('why', someone)).out).toContain('letter: withheld, holdout of the campaign');
});
