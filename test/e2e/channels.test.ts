import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { answer, type Receiver, startReceiver } from '../deliver/receiver.js';
import { csv, ndjson, type TestProject } from './project.js';
import { type Sink, startSink } from './sink.js';
import { makeSmallShop, ping } from './small-shop.js';

const KEY = Buffer.alloc(32, 5);
const CAMPAIGN = `triggers: [{event: pinged}]
reentry: always
steps:
  - {id: letter, email: {template: letter, topic: news}}
  - id: text
    delay: 1m
    when: {not: {message: {step: letter, was: clicked}}}
    sms: {template: text, topic: news}
  - {id: nudge, when: {message: {step: text, was: sent}}, push: {template: nudge, topic: news}}
  - {id: tell, webhook: {template: told, topic: service}}
`;
const CHANNELS = `  sms: {url: "\${SMS_URL}", secret: "\${SMS_SECRET}"}
  push: {url: "\${PUSH_URL}"}
  webhook: {url: "\${SMS_URL}", secret: "\${SMS_SECRET}"}
`;

let project: TestProject;
let sink: Sink;
let receiver: Receiver;
let env: Record<string, string>;

beforeEach(async () => {
  project = makeSmallShop({
    // biome-ignore lint/suspicious/noTemplateCurlyInString: read from the environment at hand-over
    transport: '${SMTP_URL}',
    more: CHANNELS,
    campaigns: { answer: CAMPAIGN },
    profiles: csv([
      ['id', 'email', 'mobile', 'tz', 'first_name', 'consent_news'],
      ['ada', 'ada@people.example', '+44 (20) 7946-0018', 'UTC', 'Ada "A"', 'true'],
      ['bob', 'bob@people.example', '020 7946 0018', 'UTC', 'Bob', 'true'],
    ]),
    events: ndjson([ping('ada', '2026-03-02T10:30:00Z', 'e1'), ping('bob', '2026-03-02T10:30:00Z', 'e2')]),
  });
  const config = project.read('lifecycle.config.yaml');
  project.write('lifecycle.config.yaml', config.replace('email: email,', 'email: email, phone: mobile,'));
  project.write(
    'templates/text.liquid',
    'Hi {{ profile.first_name }}, reply STOP to opt out: {{ message.unsubscribe_url }}\n',
  );
  project.write('templates/nudge.txt', '---\ntitle: "Hello {{ profile.first_name }}"\n---\nGood to see you.\n');
  project.write('templates/told.liquid', '{"who": "{{ profile.first_name }}", "note": {{ event.note }}}\n');
  sink = await startSink(project.root);
  receiver = await startReceiver();
  env = {
    SMTP_URL: sink.url,
    SMS_URL: receiver.url,
    PUSH_URL: receiver.url,
    SMS_SECRET: `whsec_${KEY.toString('base64')}`,
    PUSH_SECRET: `whsec_${KEY.toString('base64')}`,
  };
  expect(await project.lifecycle(['build'])).toMatchObject({ code: 0 });
});
afterEach(async () => {
  await receiver.close();
  await sink.stop();
  project.remove();
});

const TICKS = ['--now', '2026-03-02T10:00Z', '--until', '2026-03-02T11:00Z'];

it('a dry run writes what would be said, opens no socket and needs no secret', async () => {
  const run = await project.lifecycle(['run', ...TICKS]);
  expect([run.code, run.err]).toEqual([0, '']);
  expect(run.out).toContain('6 messages would go (2 emails, 1 SMS, 1 push message, 2 webhook calls); nothing was sent');
  expect(run.out).toContain('messages: .lifecycle/dry-run');
  const files = project.files('.lifecycle/dry-run/answer').map((file) => file.replace(/-[A-Z2-7]+\./i, '.'));
  expect(files).toEqual([
    'letter/ada.eml',
    'letter/bob.eml',
    'nudge/ada.txt',
    'tell/ada.json',
    'tell/bob.json',
    'text/ada.txt',
  ]);
  const [nudge = '', tell = '', , text = ''] = project.files('.lifecycle/dry-run/answer').slice(2);
  const read = (file: string): string => project.read(`.lifecycle/dry-run/answer/${file}`);
  expect(read(text)).toMatch(
    /^Channel: sms\nTo: \+442079460018\nTopic: news\nSegments: 1 \(GSM-7\)\n\nHi Ada "A", reply STOP to opt out: https:\/\/mail\.small-shop\.example\/u\/\S+\n$/,
  );
  expect(read(nudge)).toBe('Channel: push\nTo: ada\nTopic: news\nTitle: Hello Ada "A"\n\nGood to see you.\n');
  expect(JSON.parse(read(tell))).toMatchObject({
    type: 'webhook',
    profile: 'ada',
    data: { who: 'Ada "A"', note: 'e1' },
  });
  expect([receiver.connections, sink.accepted().length]).toEqual([0, 0]);
});

it('a test inbox gets emails only: nobody is called, and the others become files', async () => {
  const run = await project.lifecycle(['run', ...TICKS, '--inbox', sink.url]);
  expect([run.code, run.err]).toEqual([0, '']);
  expect(run.out).toContain('6 messages sent (2 emails, 1 SMS, 1 push message, 2 webhook calls)');
  expect(run.out).toContain('messages that nobody got: .lifecycle/inbox');
  expect(project.files('.lifecycle/inbox/answer')).toHaveLength(4);
  expect([receiver.connections, sink.accepted().length]).toEqual([0, 2]);
});

it('every channel is called once, signed, in the order of the steps, and each story tells which', async () => {
  const send = () => project.lifecycle(['run', '--send'], { env });
  expect(await send()).toMatchObject({ code: 0 });
  project.write('data/events.ndjson', ndjson([ping('ada', new Date(Date.now() - 1).toISOString(), 'e1')]));
  project.write('campaigns/answer.yaml', project.read('campaigns/answer.yaml').replace('    delay: 1m\n', ''));
  await project.lifecycle(['build']);
  receiver.will(answer('503 Busy', { 'retry-after': '0' }));
  const run = await send();
  // Which of them comes first is for their ids to say.
  const words = { sms: '1 SMS', push: '1 push message', webhook: '1 webhook call' } as const;
  const late = (JSON.parse(receiver.calls[0]?.body ?? '') as { type: keyof typeof words }).type;
  const { [late]: _late, ...others } = words;
  expect(run.out).toContain(`3 messages sent (1 email, ${Object.values(others).join(', ')})`);
  expect(run.out).toContain('1 times a receiver said "later"');
  const bodies = receiver.calls.map(({ body }) => JSON.parse(body) as Record<string, unknown>);
  expect(bodies.map(({ type }) => type).sort()).toEqual(['push', 'sms', 'webhook']);
  const sms = bodies.find(({ type }) => type === 'sms');
  expect(sms).toMatchObject({
    project: 'small-shop',
    campaign: 'answer',
    step: 'text',
    topic: 'news',
    profile: 'ada',
    to: '+442079460018',
    text: expect.stringContaining('Hi Ada "A", reply STOP'),
    unsubscribe_url: expect.stringMatching(/^https:\/\/mail\.small-shop\.example\/u\//),
  });
  for (const { headers, body } of receiver.calls) {
    expect(headers['idempotency-key']).toBe((JSON.parse(body) as { id: string }).id);
    const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`;
    expect(headers['webhook-signature']).toBe(`v1,${createHmac('sha256', KEY).update(signed).digest('base64')}`);
    expect(Math.abs(Date.now() / 1000 - Number(headers['webhook-timestamp']))).toBeLessThan(120);
  }
  expect(await send()).toMatchObject({ code: 0 });
  expect(receiver.calls).toHaveLength(3);
  expect(sink.accepted()).toHaveLength(1);
  const { out } = await project.lifecycle(['why', 'ada']);
  expect(out).toMatch(/letter: sent, the answer was "250/);
  const steps = { sms: 'text (SMS)', push: 'nudge (push message)', webhook: 'tell (webhook call)' } as const;
  for (const [channel, step] of Object.entries(steps))
    expect(out).toContain(
      `${step}: ${channel === late ? 'waits to be handed over' : 'sent, the answer was "202 Accepted: ok"'}`,
    );
});

it('what waits by a channel that no campaign uses any more goes to its receiver, or stays planned: never into a file', async () => {
  const campaign = (action: string): void => {
    const [head = ''] = project.read('campaigns/answer.yaml').split('steps:');
    project.write('campaigns/answer.yaml', `${head}steps:\n  - {id: text, ${action}}\n`);
  };
  const send = async (without: string) => {
    expect(await project.lifecycle(['build'])).toMatchObject({ code: 0 });
    const { [without]: _without, ...rest } = env;
    return project.lifecycle(['run', '--send'], { env: rest });
  };
  campaign('sms: {template: text, topic: news}');
  await send('');
  project.write('data/events.ndjson', ndjson([ping('ada', new Date(Date.now() - 1).toISOString(), 'e1')]));
  receiver.will(answer('401 Unauthorized'));
  expect(await send('')).toMatchObject({ code: 3, err: expect.stringContaining('error[LC903]') });
  campaign('push: {template: text, topic: news}');
  const waiting = await send('SMS_URL');
  expect(waiting.code).toBe(3);
  expect(waiting.err).toContain('the receiver of sms messages takes nothing: its address or its key is not set');
  expect(receiver.calls).toHaveLength(1);
  expect(await send('')).toMatchObject({ code: 0 });
  expect(receiver.calls.map(({ body }) => (JSON.parse(body) as { type: string }).type)).toEqual(['sms', 'sms']);
  expect(project.files('.lifecycle').filter((file) => file.includes('answer'))).toEqual([]);
});

it('nothing is decided when a secret is missing, and the secret is not told', async () => {
  const { SMS_SECRET: _missing, ...rest } = env;
  const missing = await project.lifecycle(['run', '--send'], { env: rest });
  expect(missing.code).toBe(3);
  expect(missing.err).toContain('the environment variable SMS_SECRET is not set, and channels.sms.secret needs it');
  const wrong = await project.lifecycle(['run', '--send'], { env: { ...env, SMS_SECRET: 'hunter2' } });
  expect(wrong.code).toBe(3);
  expect(wrong.err).toContain('`channels.sms.secret` is not "whsec_" and base64');
  expect(wrong.err + wrong.out).not.toContain('hunter2');
});
