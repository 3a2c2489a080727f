import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { thisMachine } from '../../src/commands/this-machine.js';
import { deliver, type Prepared } from '../../src/deliver/deliver.js';
import type { Parcel, Way } from '../../src/deliver/way.js';
import { openDatabase } from '../../src/ledger/database.js';
import { openSqliteLedger } from '../../src/ledger/sqlite.js';
import { examplePlan, HOUR, planned, T0 } from '../ledger/examples.js';
import { tablesOf } from '../ledger/tables-of.js';
import { exampleParcel } from './parcels.js';
import { type Point, TownServer, type Whim } from './town-server.js';

/** LIFECYCLE_COURSES=2000 is the long form. */
const COURSES = Number(process.env.LIFECYCLE_COURSES ?? 25);
const COUNT = 12;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'behind-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** How a message's bytes come about: at once, as signed ones do, or not at all. */
type Making = 'at once' | 'later' | 'never';

interface Course {
  readonly whims: ReadonlyMap<string, Partial<Record<Point, Whim>>>;
  readonly makings: readonly Making[];
  readonly piece: number;
  readonly batch: number;
  readonly stopsAt: number;
}

/** A run through a server in memory, from which the way hears what comes next or not. */
async function runOf(name: string, course: Course, parallel: number, tells: boolean) {
  const path = join(folder, name);
  const machine = { ...thisMachine, session: 'one', secretBytes: (bytes: number) => new Uint8Array(bytes) };
  const ledger = openSqliteLedger(path, machine);
  const fence = ledger.acquire({ host: 'here', pid: process.pid, ttl: HOUR }, T0);
  const ids = Array.from({ length: COUNT }, (_, i) => `m${i}`);
  const decisions = ids.map((id, i) =>
    planned({ id, profileId: `p${i % 9}`, step: `s${i}`, sendAt: T0 + i, validUntil: T0 + HOUR }),
  );
  ledger.commit(fence, ledger.beginTick(fence, T0, examplePlan(), {}), decisions);
  const server = new TownServer({ extensions: ['PIPELINING'], whims: course.whims, piece: course.piece });
  const built = new Map<string, number>();
  const abort = new AbortController();
  let handed = 0;
  const preparedOf = (id: string): Prepared => ({
    kind: 'parcel',
    address: `${id}@people.test`,
    build: () => {
      built.set(id, (built.get(id) ?? 0) + 1);
      const parcel: Parcel = exampleParcel(id, 60, { from: `${id}@shop.test`, to: `${id}@people.test` });
      switch (course.makings[Number(id.slice(1))]!) {
        case 'at once':
          return parcel;
        case 'later':
          return new Promise((resolve) => setImmediate(() => resolve(parcel)));
        case 'never':
          throw new Error('no key');
      }
    },
  });
  const hand: Way['hand'] = (parcel, leave, next) => {
    handed += 1;
    if (handed === course.stopsAt) abort.abort();
    expect(parcel.channel).toBe('email');
    return parcel.channel === 'email' ? server.way.hand(parcel, leave, tells ? next : undefined) : expect.unreachable();
  };
  const ended = await deliver({
    ...{ ledger, fence, machine: thisMachine, parallel, batch: course.batch, signal: abort.signal },
    way: { hand, close: server.way.close },
    clock: () => T0 + HOUR / 2,
    prepare: async (messages) => new Map(messages.map(({ id }) => [id, preparedOf(id)])),
  }).catch((error: unknown) => String(error));
  await server.way.close();
  ledger.close();
  const db = openDatabase(path, 0);
  const { journal = [], ...rest } = tablesOf(db);
  db.close();
  rmSync(path);
  // In which order different messages come to theirs is chance.
  const entries = new Map<string, unknown[]>();
  for (const { seq: _, body, ...entry } of journal as { seq: number; body: string }[]) {
    const { id = '' } = JSON.parse(body) as { id?: string };
    entries.set(id, [...(entries.get(id) ?? []), { body, ...entry }]);
  }
  const rows = { ...rest, entries };
  return { server, ended, rows, built };
}

const reply = fc.constantFrom('250 ok', '421 closing', '451 later', '550 5.1.1 nobody', '554 spam', 'nonsense');
const whim = fc.oneof(
  reply.map((text): Whim => ({ do: 'say', text })),
  reply.map((text): Whim => ({ do: 'add', text })),
  fc.constantFrom<Whim>({ do: 'drop' }, { do: 'say and drop' }, { do: 'say', text: '530 5.7.0 log in' }),
);
const courses: fc.Arbitrary<Course> = fc.record({
  whims: fc
    .array(fc.tuple(fc.nat(COUNT - 1), fc.constantFrom<Point>('MAIL', 'RCPT', 'DATA', 'dot'), whim), { maxLength: 3 })
    .map((list) => new Map(list.map(([at, point, each]) => [`m${at}`, { [point]: each }]))),
  makings: fc.array(fc.constantFrom<Making>('at once', 'at once', 'later'), { minLength: COUNT, maxLength: COUNT }),
  piece: fc.constantFrom(1, 20, 1000),
  batch: fc.constantFrom(3, 5, 50),
  stopsAt: fc.constantFrom(0, 0, 0, 4),
});

it(`a run in which envelopes go behind messages ends row for row as one in which each goes by itself, in ${COURSES} courses`, async () => {
  let behind = 0;
  let number = 0;
  await fc.assert(
    fc.asyncProperty(courses, async (course) => {
      number += 1;
      const fast = await runOf(`fast-${number}`, course, 1, true);
      const slow = await runOf(`slow-${number}`, course, 1, false);
      expect(fast.ended).toEqual(slow.ended);
      expect(fast.rows).toEqual(slow.rows);
      const bodies = ({ got }: TownServer): unknown => got.filter(({ body }) => body !== '');
      expect(bodies(fast.server)).toEqual(bodies(slow.server));
      expect(slow.server.behind).toBe(0);
      behind += fast.server.behind;
    }),
    { numRuns: COURSES },
  );
  expect(behind).toBeGreaterThan(COURSES);
});

it('makes each message once, though it is told of before its turn, and with several connections hands over each once', async () => {
  const makings = Array.from({ length: COUNT }, (_, i): Making => (i % 3 === 2 ? 'later' : 'at once'));
  const course = { whims: new Map(), makings, piece: 1000, batch: 5, stopsAt: 0 };
  for (const parallel of [1, 3]) {
    const { server, ended, built } = await runOf(`all-${parallel}`, course, parallel, true);
    expect(ended).toMatchObject({ sent: COUNT });
    expect([...built.values()]).toEqual(Array.from({ length: COUNT }, () => 1));
    expect(server.got.map(({ to }) => to).toSorted()).toEqual(
      [...built.keys()].map((id) => `${id}@people.test`).toSorted(),
    );
    expect(server.behind).toBeGreaterThan(1);
    expect(server.wires.length).toBe(parallel);
  }
});

it('puts the envelopes of messages behind others that are signed while those wait for leave', async () => {
  const makings = Array.from({ length: COUNT }, (): Making => 'later');
  const course = { whims: new Map(), makings, piece: 1000, batch: 50, stopsAt: 0 };
  const { server, ended } = await runOf('signed', course, 1, true);
  expect(ended).toMatchObject({ sent: COUNT });
  expect(server.behind).toBeGreaterThan(3);
});

it('tells of one that cannot be made in its turn, and has nothing of it behind the one before', async () => {
  const makings = Array.from({ length: COUNT }, (_, i): Making => (i === 5 ? 'never' : 'at once'));
  const course = { whims: new Map(), makings, piece: 1000, batch: 50, stopsAt: 0 };
  const { server, ended } = await runOf('never', course, 1, true);
  expect(ended).toBe('Error: no key');
  expect([server.got.length, server.commands.filter((command) => /MAIL/.test(command)).length]).toEqual([5, 5]);
});
