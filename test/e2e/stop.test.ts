import { afterEach, expect, it } from 'vitest';
import { ndjson, outcomeOf, type TestProject } from './project.js';
import { type Sink, startSink } from './sink.js';
import { makeSmallShop, people, person, ping } from './small-shop.js';

let project: TestProject;
let sink: Sink | null = null;
afterEach(async () => {
  await sink?.stop();
  sink = null;
  project.remove();
});

const LEDGER = ['--ledger', '.lifecycle/inbox-ledger.db'];
const IDS = Array.from({ length: 12 }, (_, i) => `p${10 + i}`);
// Later than whenever these tests run: what is suppressed now holds then.
const FIRST = '2099-03-02T10:00Z';
const SECOND = '2099-03-02T11:00Z';

async function begin(hold: boolean): Promise<Sink> {
  project = makeSmallShop({
    profiles: people(IDS.map((id) => person(id))),
    events: ndjson(IDS.map((id) => ping(id, '2099-03-02T10:30:00Z'))),
  });
  const server = await startSink(project.root, { hold });
  sink = server;
  await project.lifecycle(['build']);
  await project.lifecycle(['run', '--now', FIRST, '--inbox', server.url]);
  return server;
}

const say = async (...args: readonly string[]): Promise<string> => {
  const { code, out, err } = await project.lifecycle([...args, ...LEDGER]);
  return `${code}: ${out}${err}`;
};

it('a halt reaches a run that is going on: what is in hand is answered, everything else waits until it is resumed', async () => {
  const server = await begin(true);
  const tick = ['run', '--now', SECOND, '--inbox', server.url, '--connections', '3'];
  const running = outcomeOf(project.start(tick));
  await expect.poll(() => server.accepted().length, { timeout: 20_000 }).toBe(3);
  expect(await say('halt', 'answer/letter', '--reason', 'wrong price')).toBe(
    '0: answer/letter is halted: its messages wait from now on, as long as they may be late; "lifecycle resume answer/letter" lets them go\n',
  );
  expect(await say('halt', 'answer/letter')).toBe('0: answer/letter was halted before\n');
  server.release();
  await running;
  expect(server.accepted()).toHaveLength(3);
  expect(await say('status')).toMatch(
    /^0: halted: these messages wait\n {2}\S+ \S+ {2}answer\/letter: wrong price {2}\(lifecycle resume answer\/letter\)\n\n/,
  );
  const idle = await project.lifecycle(tick);
  expect(idle.err).toContain('note: answer/letter is halted (wrong price): its messages wait\n');
  expect(server.accepted()).toHaveLength(3);

  expect(await say('resume', 'answer')).toContain(
    'error[LC923] "answer" is not halted\n  = help: Name what is: answer/letter.',
  );
  expect(await say('resume', 'answer/letter')).toContain('0: answer/letter goes on');
  expect(await say('halt')).toBe('0: nothing is halted\n');
  await project.lifecycle(tick);
  expect(
    server
      .accepted()
      .map(({ to }) => to[0])
      .sort(),
  ).toEqual(IDS.map((id) => `${id}@people.example`));
}, 60_000);

it('nothing goes to whom somebody suppressed: a profile, an address in any case, or on a topic', async () => {
  const server = await begin(false);
  expect(await say('suppress', 'p10', 'P11@People.example', '--reason', 'asked on the phone')).toBe(
    '0: profile "p10": no more messages\np11@people.example: no more messages\n',
  );
  expect(await say('suppress', 'p12', '--topic', 'news')).toBe('0: profile "p12": no more messages on news\n');
  expect(await say('suppress', 'p12', '--topic', 'news')).toBe(
    '0: profile "p12": no more messages on news, as before\n',
  );
  expect(await say('suppress', 'p13', '--topic', 'nwes')).toContain('error[LC923] the plan has no topic called "nwes"');
  expect(await say('suppress', 'p13', '--topic', 'service')).toContain('it is transactional');
  expect(await say('suppress')).toMatch(/^2: error\[LC900\]/);
  expect(await say('suppress', '--list')).toMatch(
    /^0: .* {2}profile "p10" {2}everything {2}asked on the phone\n.* {2}p11@people\.example {2}everything .*\n.* {2}profile "p12" {2}news {2}by hand\n$/,
  );
  await project.lifecycle(['run', '--now', SECOND, '--inbox', server.url]);
  expect(
    server
      .accepted()
      .map(({ to }) => to[0])
      .sort(),
  ).toEqual(IDS.slice(3).map((id) => `${id}@people.example`));
}, 60_000);

it('a name that fits nothing is refused, with what is near', async () => {
  await begin(false);
  expect(await say('halt', 'anwser')).toBe(
    '2: error[LC923] the plan has no campaign called "anwser"\n  = help: Did you mean answer?\n',
  );
  expect(await say('halt', 'answer/lettr')).toContain('Did you mean answer/letter?');
  const { code, err } = await project.lifecycle(['suppress', 'p1', '--ledger', 'no/such.db']);
  expect([code, err]).toEqual([3, expect.stringContaining('error[LC906] there is no ledger at')]);
});
