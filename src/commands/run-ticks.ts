import { resolve } from 'node:path';
import { type CodePools, openCodePools } from '../deliver/code-pools.js';
import { deliver } from '../deliver/deliver.js';
import { prepareMessages } from '../deliver/prepare-messages.js';
import type { DeliverySummary } from '../deliver/tally.js';
import { openThrottle } from '../deliver/throttle.js';
import type { Way } from '../deliver/way.js';
import { openLedgerCopy } from '../ledger/copy.js';
import type { Ledger } from '../ledger/ledger.js';
import { openSqliteLedger } from '../ledger/sqlite.js';
import type { Channel } from '../model/channel.js';
import type { DataQuality } from '../model/facts.js';
import { LifecycleError } from '../model/failure.js';
import type { LedgerSummary } from '../model/ledger-summary.js';
import { MINUTE } from '../model/milliseconds.js';
import { formatPercentage } from '../model/percentage.js';
import type { Plan, RateLimits } from '../model/plan.js';
import type { Instant } from '../model/value.js';
import { plural } from '../report/plural.js';
import { openDuckdb } from '../warehouse/duckdb.js';
import type { Warehouse } from '../warehouse/warehouse.js';
import { decideTick } from './decide-tick.js';
import { openChannels, type SendOrder } from './open-channels.js';
import { startProgress } from './progress.js';
import type { Terminal } from './terminal.js';

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

const LEASE_MS = MINUTE;
const CONNECTIONS = 5;

/**
 * Ticks and delivers. Throws LC907 before anything is decided when too much of the data was unusable, LC902 when another run holds the ledger, LC903 when the
 * provider takes nothing.
 */
export async function runTicks(order: RunOrder): Promise<RunSummary> {
  const { terminal, plan, root, ticks } = order;
  const last = ticks.at(-1);
  if (last === undefined)
    throw new LifecycleError('LC900', 'there is no tick to run', ['give an --until that is after --now'], 2);
  const progress = startProgress(terminal);
  progress.step(0, 1, 'reading the data');
  const warehouse = await openDuckdb(plan, root, order.dataUntil ?? last);
  try {
    refuseBadData(warehouse.quality, plan.data.maxBadRatio);
    const ledger =
      order.send === null
        ? openLedgerCopy(order.ledgerPath)
        : openSqliteLedger(order.ledgerPath, terminal, { expendable: order.expendable ?? false });
    try {
      const way = await openChannels(order.send, resolve(order.root, order.outDir), terminal.now);
      try {
        return await runAll(order, warehouse, ledger, way, progress);
      } finally {
        await way.close();
      }
    } finally {
      ledger.close();
    }
  } finally {
    progress.end();
    await warehouse.close();
  }
}

async function runAll(
  order: RunOrder,
  warehouse: Warehouse,
  ledger: Ledger,
  way: Way,
  progress: ReturnType<typeof startProgress>,
): Promise<RunSummary> {
  const { terminal, plan, ticks } = order;
  const fence = ledger.acquire({ host: terminal.host, pid: terminal.pid, ttl: LEASE_MS }, terminal.now());
  const before = ledger.summary();
  const codes = openCodePools(plan, order.root, ledger);
  const told = new Set<string>();
  let delivery: DeliverySummary = {
    sent: 0,
    sentBy: {},
    deferred: 0,
    failed: 0,
    unknown: 0,
    dropped: {},
    putOff: {},
    interrupted: false,
  };
  let profilesDecided = 0;
  let done = 0;
  for (const now of ticks) {
    if (terminal.interrupted.aborted) break;
    const label = ticks.length > 1 ? `tick ${done + 1} of ${ticks.length}` : 'deciding';
    const share = (part: number, whole: number): void =>
      progress.step(done + (whole === 0 ? 0 : part / whole / 2), ticks.length, label);
    share(0, 1);
    ledger.renew(fence, terminal.now());
    profilesDecided += await decideTick(
      { plan, warehouse, ledger, fence, interrupted: terminal.interrupted, onProgress: share },
      now,
    );
    const clock = order.replay ? () => now : () => terminal.now();
    warnOfShortage(order, ledger, codes, told);
    const prepare = prepareMessages({ plan, warehouse, ledger, codes, env: terminal.env, clock });
    const waiting = terminal.interactive ? Math.max(1, ledger.messages('planned', 1_000_000).length) : 1;
    const sofar = delivery.sent;
    const tickDelivery = await deliver({
      ledger,
      fence,
      way,
      machine: terminal,
      clock,
      prepare,
      ...(order.send === null || order.replay ? {} : { throttle: openThrottle(throttlesOf(plan)) }),
      parallel: CONNECTIONS,
      signal: terminal.interrupted,
      onProgress: ({ sent }) =>
        progress.step(done + 0.5 + sent / waiting / 2, ticks.length, `${label}: ${sofar + sent} handed over`),
    });
    delivery = addDeliveries(delivery, tickDelivery);
    done += 1;
    order.onTick?.(now, done);
  }
  const after = ledger.summary();
  ledger.release(fence);
  return { quality: warehouse.quality, before, after, delivery, profilesDecided, ticks: done };
}

function throttlesOf({ channels }: Plan): Readonly<Partial<Record<Channel, RateLimits>>> {
  return Object.fromEntries(
    Object.entries(channels).flatMap(([name, channel]) => (channel?.throttle ? [[name, channel.throttle]] : [])),
  );
}

/** Says, before anything is handed over, where fewer codes are left than messages wait for one; of each incentive once. */
function warnOfShortage({ plan, terminal }: RunOrder, ledger: Ledger, codes: CodePools, told: Set<string>): void {
  if (!Object.keys(plan.incentives).some((id) => codes.has(id))) return;
  for (const [id, { wanted, left }] of codes.shortage(ledger.messages('planned', 1_000_000))) {
    if (told.has(id)) continue;
    told.add(id);
    terminal.err(
      `note: ${plural(wanted, 'message')} with incentive "${id}" and ${plural(left, 'code')} left: ${wanted - left} will be dropped unless codes are added\n`,
    );
  }
}

function refuseBadData({ profiles, events, catalogs, findings }: DataQuality, most: number): void {
  for (const [name, { rows, setAside }] of [
    ['profiles', profiles],
    ['events', events],
    ['catalogs', catalogs ?? { rows: 0, setAside: 0 }],
  ] as const) {
    if (rows === 0 || setAside / rows <= most) continue;
    const reasons = findings
      .filter(({ source }) => source === name)
      .map(({ reason, count, samples }) => `${count} × ${reason}${samples[0] === undefined ? '' : ` (${samples[0]})`}`);
    throw new LifecycleError(
      'LC907',
      `${setAside} of ${rows} rows of ${name} cannot be used, more than ${formatPercentage(most)}: nothing was decided or sent`,
      [...reasons, 'mend the export, or raise policies.max_bad_ratio on purpose'],
    );
  }
}

function addDeliveries(a: DeliverySummary, b: DeliverySummary): DeliverySummary {
  const add = (x: Readonly<Record<string, number>>, y: Readonly<Record<string, number>>): Record<string, number> => {
    const sum: Record<string, number> = { ...x };
    for (const [reason, count] of Object.entries(y)) sum[reason] = (sum[reason] ?? 0) + count;
    return sum;
  };
  return {
    sent: a.sent + b.sent,
    sentBy: add(a.sentBy, b.sentBy),
    deferred: a.deferred + b.deferred,
    failed: a.failed + b.failed,
    unknown: a.unknown + b.unknown,
    dropped: add(a.dropped, b.dropped),
    putOff: add(a.putOff, b.putOff),
    interrupted: a.interrupted || b.interrupted,
  };
}
