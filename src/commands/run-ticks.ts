import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { timedWay } from '../deliver/channels/connection-count.js';
import { openRenderRoom } from '../deliver/render-room.js';
import type { DeliverySummary } from '../deliver/tally.js';
import { openLedgerCopy } from '../ledger/copy.js';
import type { Ledger } from '../ledger/ledger.js';
import { openSqliteLedger } from '../ledger/sqlite.js';
import type { DataQuality } from '../model/facts.js';
import { LifecycleError } from '../model/failure.js';
import type { LedgerSummary } from '../model/ledger-summary.js';
import type { Plan } from '../model/plan.js';
import type { Instant } from '../model/value.js';
import { graftPlan } from '../structure/graft-plan.js';
import { openDuckdb } from '../warehouse/duckdb.js';
import type { Warehouse } from '../warehouse/warehouse.js';
import { homeOptions } from './home-options.js';
import { openChannels, type SendOrder } from './open-channels.js';
import { startProgress } from './progress.js';
import { refuseBadData } from './refuse-bad-data.js';
import { sizeConnections } from './size-connections.js';
import type { Terminal } from './terminal.js';
import { tickAndDeliver } from './tick-and-deliver.js';

/** What a run is to do. */
export interface RunOrder {
  readonly terminal: Terminal;
  readonly plan: Plan;
  /** The project folder: data paths are relative to it. */
  readonly root: string;
  /** The ledger's file. A dry run works on a private copy of it. */
  readonly ledgerPath: string;
  /** Where messages go; null for a dry run. */
  readonly send: SendOrder | null;
  /** How many messages are handed over at once, each on a connection of its own; unless told otherwise five, or as many as the throttles take where every channel has one. */
  readonly connections?: number | (() => number);
  /** Where messages are written that nobody gets: all of a dry run. */
  readonly outDir: string;
  /** One instant a tick, in order. */
  readonly ticks: readonly Instant[];
  /** Whether the ticks are replayed: then hand-overs happen at the tick's instant, not at the clock's. */
  readonly replay: boolean;
  /** When the data was taken, for replays of what lies further back: events a day after it are set aside as impossible. Without it, the last tick. */
  readonly dataUntil?: Instant;
  /** Whether the ledger may be lost in a power cut; never for real sending. */
  readonly expendable?: boolean;
  /** Whether a plan that another one replaced may be put into force again. */
  readonly goBack?: boolean;
  readonly onTick?: (tick: Instant, done: number) => void;
}

/** What a run did. */
export interface RunSummary {
  readonly quality: DataQuality;
  /** The ledger's counts before and after. */
  readonly before: LedgerSummary;
  readonly after: LedgerSummary;
  readonly delivery: DeliverySummary;
  readonly profilesDecided: number;
  readonly ticks: number;
}

/**
 * Ticks and delivers. Throws LC901, LC909 or LC918 before anything is decided when the plan may not be put into force, LC907 when too much of the data was unusable, LC902 when another run holds the ledger,
 * LC920 to LC922 when it is not the newest one or not the only one, LC903 when the provider takes nothing.
 */
export async function runTicks(order: RunOrder): Promise<RunSummary> {
  const { terminal, plan, root, ticks } = order;
  const last = ticks.at(-1);
  if (last === undefined)
    throw new LifecycleError('LC900', 'there is no tick to run', ['give an --until that is after --now'], 2);
  const progress = startProgress(terminal);
  progress.step(0, 1, 'reading the data');
  // Which data is read depends on the structures that people are in. A ledger is made only when the data is good.
  let ledger = existsSync(order.ledgerPath) ? openLedger(order) : null;
  let warehouse: Warehouse | null = null;
  try {
    const inForce = ledger === null ? plan : graftPlan(plan, ledger.keptCampaigns(plan));
    warehouse = await openDuckdb(inForce, root, order.dataUntil ?? last);
    refuseBadData(warehouse.quality, plan.data.maxBadRatio, 'nothing was decided or sent');
    ledger ??= openLedger(order);
    const channels = await openChannels(order.send, resolve(order.root, order.outDir), terminal.now);
    const count = sizeConnections(order);
    const way = count === null ? channels : timedWay(channels, count, terminal.now);
    const sized = count === null ? order : { ...order, connections: () => count.now };
    const { render, close } = openRenderRoom(terminal);
    try {
      return await tickAndDeliver(sized, { inForce, warehouse, ledger, way, render, progress });
    } finally {
      await close();
      await way.close();
    }
  } finally {
    progress.end();
    ledger?.close();
    await warehouse?.close();
  }
}

function openLedger({ send, ledgerPath, terminal, expendable = false }: RunOrder): Ledger {
  if (send === null) return openLedgerCopy(ledgerPath);
  // What only a test inbox got may be got again: it is nobody's home.
  const home = send.targets === null ? {} : { home: homeOptions(terminal) };
  return openSqliteLedger(ledgerPath, terminal, { expendable, ...home });
}
