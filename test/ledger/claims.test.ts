import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { thisMachine } from '../../src/commands/this-machine.js';
import { type Database, openDatabase } from '../../src/ledger/database.js';
import type { Ledger } from '../../src/ledger/ledger.js';
import type { MessageRow } from '../../src/ledger/rows.js';
import { ledgerOver, openSqliteLedger } from '../../src/ledger/sqlite.js';
import type { MessageStatus } from '../../src/model/message.js';
import type { Instant } from '../../src/model/value.js';
import { examplePlan, HOUR, MINUTE, planned, T0 } from './examples.js';
import {
  type Act,
  liveThrough,
  nameOf,
  type OutboxCourse,
  outboxCourses,
  sendAtOf,
  type Turn,
} from './outbox-course.js';

const ME = { host: 'here', pid: process.pid, ttl: HOUR } as const;
const COURSES = Number(process.env.LIFECYCLE_COURSES ?? 150);

interface Modelled {
  readonly status: MessageStatus;
  readonly notBefore: Instant;
  readonly attempts: number;
  readonly lost: number;
}

/** An outbox whose claims are written down like all else: what every call has to answer, and how each message has to stand after it. */
class Model {
  messages: readonly Modelled[];
  suppressed: ReadonlySet<number> = new Set();
  halted: ReadonlySet<number> = new Set();

  constructor(readonly course: OutboxCourse) {
    this.messages = course.messages.map(({ later }) => {
      return { status: 'planned', notBefore: sendAtOf(later), attempts: 0, lost: 0 };
    });
  }

  /** Null where nothing is said of the answer. */
  turn(turn: Turn, now: Instant): unknown {
    if (turn.kind !== 'together') return this.#undoing(() => this.#act(turn, now));
    const before = [this.messages, this.suppressed, this.halted] as const;
    const answers = turn.acts.map(({ act, fails }) =>
      this.#undoing(() => {
        const answer = this.#act(act, now);
        if (fails) throw new Error('undone');
        return answer;
      }),
    );
    if (!turn.falls) return answers;
    [this.messages, this.suppressed, this.halted] = before;
    return 'threw';
  }

  #undoing(work: () => unknown): unknown {
    const before = [this.messages, this.suppressed, this.halted] as const;
    try {
      return work();
    } catch {
      [this.messages, this.suppressed, this.halted] = before;
      return 'threw';
    }
  }

  #isHeld(of: number): boolean {
    return this.course.messages[of]?.isHeld === true;
  }

  #change(of: number, from: readonly MessageStatus[], change: (message: Modelled) => Partial<Modelled>): Modelled {
    const message = this.messages[of];
    if (message === undefined || !from.includes(message.status)) throw new Error('not from there');
    const after = { ...message, ...change(message) };
    this.messages = this.messages.with(of, after);
    return after;
  }

  #end(of: number, as: MessageStatus): unknown {
    if (this.#isHeld(of) && as !== 'dropped') throw new Error('held out');
    this.#change(of, ['claimed', 'handing_over'], ({ lost }) => ({ status: lost > 0 ? 'unknown' : as }));
    return undefined;
  }

  #act(act: Act, now: Instant): unknown {
    switch (act.kind) {
      case 'claim': {
        const of = this.messages.flatMap(({ status, notBefore }, i) =>
          status === 'planned' && notBefore <= now && !this.halted.has(i) ? [i] : [],
        );
        const { messages } = this.course;
        of.sort(
          (a, b) => messages[b]!.priority - messages[a]!.priority || messages[a]!.later - messages[b]!.later || a - b,
        );
        const taken = of.slice(0, act.n);
        for (const i of taken) this.#change(i, ['planned'], () => ({ status: 'claimed' }));
        return taken.map((i) => `${nameOf(i)} claimed`);
      }
      case 'begin':
        for (const i of act.of) {
          if (this.#isHeld(i)) throw new Error('held out');
          this.#change(i, ['claimed'], ({ attempts }) => ({ attempts: attempts + 1 }));
        }
        return null;
      case 'beginWith':
        return this.#act({ kind: 'begin', of: [act.of] }, now);
      case 'withhold':
        for (const i of act.of) {
          if (!this.#isHeld(i)) throw new Error('not held out');
          this.#change(i, ['claimed'], () => ({ status: 'withheld' }));
        }
        return undefined;
      case 'unclaim':
        for (const i of act.of)
          if (this.messages[i]?.status === 'claimed') this.#change(i, ['claimed'], () => ({ status: 'planned' }));
        return undefined;
      case 'over':
        if (this.#isHeld(act.of)) throw new Error('held out');
        if (this.halted.has(act.of)) {
          this.#change(act.of, ['claimed'], () => ({ status: 'planned' }));
          return { kind: 'halted' };
        }
        if (this.suppressed.has(act.of)) {
          this.#change(act.of, ['claimed'], ({ lost }) => ({ status: lost > 0 ? 'unknown' : 'dropped' }));
          return { kind: 'dropped', reason: 'suppressed' };
        }
        this.#change(act.of, ['claimed'], () => ({ status: 'handing_over' }));
        return { kind: 'go' };
      case 'drop':
        return this.#end(act.of, 'dropped');
      case 'failed':
        return this.#end(act.of, 'failed');
      case 'sent':
        this.#change(act.of, ['handing_over'], () => ({ status: 'sent' }));
        return undefined;
      case 'lost':
        this.#change(act.of, ['handing_over'], ({ lost }) => ({ status: 'unknown', lost: lost + 1 }));
        return undefined;
      case 'later':
        this.#change(act.of, ['claimed', 'handing_over'], () => ({
          status: 'planned',
          notBefore: now + act.n * MINUTE,
        }));
        return undefined;
      case 'putOff':
        this.#change(act.of, ['claimed'], () => ({ status: 'planned', notBefore: now + act.n * MINUTE }));
        return undefined;
      case 'replan':
        this.#change(act.of, ['unknown'], () => ({ status: 'planned', notBefore: now, lost: 0 }));
        return undefined;
      case 'suppress': {
        const { suppressed } = this;
        this.suppressed = new Set([...suppressed, act.of]);
        return null;
      }
      case 'halt':
        this.halted = new Set([...this.halted, act.of]);
        return null;
      case 'resume':
        this.halted = new Set([...this.halted].filter((i) => i !== act.of));
        return null;
      case 'anew':
        this.messages = this.messages.map((message) => {
          if (message.status === 'claimed') return { ...message, status: 'planned' };
          if (message.status !== 'handing_over') return message;
          return { ...message, status: 'unknown', lost: message.lost + 1 };
        });
        return null;
      case 'pass':
      case 'look':
        return null;
    }
  }
}

function countsOf(ledger: Ledger): unknown {
  return Object.fromEntries(ledger.summary().campaigns.map(({ campaign, messages }) => [campaign, messages]));
}

/** The same, by reading every message. */
function plainCountsOf(db: Database): unknown {
  const counts: Record<string, Record<string, Record<string, number>>> = {};
  for (const { id } of db.prepare<{ id: string }>('SELECT id FROM campaigns').all()) counts[id] = {};
  for (const { campaign, step, status, withheld_by } of db.prepare<MessageRow>('SELECT * FROM messages').all()) {
    const steps = counts[campaign] ?? {};
    counts[campaign] = steps;
    const of = steps[step] ?? {};
    steps[step] = of;
    const name = withheld_by !== null && status === 'planned' ? 'withheld' : status;
    of[name] = (of[name] ?? 0) + 1;
  }
  return counts;
}

it('answers as if each claim were written down, whatever is undone', () => {
  const seen = new Map<string, number>();
  fc.assert(
    fc.property(outboxCourses, (course) => {
      const db = openDatabase(':memory:', 0);
      const ledger = ledgerOver(db, 'memory', thisMachine, () => {});
      const model = new Model(course);
      liveThrough(course, ledger, db, (turn, answer, now) => {
        const expected = model.turn(turn, now);
        const acts = turn.kind === 'together' ? turn.acts.map(({ act }) => act) : [turn];
        const [answers, all] = [answer, expected].map((each) =>
          Array.isArray(each) && turn.kind === 'together' ? each : [each],
        ) as [unknown[], unknown[]];
        for (const [i, wanted] of all.entries())
          if (wanted !== null) expect(answers[i], JSON.stringify(acts[i])).toEqual(wanted);
        const stands = course.messages.map((_, i) => ledger.story(nameOf(i)).messages[0]!);
        expect(stands.map(({ status, notBefore, attempts }) => ({ status, notBefore, attempts }))).toEqual(
          model.messages.map(({ status, notBefore, attempts }) => ({ status, notBefore, attempts })),
        );
        const claimed = model.messages.flatMap(({ status }, i) => (status === 'claimed' ? [nameOf(i)] : []));
        expect(new Set(ledger.messages('claimed', 99).map(({ id }) => id))).toEqual(new Set(claimed));
        const rows = db.prepare<{ status: string }>('SELECT status FROM messages').all();
        expect(rows.filter(({ status }) => status === 'claimed')).toEqual([]);
        expect(countsOf(ledger)).toEqual(plainCountsOf(db));
        for (const { status } of model.messages) seen.set(status, (seen.get(status) ?? 0) + 1);
      });
      ledger.close();
    }),
    { numRuns: COURSES },
  );
  for (const status of ['claimed', 'handing_over', 'sent', 'failed', 'unknown', 'dropped', 'withheld'])
    expect(seen.get(status) ?? 0, status).toBeGreaterThan(0);
}, 600_000);

it('claims nothing in the file: a run that ends leaves nothing to put back, and nothing goes twice however often it is claimed', () => {
  const folder = mkdtempSync(join(tmpdir(), 'claims-'));
  const path = join(folder, 'ledger.db');
  const ledger = openSqliteLedger(path, thisMachine, { expendable: true });
  const fence = ledger.acquire(ME, T0);
  const ids = ['a', 'b', 'c'];
  ledger.commit(
    fence,
    ledger.beginTick(fence, T0, examplePlan(), {}),
    ids.map((id) => planned({ id, profileId: id, step: id })),
  );
  const db = openDatabase(path, 0);
  const version = (): unknown => db.prepare('PRAGMA data_version').get();
  const before = version();
  expect(ledger.claim(fence, T0, 9)).toHaveLength(3);
  ledger.unclaim(fence, ['c']);
  expect(version()).toEqual(before);
  // Another one who has the same fence may claim them, too; only one of them hands over.
  const other = openSqliteLedger(path, thisMachine, { expendable: true });
  expect(other.messages('claimed', 9)).toEqual([]);
  expect(other.claim(fence, T0, 9)).toHaveLength(3);
  for (const one of [ledger, other]) one.beginAttempts(fence, ['a'], T0);
  expect(other.handingOver(fence, 'a', T0)).toEqual({ kind: 'go' });
  expect(() => ledger.handingOver(fence, 'a', T0)).toThrowError(/invariant/);
  other.settle(fence, 'a', T0, { status: 'sent', reply: '250' });
  expect(() => ledger.handingOver(fence, 'a', T0)).toThrowError(/invariant/);
  // Whoever takes the ledger over finds all of them, and the one before can do nothing more with its own.
  ledger.release(fence);
  const next = other.acquire(ME, T0 + MINUTE);
  expect(other.claim(next, T0 + MINUTE, 9).map(({ id }) => id)).toEqual(['b', 'c']);
  for (const act of [
    () => ledger.handingOver(fence, 'b', T0),
    () => ledger.drop(fence, 'b', T0, 'late'),
    () => ledger.claim(fence, T0, 9),
    () => ledger.unclaim(fence, ['b']),
  ])
    expect(act).toThrowError(expect.objectContaining({ code: 'LC902' }));
  expect(ledger.story('b').messages).toMatchObject([{ status: 'planned' }]);
  expect(other.story('b').messages).toMatchObject([{ status: 'claimed' }]);
  db.close();
  ledger.close();
  other.close();
  rmSync(folder, { recursive: true });
});
