import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { thisMachine } from '../../src/commands/this-machine.js';
import { openSmtp } from '../../src/deliver/channels/smtp.js';
import { openSmtpLink } from '../../src/deliver/channels/smtp-link.js';
import { deliver } from '../../src/deliver/deliver.js';
import type { DeliverySummary } from '../../src/deliver/tally.js';
import { openDatabase } from '../../src/ledger/database.js';
import type { Ledger } from '../../src/ledger/ledger.js';
import { ledgerOver } from '../../src/ledger/sqlite.js';
import { LifecycleError } from '../../src/model/failure.js';
import { examplePlan, HOUR, MINUTE, planned, T0 } from '../ledger/examples.js';
import { cert } from './certificates/localhost.js';
import { exampleParcel } from './parcels.js';
import { type Deed, type ScriptedServer, type Stage, startScripted } from './scripted-server.js';

const SIZES = [500, 100_000, 6_000_000];
const DROP: Deed = { do: 'drop' };

const STAGES = ['greeting', 'EHLO', 'STARTTLS', 'AUTH', 'MAIL', 'RCPT', 'DATA', 'body'] as const;
// How large a message is says nothing before its first byte: LIFECYCLE_DROPS=all tries it all the same.
const stagesFor = (bytes: number): readonly Stage[] =>
  bytes < 1_000_000 || process.env.LIFECYCLE_DROPS === 'all' ? STAGES : ['DATA', 'body'];
const idsOf = (bytes: number): readonly string[] => (bytes > 1_000_000 ? ['m1'] : ['m1', 'm2', 'm3']);

let server: ScriptedServer;
let ledger: Ledger;
afterEach(async () => {
  ledger.close();
  await server.close();
});

/** Hands messages to a server that hangs up at a stage, then, an hour later, to the same server in good health. */
async function deliverTwice(stage: Stage, bytes: number): Promise<readonly DeliverySummary[]> {
  const script: Partial<Record<Stage, Deed>> = { [stage]: DROP };
  server = await startScripted(script, ['PIPELINING', 'STARTTLS', 'AUTH PLAIN', 'SIZE 50000000']);
  ledger = ledgerOver(openDatabase(':memory:', 0), 'memory', thisMachine, () => {});
  const fence = ledger.acquire({ host: 'here', pid: process.pid, ttl: MINUTE }, T0);
  const tick = ledger.beginTick(fence, T0, examplePlan(), {});
  ledger.commit(
    fence,
    tick,
    idsOf(bytes).map((id) => planned({ id, profileId: id })),
  );
  let now = T0;
  const run = async (): Promise<DeliverySummary | null> => {
    const way = openSmtp(server.url.replace('//', '//me:pw@'), {
      tls: { ca: cert, servername: 'localhost' },
      connect: (settings) =>
        openSmtpLink({ ...settings, connection: { ...settings.connection, ignoreTLS: false, requireTLS: true } }),
    });
    try {
      return await deliver({
        ...{ ledger, fence, way, clock: () => now, parallel: 3, signal: new AbortController().signal },
        // A disk that takes its time: what became of the connection is known before the leave is given.
        machine: {
          ...thisMachine,
          endOfTurn: (act) => {
            // All of a small message is its last chunk: it is in the middle of it for as long as the leave is awaited.
            if (script.body !== undefined && bytes < 1000) server.hangUp('reset');
            void sleep(30).then(act);
          },
        },
        prepare: async (messages) =>
          new Map(messages.map(({ id }) => [id, { kind: 'parcel', build: () => exampleParcel(id, bytes) }])),
      });
    } catch (error) {
      // Three failed connections in a row: everything waits for another run.
      if (error instanceof LifecycleError && error.code === 'LC903') return null;
      throw error;
    } finally {
      await way.close();
    }
  };
  const first = await run();
  delete script[stage];
  now += HOUR;
  const second = await run();
  return [first, second].flatMap((summary) => summary ?? []);
}

const arrived = (): readonly (string | undefined)[] =>
  server.received.map((text) => /^Message-ID: <(.*)@/m.exec(text)?.[1]).sort();

describe.each(SIZES)('%i bytes', (bytes) => {
  it.each(stagesFor(bytes))('are sent once, and never unknown, when the server hangs up at %s', async (stage) => {
    const summaries = await deliverTwice(stage, bytes);
    expect(summaries.map(({ unknown, failed, dropped }) => [unknown, failed, dropped])).toEqual(
      summaries.map(() => [0, 0, {}]),
    );
    expect(summaries.at(-1)).toMatchObject({ sent: idsOf(bytes).length });
    expect(arrived()).toEqual(idsOf(bytes));
  });

  it('are unknown, and not sent again, when it hangs up after the last dot', async () => {
    const ids = idsOf(bytes);
    expect(await deliverTwice('dot', bytes)).toMatchObject([{ unknown: ids.length, sent: 0 }, { sent: 0 }]);
    expect(arrived()).toEqual(ids);
    expect(ledger.unknown().map(({ id }) => id)).toEqual(ids);
  });
});
