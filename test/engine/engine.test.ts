import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decideTick } from '../../src/commands/decide-tick.js';
import { openLedgerCopy } from '../../src/ledger/copy.js';
import type { Ledger } from '../../src/ledger/ledger.js';
import { openSqliteLedger } from '../../src/ledger/sqlite.js';
import type { Decision } from '../../src/model/decision.js';
import type { Facts } from '../../src/model/facts.js';
import { journeyKey } from '../../src/model/journey.js';
import type { LedgerMessage } from '../../src/model/message.js';
import type { Instant } from '../../src/model/value.js';
import { openDuckdb } from '../../src/warehouse/duckdb.js';
import type { Warehouse } from '../../src/warehouse/warehouse.js';
import { END } from '../decide/arbitraries.js';
import { replay } from '../decide/world.js';
import { someWorld, type TestWorld, WorldFiles } from './worlds.js';

const WORLDS = Number(process.env.LIFECYCLE_WORLDS ?? 40);
const SEED = Number(process.env.LIFECYCLE_SEED ?? Date.now());
const HOLDER = { host: 'here', pid: 1, ttl: 60_000 };

/** The world's data before and after the late events came in. */
async function withWarehouses(
  world: TestWorld,
  act: (at: (tick: number) => Warehouse, root: string) => Promise<void>,
): Promise<void> {
  const files = new WorldFiles(world);
  const open: Warehouse[] = [];
  try {
    open.push(await openDuckdb(world.plan, files.root, END));
    files.arrive();
    open.push(await openDuckdb(world.plan, files.root, END));
    const [early, whole] = open as [Warehouse, Warehouse];
    await act((tick) => (tick < world.arrival ? early : whole), files.root);
  } finally {
    for (const each of open) await each.close();
    files.remove();
  }
}

/** Thrown in the middle of a tick, as a process dies. */
class Killed extends Error {}

/** Ticks the whole engine through a world; `dies` says after which batch of a tick it is killed, or null. Ticks are begun again until they end. */
async function runWorld(
  world: TestWorld,
  warehouseAt: (tick: number) => Warehouse,
  ledger: Ledger,
  batch: number,
  dies: (tick: number) => { readonly after: number; readonly gently: boolean } | null,
): Promise<void> {
  const fence = ledger.acquire(HOLDER, world.ticks[0] as Instant);
  for (const [n, now] of world.ticks.entries()) {
    const decider = { plan: world.plan, warehouse: warehouseAt(n), ledger, fence, batch };
    const death = dies(n);
    if (death !== null) {
      const interruption = new AbortController();
      let batches = 0;
      const onProgress = (): void => {
        batches += 1;
        if (batches < death.after) return;
        if (death.gently) interruption.abort();
        else throw new Killed();
      };
      try {
        await decideTick({ ...decider, interrupted: interruption.signal, onProgress }, now);
      } catch (error) {
        if (!(error instanceof Killed)) throw error;
      }
    }
    await decideTick({ ...decider, interrupted: new AbortController().signal }, now);
  }
}

/** What is on record of one person, in an order of its own. */
type Record = readonly string[];

async function expectedRecord(
  world: TestWorld,
  warehouseAt: (tick: number) => Warehouse,
  profileId: string,
): Promise<Record> {
  const byTick = new Map<Instant, Facts>();
  for (const [n, now] of world.ticks.entries())
    byTick.set(now, (await warehouseAt(n).facts([profileId], now))[0] as Facts);
  const decisions = replay(world.plan, (now) => byTick.get(now) as Facts, world.ticks, { profileId });
  const journeys = new Map<string, string>();
  const others: string[] = [];
  for (const decision of decisions) {
    if (decision.kind === 'entered' || decision.kind === 'moved')
      journeys.set(journeyKey(decision.journey), line('journey', decision.journey));
    else others.push(lineOf(decision));
  }
  return [...journeys.values(), ...others].sort();
}

function lineOf(decision: Exclude<Decision, { kind: 'entered' | 'moved' }>): string {
  if (decision.kind === 'planned') return line('planned', decision.message);
  if (decision.kind === 'withheld') return line(`withheld ${decision.by}`, decision.message);
  const { kind, ...body } = decision;
  return line(kind, body);
}

function actualRecord(ledger: Ledger, profileId: string): Record {
  const { journeys, messages, skipped, refused, deferred } = ledger.story(profileId);
  return [
    ...journeys.map((journey) => line('journey', journey)),
    ...messages.map((message) =>
      line(message.status === 'withheld' ? `withheld ${message.withheldBy}` : message.status, planOf(message)),
    ),
    ...skipped.map((skip) => line('skipped', { ...skip, profileId })),
    ...refused.map((refusal) => line('refused', { ...refusal, profileId })),
    ...deferred.map((deferral) => line('deferred', { ...deferral, profileId })),
  ].sort();
}

function planOf(message: LedgerMessage): object {
  const { status, withheldBy, notBefore, attempts, firstAttemptAt, endedAt, outcome, ...planned } = message;
  return planned;
}

function line(kind: string, body: object): string {
  return `${kind} ${JSON.stringify(Object.fromEntries(Object.entries(body).sort(([a], [b]) => (a < b ? -1 : 1))))}`;
}

const someDeath = fc.option(fc.record({ after: fc.integer({ min: 1, max: 5 }), gently: fc.boolean() }), { nil: null });

describe('the whole engine, for any plan and people', () => {
  it('records of everybody what deciding for that person alone says', { timeout: 600_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(someWorld, fc.constantFrom(false, false, false, true), async (world, onDisk) => {
        await withWarehouses(world, async (warehouseAt, root) => {
          const path = join(root, 'ledger.db');
          const ledger = onDisk ? openSqliteLedger(path, { expendable: true }) : openLedgerCopy(path);
          try {
            await runWorld(world, warehouseAt, ledger, 500, () => null);
            for (const { id } of world.people)
              expect(actualRecord(ledger, id), id).toEqual(await expectedRecord(world, warehouseAt, id));
          } finally {
            ledger.close();
          }
        });
      }),
      { numRuns: WORLDS, endOnFailure: true, seed: SEED },
    );
  });

  it('records the same when it is killed between batches and begins again', { timeout: 600_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(
        someWorld,
        fc.integer({ min: 1, max: 6 }),
        fc.array(someDeath, { minLength: 10, maxLength: 10 }),
        async (world, batch, deaths) => {
          await withWarehouses(world, async (warehouseAt, root) => {
            const ledger = openLedgerCopy(join(root, 'ledger.db'));
            try {
              await runWorld(world, warehouseAt, ledger, batch, (tick) => deaths[tick] ?? null);
              for (const { id } of world.people)
                expect(actualRecord(ledger, id), id).toEqual(await expectedRecord(world, warehouseAt, id));
            } finally {
              ledger.close();
            }
          });
        },
      ),
      { numRuns: WORLDS, endOnFailure: true, seed: SEED },
    );
  });
});
