import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { thisMachine } from '../../src/commands/this-machine.js';
import { compareWithJournal } from '../../src/ledger/compare-ledgers.js';
import { type Database, openDatabase } from '../../src/ledger/database.js';
import { openJournal, openNotes } from '../../src/ledger/journal.js';
import { record } from '../../src/ledger/migrations/0001-record.js';
import { ledgerOver } from '../../src/ledger/sqlite.js';
import type { Decision } from '../../src/model/decision.js';
import { type JourneyMove, journeyKey } from '../../src/model/journey.js';
import type { Plan } from '../../src/model/plan.js';
import type { GroupChange, Tick } from '../../src/model/tick.js';
import { exampleJourney, exampleMessage, examplePlan, GONE, HOUR, MINUTE, T0 } from './examples.js';
import { lettered, welcomeStructure } from './plans-conformance.js';
import { tablesOf } from './tables-of.js';

const person = fc.constantFrom('p1', 'p2', 'p😀');
const occasion = fc.constantFrom('event:e1', 'event:e2');
const step = fc.constantFrom('hello', 'tips');
const at = fc.integer({ min: 0, max: 5 }).map((hours) => T0 + hours * HOUR);
const where = fc.record({ profileId: person, occasion });

const structures = ['one', 'two'].map((text) => welcomeStructure(renaming(lettered(`sha256:${text}`, text), text)));
const structure = fc.constantFrom(null, ...structures, ...structures);
const move: JourneyMove = { at: T0, plan: 'sha256:one', from: 'hi', names: { hello: 'hi' }, variants: {} };
const journey = fc
  .tuple(where, at, fc.constantFrom('active', 'active', 'finished', 'exited'), structure)
  .map(([place, since, status, inStructure]) =>
    exampleJourney(
      status === 'active'
        ? { ...place, since, wake: since + HOUR, structure: inStructure, move: inStructure === null ? null : move }
        : { ...place, since, status, reason: status, step: null, wake: null, endedAt: since },
    ),
  );
const message = fc.tuple(where, step, at, fc.integer({ min: 0, max: 2 })).map(([place, name, sendAt, priority]) =>
  exampleMessage({
    ...{ ...place, id: `${place.profileId}-${place.occasion}-${name}`, step: name, sendAt, priority },
    subject: `Hello ${name}`,
  }),
);
const decision: fc.Arbitrary<Decision> = fc.oneof(
  journey.map((one): Decision => ({ kind: 'entered', journey: one })),
  journey.map((one): Decision => ({ kind: 'moved', journey: one })),
  message.map((one): Decision => ({ kind: 'planned', message: one })),
  message.map((one): Decision => ({ kind: 'withheld', message: one, by: 'global' })),
  fc.tuple(where, step, at).map(
    ([place, name, time]): Decision => ({
      ...{ kind: 'skipped', campaign: 'welcome', step: name, ...place, at: time, reason: 'when', detail: null },
    }),
  ),
  fc
    .tuple(where, at)
    .map(([place, time]): Decision => ({ kind: 'refused', campaign: 'welcome', ...place, at: time, reason: 'stage' })),
  fc.tuple(where, step, at).map(
    ([place, name, time]): Decision => ({
      ...{ kind: 'deferred', campaign: 'welcome', step: name, ...place, at: time },
      ...{ until: time + HOUR, reason: 'quiet-hours' },
    }),
  ),
);

// As decide gives them: each journey once.
const batch = fc.uniqueArray(decision, {
  maxLength: 8,
  selector: (one) => ('journey' in one ? journeyKey(one.journey) : JSON.stringify(one)),
});

type Act =
  | { readonly do: 'commit'; readonly decisions: readonly Decision[] }
  | { readonly do: 'repeat' }
  | { readonly do: 'tick'; readonly vip: readonly string[]; readonly watched: boolean; readonly letter: string }
  | { readonly do: 'deliver'; readonly ways: readonly number[] }
  | { readonly do: 'suppress'; readonly who: string }
  | { readonly do: 'halt' | 'resume'; readonly step: string | null }
  | { readonly do: 'forget'; readonly who: string }
  | { readonly do: 'prune'; readonly hours: number }
  | { readonly do: 'crash' };
const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 4, arbitrary: batch.map((decisions): Act => ({ do: 'commit', decisions })) },
  { weight: 2, arbitrary: fc.constant<Act>({ do: 'repeat' }) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.uniqueArray(person), fc.boolean(), fc.constantFrom('one', 'two'))
      .map(([vip, watched, letter]): Act => ({ do: 'tick', vip, watched, letter })),
  },
  { weight: 5, arbitrary: fc.array(fc.nat(7), { maxLength: 5 }).map((ways): Act => ({ do: 'deliver', ways })) },
  { weight: 1, arbitrary: person.map((who): Act => ({ do: 'suppress', who })) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom<'halt' | 'resume'>('halt', 'resume', 'resume'), fc.constantFrom('hello', null))
      .map(([what, name]): Act => ({ do: what, step: name })),
  },
  { weight: 1, arbitrary: person.map((who): Act => ({ do: 'forget', who })) },
  { weight: 1, arbitrary: fc.nat(3).map((hours): Act => ({ do: 'prune', hours })) },
  { weight: 1, arbitrary: fc.constant<Act>({ do: 'crash' }) },
);

/** One of the two plans has a step by another name than before. */
function renaming(plan: Plan, letter: string): Plan {
  const moved = letter === 'one' ? [] : [{ from: 'one', to: 'two' }];
  return { ...plan, campaigns: plan.campaigns.map((each) => ({ ...each, moved })) };
}

const toTick = (letter: string): Act => ({ do: 'tick', vip: [], watched: false, letter });
const entered: Decision = { kind: 'entered', journey: exampleJourney({ structure: structures[0]! }) };
const planned: Decision = { kind: 'planned', message: exampleMessage({ sendAt: T0 }) };

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ledger-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

// A file, as its tables are laid beside those of the rebuilt one; nobody mourns it.
/** What makes these members of those. */
function changeTo(before: readonly string[], now: readonly string[]): GroupChange {
  return { joined: now.filter((id) => !before.includes(id)), left: before.filter((id) => !now.includes(id)) };
}

function openScratch(path: string): Database {
  for (const suffix of ['', '-journal', '-seen']) rmSync(path + suffix, { force: true });
  const db = openDatabase(path, 0);
  db.execute('PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF');
  return db;
}

const RUNS = Number(process.env.LIFECYCLE_JOURNALS ?? 100);
const seen = new Set<string>();

it('lets the state be made again from the journal, and a repeated batch changes nothing', () => {
  fc.assert(
    fc.property(fc.array(act, { maxLength: 25 }), (acts) => {
      const path = join(folder, 'ledger.db');
      const db = openScratch(path);
      const home = { host: 'here', machine: null, stateFolder: null };
      const ledger = ledgerOver(db, path, thisMachine, () => {}, home);
      const journalLength = db.prepare<{ n: number }>('SELECT count(*) AS n FROM journal');
      const done: { readonly tick: Tick; readonly decisions: readonly Decision[] }[] = [];
      let now = T0;
      let lives = 0;
      let fence = ledger.acquire(GONE, now);
      let plan = examplePlan();
      let tick = ledger.beginTick(fence, now, plan, {});
      for (const one of acts) {
        switch (one.do) {
          case 'commit':
            ledger.commit(fence, tick, one.decisions);
            done.push({ tick, decisions: one.decisions });
            break;
          case 'repeat': {
            // A crash may lose the news that the last batch was written.
            const last = done.at(-1);
            if (last === undefined || last.tick !== tick) break;
            const before = [tablesOf(db), journalLength.get()?.n];
            ledger.commit(fence, last.tick, last.decisions);
            expect([tablesOf(db), journalLength.get()?.n]).toEqual(before);
            break;
          }
          case 'tick': {
            const keys: Readonly<Record<string, string>> = one.watched ? { vip: 'sha256:v' } : {};
            ledger.recordVerdict(fence, {
              ...{ campaign: 'welcome', step: one.watched ? 'hello' : 'tips', begunAt: T0, decidedAt: now },
              winner: String(one.vip.length),
              results: [{ variant: 'a', people: 1, value: null }],
            });
            ledger.endTick(fence, tick, keys, { vip: changeTo(ledger.members(keys).vip ?? [], one.vip) }, 1);
            now += HOUR;
            if (one.watched) ledger.goBack(fence, now, { from: plan.hash, to: `sha256:${one.letter}` });
            plan = renaming(lettered(`sha256:${one.letter}`, one.letter), one.letter);
            tick = ledger.beginTick(fence, now, plan, keys);
            break;
          }
          case 'deliver':
            for (const [i, { id, body }] of ledger.unknown().entries()) {
              const way = (one.ways[i] ?? 9) as number;
              const as = (['sent', 'planned', 'dropped'] as const)[way];
              if (as !== undefined) ledger.resolve(fence, id, now, { as, reason: 'asked' });
              else if (way < 6 && body !== null) ledger.sendAgain(fence, id, now, now + MINUTE);
            }
            ledger.claim(fence, now, one.ways.length).forEach(({ id, withheldBy }, i) => {
              const way = one.ways[i]!;
              if (way === 0) ledger.putOff(fence, id, now, now + MINUTE, 'quiet-hours');
              if (way === 1) ledger.drop(fence, id, now, 'late');
              if (way <= 1) return;
              if (withheldBy !== null) ledger.withhold(fence, [id], now);
              if (withheldBy !== null) return;
              const code = { incentive: 'gift', code: `CODE ${id}` };
              ledger.beginAttempts(fence, [id], now, new Map(way % 2 === 0 ? [[id, code]] : []));
              if (way === 2) return;
              const { kind } = ledger.handingOver(fence, id, now, way === 4 || way >= 6 ? { body: '{"to": "p"}' } : {});
              if (kind !== 'go') return;
              if (way === 3) ledger.settle(fence, id, now, { status: 'sent', reply: '250' });
              if (way === 4) ledger.settle(fence, id, now, { status: 'deferred', reply: '451', retryAt: now + 1 });
              if (way === 5) ledger.settle(fence, id, now, { status: 'failed', reply: '550' });
              if (way === 7) ledger.settle(fence, id, now, { status: 'unknown', reply: '?' });
            });
            break;
          case 'halt':
            ledger.halt({ campaign: 'welcome', step: one.step, since: now, reason: 'a slip' });
            break;
          case 'resume':
            ledger.resume('welcome', one.step, now);
            break;
          case 'suppress':
            ledger.suppress({ profileId: one.who, address: null, topic: null, since: now, reason: 'unsubscribed' });
            break;
          case 'forget':
            ledger.forget(fence, { profileId: one.who, addresses: [`${one.who}@x.test`], at: now, reason: 'asked' });
            break;
          case 'prune': {
            const before = [ledger.messages('planned', 99), ledger.due(Number.MAX_SAFE_INTEGER), ledger.unknown()];
            ledger.prune(fence, now + HOUR - one.hours * HOUR, now);
            expect([ledger.messages('planned', 99), ledger.due(Number.MAX_SAFE_INTEGER), ledger.unknown()]).toEqual(
              before,
            );
            expect(ledger.prune(fence, now + HOUR - one.hours * HOUR, now)).toBe(0);
            break;
          }
          case 'crash':
            lives += 1;
            fence = ledger.acquire({ ...GONE, pid: GONE.pid + lives }, now);
            tick = ledger.beginTick(fence, now, plan, {});
            break;
        }
      }
      for (const [table, rows] of Object.entries(tablesOf(db))) if (rows.length > 0) seen.add(table);
      ledger.close();
      expect(compareWithJournal(path)).toEqual([]);
    }),
    {
      numRuns: RUNS,
      // What chance does seldom: people in a structure that a plan took away, a code that is given away.
      examples: [
        [[toTick('one'), { do: 'commit', decisions: [entered] }, toTick('two')]],
        [
          [
            { do: 'commit', decisions: [planned] },
            { do: 'deliver', ways: [2] },
          ],
        ],
        [
          [
            { do: 'commit', decisions: [planned] },
            { do: 'deliver', ways: [7] },
            { do: 'deliver', ways: [0] },
            { do: 'prune', hours: 0 },
          ],
        ],
      ],
    },
  );
});

it('was tried with rows in every table', () => {
  const all = openDatabase(':memory:', 0);
  ledgerOver(all, 'memory', thisMachine, () => {});
  expect([...seen].sort()).toEqual(Object.keys(tablesOf(all)).sort());
  all.close();
});

it('notes many entries at once as it would one after the other', () => {
  const entries = fc.array(
    fc.record({ kind: fc.constantFrom('entered', 'refused'), body: fc.dictionary(fc.string(), fc.string()) }),
    { maxLength: 50 },
  );
  fc.assert(
    fc.property(entries, entries, (first, second) => {
      const journals = [false, true].map((isAtOnce) => {
        const db = openDatabase(':memory:', 0);
        db.execute(record);
        const note = openJournal(db);
        const noteAll = openNotes(db, note);
        for (const [i, list] of [first, second].entries())
          if (isAtOnce) noteAll(T0 + i, list);
          else for (const { kind, body } of list) note(T0 + i, kind, body);
        const rows = db.prepare('SELECT seq, at, kind, body FROM journal ORDER BY seq').all();
        db.close();
        return rows;
      });
      expect(journals[1]).toEqual(journals[0]);
      expect(journals[1]).toHaveLength(first.length + second.length);
    }),
  );
});
