import fc from 'fast-check';
import type { Database } from '../../src/ledger/database.js';
import type { Fence, Ledger } from '../../src/ledger/ledger.js';
import type { Instant } from '../../src/model/value.js';
import { examplePlan, HOUR, MINUTE, planned, T0, withheld } from './examples.js';

/** One call of an outbox, by the numbers of messages and by minutes. */
export type Act =
  | { readonly kind: 'claim' | 'pass'; readonly n: number }
  | { readonly kind: 'begin' | 'withhold' | 'unclaim'; readonly of: readonly number[] }
  | { readonly kind: 'over' | 'drop' | 'sent' | 'failed' | 'lost' | 'replan' | 'suppress'; readonly of: number }
  | { readonly kind: 'halt' | 'resume'; readonly of: number }
  | { readonly kind: 'putOff' | 'later'; readonly of: number; readonly n: number }
  | { readonly kind: 'look'; readonly of: number; readonly n: number }
  | { readonly kind: 'beginWith'; readonly of: number; readonly n: number }
  | { readonly kind: 'anew' };

/** Calls one after the other, or several in one transaction, of which some are undone by themselves, or all of them at the end. */
export type Turn =
  | Act
  | {
      readonly kind: 'together';
      readonly acts: readonly { readonly act: Act; readonly fails: boolean }[];
      readonly falls: boolean;
    };

/** Messages of a person each, and what is done with them. */
export interface OutboxCourse {
  readonly messages: readonly { readonly priority: number; readonly later: number; readonly isHeld: boolean }[];
  readonly turns: readonly Turn[];
}

const MOST = 4;
const one = fc.nat(MOST - 1);
const some = fc.uniqueArray(one, { minLength: 1, maxLength: 2 });
const kinds = <Kind extends string>(...all: readonly Kind[]) => fc.constantFrom(...all);
/** What a run does in its order, most of the time. */
const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('claim' as const), n: fc.integer({ min: 1, max: MOST }) }) },
  { weight: 5, arbitrary: fc.record({ kind: kinds('begin', 'begin', 'begin', 'withhold', 'unclaim'), of: some }) },
  { weight: 8, arbitrary: fc.record({ kind: kinds('over', 'over', 'sent', 'sent', 'lost'), of: one }) },
  { weight: 3, arbitrary: fc.record({ kind: kinds('failed', 'drop', 'replan'), of: one }) },
  { weight: 1, arbitrary: fc.record({ kind: kinds('suppress', 'halt', 'resume'), of: one }) },
  { weight: 3, arbitrary: fc.record({ kind: kinds('putOff', 'later'), of: one, n: fc.nat(60) }) },
  { weight: 1, arbitrary: fc.record({ kind: kinds('look', 'beginWith'), of: one, n: fc.nat(99) }) },
);

const alone = act.map((each): readonly Turn[] => [each]);
const together = fc
  .record({
    acts: fc.array(fc.record({ act, fails: fc.nat(3).map((n) => n === 0) }), { minLength: 1, maxLength: 4 }),
    falls: fc.nat(3).map((n) => n === 0),
  })
  .map((each): readonly Turn[] => [{ kind: 'together', ...each }]);
/** The whole way of one message, as a run takes it. */
const way = fc
  .record({ of: one, end: kinds('sent', 'sent', 'failed', 'lost', 'lost', 'later'), n: fc.nat(60), asked: fc.nat(9) })
  .map(({ of, end, n, asked }): readonly Turn[] => [
    { kind: 'claim', n: MOST },
    n % 2 === 0 ? { kind: 'begin', of: [of] } : { kind: 'beginWith', of, n: 0 },
    { kind: 'withhold', of: [of] },
    ...(n % 8 === 0 ? [{ kind: 'halt', of } as const] : n % 8 === 1 ? [{ kind: 'suppress', of } as const] : []),
    { kind: 'over', of },
    { kind: 'look', of, n: asked },
    { kind: end, of, n },
    ...(end === 'lost' && n < 30 ? [{ kind: 'replan', of } as const] : []),
  ]);
const pass = fc.nat(90).map((n): readonly Turn[] => [{ kind: 'pass', n }]);
const anew = fc.constant<readonly Turn[]>([{ kind: 'anew' }]);

/** Courses in which most calls come as they must not. */
export const outboxCourses: fc.Arbitrary<OutboxCourse> = fc.record({
  messages: fc.array(fc.record({ priority: fc.nat(1), later: fc.nat(2), isHeld: fc.nat(3).map((n) => n === 0) }), {
    minLength: 1,
    maxLength: MOST,
  }),
  turns: fc
    .array(
      fc.oneof(
        { weight: 10, arbitrary: alone },
        { weight: 4, arbitrary: together },
        { weight: 4, arbitrary: way },
        { weight: 1, arbitrary: pass },
        { weight: 1, arbitrary: anew },
      ),
      { minLength: 1, maxLength: 30 },
    )
    .map((all) => all.flat()),
});

/** The name of a message, of its person and of its step. */
export const nameOf = (of: number): string => `m${of}`;
export const sendAtOf = (later: number): Instant => T0 + later * MINUTE;

const ME = { host: 'here', pid: process.pid, ttl: 1000 * HOUR } as const;

/** Lives through a course; `told` hears what each turn answered: values, or that it threw. */
export function liveThrough(
  { messages, turns }: OutboxCourse,
  ledger: Ledger,
  db: Database,
  told: (turn: Turn, answer: unknown, now: Instant) => void,
): void {
  let now = T0;
  let fence: Fence = ledger.acquire(ME, now);
  const decisions = messages.map(({ priority, later, isHeld }, i) => {
    const change = { id: nameOf(i), profileId: nameOf(i), step: nameOf(i), priority, sendAt: sendAtOf(later) };
    return isHeld ? withheld(change) : planned({ ...change, validUntil: T0 + 1000 * HOUR });
  });
  ledger.commit(fence, ledger.beginTick(fence, T0, examplePlan(), {}), decisions);
  const perform = (act: Act): unknown => {
    switch (act.kind) {
      case 'claim':
        return ledger.claim(fence, now, act.n).map(({ id, status }) => `${id} ${status}`);
      case 'pass':
        now += act.n * MINUTE;
        return null;
      case 'begin':
        return [...ledger.beginAttempts(fence, act.of.map(nameOf), now)];
      case 'beginWith':
        return [
          ...ledger.beginAttempts(
            ...([fence, [nameOf(act.of)], now] as const),
            new Map([[nameOf(act.of), { incentive: 'ten', code: `X${act.of}` }]]),
          ),
        ];
      case 'withhold':
        return ledger.withhold(fence, act.of.map(nameOf), now);
      case 'unclaim':
        return ledger.unclaim(fence, act.of.map(nameOf));
      case 'over':
        return ledger.handingOver(fence, nameOf(act.of), now, { address: `${nameOf(act.of)}@x.test`, body: 'kept' });
      case 'drop':
        return ledger.drop(fence, nameOf(act.of), now, 'late');
      case 'sent':
        return ledger.settle(fence, nameOf(act.of), now, { status: 'sent', reply: '250' });
      case 'failed':
        return ledger.settle(fence, nameOf(act.of), now, { status: 'failed', reply: '550' });
      case 'lost':
        return ledger.settle(fence, nameOf(act.of), now, { status: 'unknown', reply: '?' });
      case 'later':
        return ledger.settle(fence, nameOf(act.of), now, {
          status: 'deferred',
          reply: '451',
          retryAt: now + act.n * MINUTE,
        });
      case 'putOff':
        return ledger.putOff(fence, nameOf(act.of), now, now + act.n * MINUTE, 'quiet-hours');
      case 'replan':
        return ledger.resolve(fence, nameOf(act.of), now, { as: 'planned', reason: 'it did not arrive' });
      case 'suppress':
        return ledger.suppress({
          ...{ profileId: nameOf(act.of), address: null, topic: null, since: now, reason: 'by hand' },
        });
      case 'halt':
        return ledger.halt({ campaign: 'welcome', step: nameOf(act.of), since: now, reason: 'wrong price' });
      case 'resume':
        return ledger.resume('welcome', nameOf(act.of), now);
      case 'look':
        return Object.values(lookAt(ledger, act.of)).at(act.n % READERS)?.();
      case 'anew':
        ledger.release(fence);
        fence = ledger.acquire(ME, now);
        return null;
    }
  };
  const answerOf = (work: () => unknown): unknown => {
    try {
      return work();
    } catch {
      return 'threw';
    }
  };
  for (const turn of turns) {
    if (turn.kind !== 'together')
      told(
        turn,
        answerOf(() => perform(turn)),
        now,
      );
    else {
      const works = turn.acts.map(({ act, fails }) => () => {
        const answer = perform(act);
        if (fails) throw new Error('this one is undone');
        return answer;
      });
      // Seen at the commit alone, as a disk that is full may be.
      const fall = (): void =>
        db.execute(`PRAGMA defer_foreign_keys = ON; INSERT INTO codes VALUES ('x', 'ten', 'nobody', 0)`);
      told(
        turn,
        answerOf(() =>
          ledger
            .together(turn.falls ? [...works, fall] : works)
            .slice(0, works.length)
            .map((done) => ('error' in done ? 'threw' : done.value)),
        ),
        now,
      );
    }
  }
}

/** What can be asked about somebody between two calls of a run. */
export function lookAt(ledger: Ledger, of: number): Readonly<Record<string, () => unknown>> {
  const name = nameOf(of);
  return {
    history: () => ledger.histories([name], examplePlan(), {}),
    past: () => ledger.handedOver(name, 0),
    standings: () => ledger.standings([{ profileId: name, address: `${name}@x.test` }], 0),
    story: () => ledger.story(name).messages,
    claimed: () => ledger.messages('claimed', 99).map(({ id }) => id),
    going: () => ledger.messages('handing_over', 99).map(({ id }) => id),
    exposed: () => [...ledger.exposures()],
    unknown: () => ledger.unknown(),
    summary: () => ledger.summary(),
    codes: () => [...ledger.givenCodes()],
  };
}
const READERS = 10;
