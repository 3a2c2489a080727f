import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { openSmtp } from '../../src/deliver/channels/smtp.js';
import type { Answer, Way } from '../../src/deliver/way.js';
import { exampleParcel } from './parcels.js';
import { type Deed, type ScriptedServer, type Stage, startScripted } from './scripted-server.js';

const DROP: Deed = { do: 'drop' };
const MUTE: Deed = { do: 'mute' };

let server: ScriptedServer;
let way: Way;
let handed: number;

afterEach(async () => {
  await way.close();
  await server.close();
});

async function handTo(
  script: Partial<Record<Stage, Deed>>,
  { bytes = 500, pipelining = true, login = '' } = {},
): Promise<Answer> {
  const extensions = [...(pipelining ? ['PIPELINING'] : []), 'AUTH PLAIN', 'SIZE 50000000'];
  server = await startScripted(script, extensions);
  handed = 0;
  const silent = Object.values(script).includes(MUTE);
  const patience = silent ? { connect: 100, greeting: 100, answer: 100 } : {};
  way = openSmtp(server.url.replace('//', `//${login}`), { patience });
  return way.hand(exampleParcel('m1', bytes), async () => {
    handed += 1;
  });
}

for (const bytes of [500, 100_000]) {
  for (const pipelining of [true, false]) {
    describe(`${bytes} bytes, ${pipelining ? 'pipelining' : 'one command at a time'}`, () => {
      for (const stage of ['greeting', 'EHLO', 'MAIL', 'RCPT', 'DATA'] as const) {
        for (const [deed, name] of [
          [DROP, 'hangs up at'],
          [MUTE, 'falls silent at'],
        ] as const) {
          it(`is surely not accepted when the server ${name} ${stage}`, async () => {
            expect(await handTo({ [stage]: deed }, { bytes, pipelining })).toMatchObject({ kind: 'deferred' });
            expect([handed, server.dots]).toEqual([0, 0]);
          });
        }
      }

      it('is unknown after a hang-up in mid-body exactly when the last byte was let go', async () => {
        const { kind } = await handTo({ body: DROP }, { bytes, pipelining });
        expect(kind).toBe(handed === 1 ? 'unknown' : 'deferred');
      });

      for (const [name, deed] of [
        ['hangs up', DROP],
        ['falls silent', MUTE],
        ['says 250 and hangs up before the end of the line', { thenDrop: '250 2.0.0 que' }],
        ['answers nonsense', 'what a nice letter\r\n'],
      ] as const) {
        it(`is unknown when the server ${name} after the dot`, async () => {
          expect(await handTo({ dot: deed }, { bytes, pipelining })).toMatchObject({ kind: 'unknown' });
          expect([handed, server.dots]).toEqual([1, 1]);
        });
      }

      const replies: readonly (readonly [Stage, string, Answer['kind']])[] = [
        ['MAIL', '451 4.3.0 later', 'deferred'],
        ['MAIL', '550 5.7.1 not you', 'refused'],
        ['MAIL', '530 5.7.0 log in first', 'stop'],
        ['RCPT', '450 4.2.0 later', 'deferred'],
        ['RCPT', '550 5.1.1 nobody', 'refused'],
        ['RCPT', '421 4.3.2 closing', 'deferred'],
        ['DATA', '451 4.3.0 later', 'deferred'],
        ['DATA', '554 5.6.0 no', 'refused'],
        ['dot', '451 4.7.1 greylisted', 'deferred'],
        ['dot', '421 4.3.2 closing', 'deferred'],
        ['dot', '554 5.7.1 spam', 'refused'],
        ['body', '552 5.3.4 too much', 'refused'],
      ];
      for (const [stage, reply, kind] of replies) {
        it(`is ${kind} after ${reply.slice(0, 3)} at ${stage}`, async () => {
          expect(await handTo({ [stage]: `${reply}\r\n` }, { bytes, pipelining })).toMatchObject({
            kind,
            reply: expect.stringContaining(reply),
          });
          expect(server.accepted).toEqual([]);
        });
      }

      it('leaves its last byte here when the ledger refuses', async () => {
        server = await startScripted({}, pipelining ? ['PIPELINING'] : []);
        way = openSmtp(server.url);
        const refusal = new Error('the ledger is full');
        const attempt = way.hand(exampleParcel('m1', bytes), async () => {
          throw refusal;
        });
        await expect(attempt).rejects.toBe(refusal);
        await expect.poll(() => server.commands).toContain('DATA');
        expect(server.dots).toBe(0);
        expect(await way.hand(exampleParcel('m2', bytes), async () => {})).toMatchObject({ kind: 'accepted' });
        expect(server.accepted).toHaveLength(1);
      });
    });
  }
}

for (const bytes of [500, 100_000]) {
  for (const how of ['reset', 'end'] as const) {
    it(`is surely not accepted when the connection breaks (${how}) while ${bytes} bytes wait for leave`, async () => {
      server = await startScripted({});
      way = openSmtp(server.url);
      const answer = await way.hand(exampleParcel('m1', bytes), async () => {
        server.hangUp(how);
        await sleep(30);
      });
      expect(answer).toMatchObject({ kind: 'deferred' });
      expect([server.dots, server.accepted]).toEqual([0, []]);
    });
  }
}

it('ends only when the leave that it asked for is given or refused', async () => {
  server = await startScripted({});
  way = openSmtp(server.url);
  let isCommitted = false;
  await way.hand(exampleParcel('m1'), async () => {
    server.hangUp('reset');
    await sleep(30);
    isCommitted = true;
  });
  expect(isCommitted).toBe(true);
  const refusal = new Error('the ledger is full');
  const attempt = way.hand(exampleParcel('m2'), async () => {
    server.hangUp('reset');
    await sleep(30);
    throw refusal;
  });
  await expect(attempt).rejects.toBe(refusal);
});

it('has not let go of the last byte while the server does not read', async () => {
  server = await startScripted({ body: { do: 'deaf' } });
  way = openSmtp(server.url, { patience: { answer: 300 } });
  let called = false;
  const answer = await way.hand(exampleParcel('m1', 24_000_000), async () => {
    called = true;
  });
  expect([answer.kind, called]).toEqual(['deferred', false]);
});

it('is not accepted by a server that says so before the end', async () => {
  const answer = await handTo({ body: '250 2.0.0 whatever it is\r\n' }, { bytes: 24_000_000 });
  expect(answer).toMatchObject({ kind: 'deferred', reply: expect.stringContaining('before the end') });
  expect([handed, server.dots]).toEqual([0, 0]);
});

describe('connecting', () => {
  it('defers on a 421 greeting and stops on a 5xx one', async () => {
    expect(await handTo({ greeting: '421 busy\r\n' })).toMatchObject({ kind: 'deferred' });
    await way.close();
    await server.close();
    expect(await handTo({ greeting: '554 no service\r\n' })).toMatchObject({
      kind: 'stop',
      reply: expect.stringMatching(/^127\.0\.0\.1:\d+: 554 no service$/),
    });
  });

  it('stops when the login is refused or not understood, and defers when it cannot be checked now', async () => {
    expect(await handTo({ AUTH: '535 5.7.8 wrong\r\n' }, { login: 'me:pw@' })).toMatchObject({ kind: 'stop' });
    await way.close();
    await server.close();
    expect(await handTo({ AUTH: '454 4.7.0 later\r\n' }, { login: 'me:pw@' })).toMatchObject({ kind: 'deferred' });
    expect(server.commands).toEqual(['EHLO', 'AUTH']);
    await way.close();
    await server.close();
    expect(await handTo({ AUTH: 'who are you\r\n' }, { login: 'me:pw@' })).toMatchObject({ kind: 'stop' });
  });

  it('stops after three failures in a row, and counts anew after a success', async () => {
    expect(await handTo({ greeting: DROP })).toMatchObject({ kind: 'deferred' });
    expect(await way.hand(exampleParcel(), async () => {})).toMatchObject({ kind: 'deferred' });
    expect(await way.hand(exampleParcel(), async () => {})).toMatchObject({
      kind: 'stop',
      reply: expect.stringContaining('(3 times in a row)'),
    });
  });
});

describe('a kept connection', () => {
  it('carries message after message, also after a refusal', async () => {
    await handTo({ RCPT: '550 5.1.1 nobody\r\n' });
    await way.hand(exampleParcel('m2'), async () => {});
    expect([server.connections, server.commands]).toEqual([
      1,
      ['EHLO', 'MAIL', 'RCPT', 'DATA', 'RSET', 'MAIL', 'RCPT', 'DATA', 'RSET'],
    ]);
  });

  it.each(['RCPT', 'dot'] as const)('is left when the server says more than its refusal at %s', async (stage) => {
    const more = '550 5.7.1 not this\r\n503 5.5.1 nor that\r\n421 4.3.2 closing\r\n';
    expect(await handTo({ [stage]: more })).toMatchObject({ kind: 'refused' });
    await way.hand(exampleParcel('m2'), async () => {});
    expect(server.connections).toBe(2);
  });

  it('is left after an answer that came before its time', async () => {
    await handTo({ body: '552 5.3.4 too much\r\n' }, { bytes: 24_000_000 });
    await way.hand(exampleParcel('m2'), async () => {});
    expect(server.connections).toBe(2);
  });

  it('that the server closed while idle is replaced without a word', async () => {
    expect(await handTo({ accepted: DROP })).toMatchObject({ kind: 'accepted' });
    expect(await way.hand(exampleParcel('m2'), async () => {})).toMatchObject({ kind: 'accepted' });
    expect(server.accepted).toHaveLength(2);
  });

  it.each(['reset', 'end'] as const)(
    'that breaks (%s) while leave is given is not replaced: leave is asked for once',
    async (how) => {
      server = await startScripted({});
      way = openSmtp(server.url);
      await way.hand(exampleParcel('m1'), async () => {});
      let asked = 0;
      const answer = await way.hand(exampleParcel('m2'), async () => {
        asked += 1;
        server.hangUp(how);
        await sleep(30);
      });
      expect([answer.kind, asked, server.accepted.length]).toEqual(['deferred', 1, 1]);
    },
  );

  it('serves as many at once as are handed over at once', async () => {
    server = await startScripted({});
    way = openSmtp(server.url);
    const ids = ['a', 'b', 'c', 'd', 'e'];
    const round = (): Promise<readonly Answer[]> =>
      Promise.all(ids.map((id) => way.hand(exampleParcel(id), async () => {})));
    await round();
    await round();
    expect([server.connections, server.accepted.length]).toEqual([5, 10]);
  });
});

describe('what a server lacks', () => {
  it.each([
    ['an international address', { to: 'änna@x.test' }, 'SMTPUTF8'],
    ['an 8-bit message', { bytes: Buffer.from('Subject: x\r\n\r\nä\r\n') }, '8BITMIME'],
    ['a large message', { bytes: Buffer.alloc(2000, 'a') }, 'larger than allowed'],
    ['two addresses in one', { to: 'a@x.test>\r\nRCPT TO:<b@x.test' }, 'Invalid recipient'],
  ])('refuses %s before MAIL', async (_, change, words) => {
    server = await startScripted({}, ['SIZE 1000']);
    way = openSmtp(server.url);
    expect(await way.hand(exampleParcel('m1', 100, change), async () => {})).toEqual({
      kind: 'refused',
      reply: expect.stringContaining(words),
    });
    expect(server.commands).toEqual(['EHLO']);
  });
});
