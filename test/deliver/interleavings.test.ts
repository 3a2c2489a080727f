import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { thisMachine } from '../../src/commands/this-machine.js';
import { deliver, type Prepared } from '../../src/deliver/deliver.js';
import type { Way } from '../../src/deliver/way.js';
import { openDatabase } from '../../src/ledger/database.js';
import type { Ledger } from '../../src/ledger/ledger.js';
import { ledgerOver, openSqliteLedger } from '../../src/ledger/sqlite.js';
import { suppressedBy } from '../../src/model/suppression.js';
import { examplePlan, MINUTE, planned, T0 } from '../ledger/examples.js';
import { exampleParcel } from './parcels.js';
import { seededRandom } from './seeded-random.js';

/** The instants in a message's life at which somebody may step in. */
const POINTS = ['preparing', 'handing', 'mid-body', 'before the leave', 'with the leave', 'after the leave'] as const;
const STOPS = ['unsubscribe', 'unsubscribe from the topic', 'bounce', 'complaint', 'halt'] as const;

// LIFECYCLE_INTERLEAVINGS=1000000 is the long form.
const MANY = Number(process.env.LIFECYCLE_INTERLEAVINGS ?? 10_000);

it(`begins no hand-over after somebody stopped it, over ${MANY} interleavings`, async () => {
  const db = openDatabase(':memory:', 0);
  const ledger = ledgerOver(db, 'memory', thisMachine, () => {});
  const seen = await interleave(ledger, ledger, MANY, 20_260_301);
  for (const name of [...POINTS, ...STOPS]) expect(seen.get(name), name).toBeGreaterThan(MANY / 100);
  ledger.close();
}, 120_000);

it('begins none either when it is stopped by another process', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'stop-'));
  const open = (): Ledger => openSqliteLedger(join(folder, 'ledger.db'), thisMachine, { expendable: true });
  const [ledger, other] = [open(), open()];
  await interleave(ledger, other, 400, 7);
  other.close();
  ledger.close();
  rmSync(folder, { recursive: true });
});

it('begins none either where nothing is halted, and the last look is one statement', async () => {
  const ledger = ledgerOver(openDatabase(':memory:', 0), 'memory', thisMachine, () => {});
  const asked = STOPS.filter((by) => by !== 'halt');
  const seen = await interleave(ledger, ledger, MANY / 10, 11, asked);
  for (const name of [...POINTS, ...asked]) expect(seen.get(name), name).toBeGreaterThan(MANY / 1000);
  ledger.close();
}, 120_000);

/** Delivers so many messages over several connections, while each is stopped at some point, or not; checks who got what. Returns how often each thing happened. */
async function interleave(
  ledger: Ledger,
  stopper: Ledger,
  count: number,
  seed: number,
  stops: readonly (typeof STOPS)[number][] = STOPS,
): Promise<Map<string, number>> {
  const random = seededRandom(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  const seen = new Map<string, number>();
  const tell = (name: string): void => void seen.set(name, (seen.get(name) ?? 0) + 1);

  const fence = ledger.acquire({ host: 'here', pid: process.pid, ttl: MINUTE }, T0);
  const tick = ledger.beginTick(fence, T0, examplePlan(), {});
  const ids = Array.from({ length: count }, (_, i) => `m${i}`);
  // Each message is of a step of its own, so that a halt stops one alone.
  const decisions = ids.map((id) => planned({ id, profileId: `p-${id}`, step: `s-${id}`, topic: 'news' }));
  ledger.commit(fence, tick, decisions);

  /** What was done in order, counted up at each commit. */
  let moment = 0;
  const stoppedAt = new Map<string, number>();
  const begunAt = new Map<string, number>();
  const plans = new Map(ids.map((id) => [id, random() < 0.7 ? { at: pick(POINTS), by: pick(stops) } : null]));
  const stop = (id: string): void => {
    const by = plans.get(id)!.by;
    const who =
      by === 'bounce' ? { profileId: null, address: `${id}@x.test` } : { profileId: `p-${id}`, address: null };
    const topic = by === 'unsubscribe from the topic' ? 'news' : null;
    if (by === 'halt') stopper.halt({ campaign: 'welcome', step: `s-${id}`, since: T0, reason: 'test' });
    else stopper.suppress({ ...who, topic, since: T0, reason: by });
    moment += 1;
    stoppedAt.set(id, moment);
    tell(by);
  };
  const reach = (id: string, point: (typeof POINTS)[number]): void => {
    if (plans.get(id)?.at !== point || stoppedAt.has(id)) return;
    tell(point);
    stop(id);
  };
  const turns = async (most: number): Promise<void> => {
    for (let left = Math.floor(random() * most); left > 0; left -= 1) await new Promise(setImmediate);
  };

  const left = new Set<string>();
  const way: Way = {
    async hand({ id }, handingOver) {
      reach(id, 'handing');
      await turns(3);
      reach(id, 'mid-body');
      await turns(3);
      reach(id, 'before the leave');
      const leave = handingOver();
      // Asked for, and not yet committed.
      reach(id, 'with the leave');
      await leave;
      expect(left.has(id), 'copies').toBe(false);
      left.add(id);
      reach(id, 'after the leave');
      return { kind: 'accepted', reply: '250' };
    },
    close: async () => {},
  };
  const watched: Ledger = {
    ...ledger,
    handingOver(...args) {
      const verdict = ledger.handingOver(...args);
      moment += 1;
      if (verdict.kind === 'go') begunAt.set(args[1], moment);
      return verdict;
    },
  };
  const run = () =>
    deliver({
      ledger: watched,
      fence,
      way,
      machine: thisMachine,
      clock: () => T0,
      prepare: async (messages) => {
        const prepared = new Map<string, Prepared>();
        for (const { id, profileId, topic } of messages) {
          const address = `${id}@x.test`;
          const reason = suppressedBy(ledger.suppressions(profileId, address), topic, false, T0);
          if (reason !== null) prepared.set(id, { kind: 'drop', reason });
          else prepared.set(id, { kind: 'parcel', address, build: () => exampleParcel(id, 200) });
          reach(id, 'preparing');
        }
        await turns(2);
        return prepared;
      },
      parallel: 4,
      batch: 40,
      signal: new AbortController().signal,
    });
  const summary = await run();

  expect([...begunAt].filter(([id, at]) => at > (stoppedAt.get(id) ?? Infinity))).toEqual([]);
  expect([...left].sort()).toEqual([...begunAt.keys()].sort());
  expect(summary.sent).toBe(left.size);
  const halted = [...plans].filter(([id, plan]) => plan?.by === 'halt' && !left.has(id)).map(([id]) => id);
  expect(
    ledger
      .messages('planned', count)
      .map(({ id }) => id)
      .sort(),
  ).toEqual(halted.sort());
  expect(ledger.messages('dropped', count)).toHaveLength(count - left.size - halted.length);

  for (const { campaign, step } of stopper.halts()) stopper.resume(campaign, step, T0);
  expect((await run()).sent).toBe(halted.length);
  expect(ledger.messages('sent', count)).toHaveLength(left.size);
  ledger.release(fence);
  return seen;
}
