import { decideTick } from '../../src/commands/decide-tick.js';
import type { Fence, Ledger } from '../../src/ledger/ledger.js';
import type { Instant } from '../../src/model/value.js';
import { openDuckdb } from '../../src/warehouse/duckdb.js';
import type { Warehouse } from '../../src/warehouse/warehouse.js';
import { END } from '../decide/arbitraries.js';
import { HOUR } from '../decide/world.js';
import { type TestWorld, WorldFiles } from './worlds.js';

/** The warehouse as it is at a tick (by its number): before or after the late events came in. */
export type WarehouseAt = (tick: number) => Warehouse;

/** Makes the world's files, opens them before and after the late events come in, and takes everything away at the end. */
export async function withWarehouses(
  world: TestWorld,
  act: (warehouseAt: WarehouseAt, files: WorldFiles) => Promise<void>,
): Promise<void> {
  const files = new WorldFiles(world);
  const open: Warehouse[] = [];
  try {
    open.push(await openDuckdb(world.plan, files.root, END + 48 * HOUR));
    files.arrive();
    open.push(await openDuckdb(world.plan, files.root, END + 48 * HOUR));
    const [early, whole] = open as [Warehouse, Warehouse];
    await act((tick) => (tick < world.arrival ? early : whole), files);
  } finally {
    for (const each of open) await each.close();
    files.remove();
  }
}

/** After which batch of a tick the run ends: `gently` by an interruption, else as a process dies. */
export interface Death {
  readonly after: number;
  readonly gently: boolean;
}

/** How a world is run. */
export interface WorldRun {
  readonly world: TestWorld;
  readonly warehouseAt: WarehouseAt;
  readonly ledger: Ledger;
  readonly batch?: number;
  readonly dies?: (tick: number) => Death | null;
  /** What is done after each tick. */
  readonly afterTick?: (tick: number, now: Instant, fence: Fence) => Promise<void>;
}

class Killed extends Error {}

/** Ticks the whole engine through a world. A tick that was killed is begun again until it ends. */
export async function runWorld({ world, warehouseAt, ledger, batch = 500, dies, afterTick }: WorldRun): Promise<void> {
  const fence = ledger.acquire({ host: 'here', pid: 1, ttl: 60_000 }, world.ticks[0] as Instant);
  for (const [n, now] of world.ticks.entries()) {
    const decider = { plan: world.plan, warehouse: warehouseAt(n), ledger, fence, batch };
    const death = dies?.(n) ?? null;
    if (death !== null) {
      const interruption = new AbortController();
      let batches = 0;
      const onProgress = (): void => {
        batches += 1;
        if (batches < death.after) return;
        if (!death.gently) throw new Killed();
        interruption.abort();
      };
      await decideTick({ ...decider, interrupted: interruption.signal, onProgress }, now).catch((error: unknown) => {
        if (!(error instanceof Killed)) throw error;
      });
    }
    await decideTick({ ...decider, interrupted: new AbortController().signal }, now);
    await afterTick?.(n, now, fence);
  }
}
