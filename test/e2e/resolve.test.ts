import { afterEach, expect, it } from 'vitest';
import { type ScriptedServer, startScripted } from '../deliver/scripted-server.js';
import { ndjson, type TestProject } from './project.js';
import { makeSmallShop, people, person, ping } from './small-shop.js';

let project: TestProject;
const servers: ScriptedServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
  project.remove();
});

const LEDGER = ['--ledger', '.lifecycle/inbox-ledger.db'];
const IDS = ['p1', 'p2', 'p3', 'p4'];

/** A server that takes everything and hangs up on each last dot, or answers. */
async function server(answers: boolean): Promise<ScriptedServer> {
  const started = await startScripted(answers ? {} : { dot: { do: 'drop' } });
  servers.push(started);
  return started;
}

async function begin(topic: string, more = ''): Promise<void> {
  project = makeSmallShop({
    campaigns: {
      answer: `triggers: [{event: pinged}]\nsteps:\n  - {id: letter, email: {template: letter, topic: ${topic}}}\n`,
    },
    profiles: people(IDS.map((id) => person(id))),
    events: ndjson(IDS.map((id) => ping(id, '2099-03-02T10:30:00Z'))),
  });
  if (more !== '') {
    const config = project.read('lifecycle.config.yaml');
    project.write('lifecycle.config.yaml', config.replace('transactional: true', `transactional: true, ${more}`));
    project.write('templates/letter.mjml', project.read('templates/letter.mjml').replace(/<a .*<\/a>/, ''));
  }
  expect(await project.lifecycle(['build'])).toMatchObject({ code: 0 });
}

const tick = (now: string, { url }: ScriptedServer) => project.lifecycle(['run', '--now', now, '--inbox', url]);
const say = async (...args: readonly string[]): Promise<string> => {
  const { code, out, err } = await project.lifecycle([...args, ...LEDGER]);
  return `${code}: ${out}${err}`;
};
const to = ({ accepted }: ScriptedServer): readonly (string | undefined)[] =>
  accepted.map((text) => /^To: (.*?)@/m.exec(text)?.[1]).sort();

it('messages whose answer was lost are listed with the command that settles them, and settled by it alone', async () => {
  await begin('news');
  const deaf = await server(false);
  await tick('2099-03-02T10:00Z', deaf);
  await tick('2099-03-02T11:00Z', deaf);
  expect(deaf.dots).toBe(4);
  const good = await server(true);
  await tick('2099-03-02T12:00Z', good);
  expect(good.dots).toBe(0);

  const listed = await say('status');
  expect(listed).toMatch(/^1: /);
  const names = [...listed.matchAll(/^ {2}([A-Z2-7]{12}) {2}.* profile "(p\d)"/gim)].map(([, name]) => name ?? '');
  expect(names).toHaveLength(4);
  expect(listed).toContain(`lifecycle resolve ${names[0]} --sent, or --not-sent`);
  expect(listed).toContain('lifecycle resolve --all --campaign answer --step letter --sent');

  expect(await say('resolve', names[0]!, '--sent', '--reason', 'she answered it')).toMatch(/^0: .*counts as sent\n$/);
  expect(await say('resolve', names[0]!, '--sent')).toContain('error[LC924]');
  expect(await say('resolve', names[1]!, '--not-sent', '--drop')).toMatch(/^0: .*is dropped\n$/);
  expect(await say('resolve', '--all', '--campaign', 'answer', '--step', 'letter', '--not-sent')).toMatch(
    /^0: (.*goes with the next run\n){2}$/,
  );
  expect(await say('resolve', '--all', '--sent')).toContain('error[LC923] no such message is unknown');
  await tick('2099-03-02T13:00Z', good);
  expect(to(good)).toHaveLength(2);
  expect(await say('status')).toMatch(/^0: /);
});

it('a question that could mean more than one thing is not answered', async () => {
  await begin('news');
  const deaf = await server(false);
  await tick('2099-03-02T10:00Z', deaf);
  await tick('2099-03-02T11:00Z', deaf);
  for (const args of [
    ['--sent'],
    ['x', '--sent', '--not-sent'],
    ['x'],
    ['x', '--all', '--sent'],
    ['x', '--sent', '--drop'],
  ]) {
    expect(await say('resolve', ...args), args.join(' ')).toMatch(/^2: error\[LC900\]/);
  }
  expect(await say('resolve', '', '--sent')).toMatch(
    /error\[LC923\] 4 unknown messages begin with ""\n {2}= help: Write more of it: /,
  );
  expect(await say('resolve', 'nobody', '--sent')).toContain('error[LC923] no message begins with "nobody"');
});

it('on a topic that is delivered at least once it goes again, the same to the byte', async () => {
  await begin('service', 'delivery: at_least_once');
  const deaf = await server(false);
  await tick('2099-03-02T10:00Z', deaf);
  await tick('2099-03-02T11:00Z', deaf);
  expect(deaf.dots).toBe(4);
  project.write('data/profiles.csv', people(IDS.map((id) => person(id, 'UTC', `${id}@people.example`, 'Grace'))));
  const good = await server(true);
  await tick('2099-03-02T12:00Z', good);
  expect(to(good)).toEqual(IDS);
  expect([...good.accepted].sort()).toEqual([...deaf.received].sort());
  expect(good.accepted.every((text) => text.includes('Dear Ada'))).toBe(true);
  expect(await say('status')).toMatch(/^0: /);
});
