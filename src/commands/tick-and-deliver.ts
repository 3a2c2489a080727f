import { resolve } from 'node:path';
import { type CodePools, openCodePools } from '../deliver/code-pools.js';
import { deliver } from '../deliver/deliver.js';
import { prepareMessages } from '../deliver/prepare-messages.js';
import { type DeliverySummary, NOTHING_DELIVERED } from '../deliver/tally.js';
import { openThrottle } from '../deliver/throttle.js';
import type { Way } from '../deliver/way.js';
import type { Ledger } from '../ledger/ledger.js';
import type { Channel } from '../model/channel.js';
import { LifecycleError } from '../model/failure.js';
import { haltName } from '../model/halt.js';
import { MINUTE } from '../model/milliseconds.js';
import type { Plan, RateLimits } from '../model/plan.js';
import { type RenderAll, renderHere } from '../render/render-message.js';
import { plural } from '../report/plural.js';
import { graftPlan } from '../structure/graft-plan.js';
import { structureOf } from '../structure/structure-of.js';
import type { Warehouse } from '../warehouse/warehouse.js';
import { acceptPlan } from './accept-plan.js';
import { decideTick } from './decide-tick.js';
import type { Progress } from './progress.js';
import type { RunOrder, RunSummary } from './run-ticks.js';

/** What a run works with, all of it open. */
export interface Means {
  /** The plan with the structures that people are still in, under which the warehouse is open; without it, the plan alone. */
  readonly inForce?: Plan;
  readonly warehouse: Warehouse;
  readonly ledger: Ledger;
  readonly way: Way;
  /** Where messages are rendered; in this thread when it is left out. */
  readonly render?: RenderAll;
  readonly progress: Pick<Progress, 'step'>;
}

const CONNECTIONS = 5;
/** A dry run waits for nobody: so many files are written down as one group. */
const FILES = 50;
const LEASE_MS = MINUTE;

/** A run from taking the ledger's lease to giving it back: one tick after the other, each with its hand-overs. What it knows of clock, timers and the world outside is what it is given. */
export async function tickAndDeliver(
  order: RunOrder,
  { inForce: plan = order.plan, warehouse, ledger, way, render = renderHere, progress }: Means,
): Promise<RunSummary> {
  const { terminal, ticks } = order;
  const fence = ledger.acquire({ host: terminal.host, pid: terminal.pid, ttl: LEASE_MS }, terminal.now());
  acceptPlan(order, ledger, fence);
  requireStructures(order.plan, plan, ledger);
  const before = ledger.summary();
  for (const halt of ledger.halts()) {
    terminal.err(`note: ${haltName(halt)} is halted (${halt.reason}): its messages wait\n`);
  }
  const codes = openCodePools(plan, order.root, ledger);
  const told = new Set<string>();
  const atLeastOnce = new Set(Object.keys(plan.topics).filter((id) => plan.topics[id]?.atLeastOnce === true));
  let delivery = NOTHING_DELIVERED;
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
      {
        plan: order.plan,
        inForce: plan,
        warehouse,
        ledger,
        fence,
        interrupted: terminal.interrupted,
        onProgress: share,
        ...(order.send === null ? {} : { home: resolve(order.ledgerPath) }),
      },
      now,
    );
    const clock = order.replay ? () => now : () => terminal.now();
    warnOfShortage(order, ledger, codes, told);
    const sign = order.send?.dkim?.sign ?? null;
    const prepare = prepareMessages({ plan, warehouse, ledger, codes, env: terminal.env, sign, clock, render });
    const waiting = terminal.interactive ? Math.max(1, ledger.going()) : 1;
    const sofar = delivery.sent;
    const tell = ({ sent }: DeliverySummary): void =>
      progress.step(done + 0.5 + sent / waiting / 2, ticks.length, `${label}: ${sofar + sent} handed over`);
    const tickDelivery = await deliver({
      ledger,
      fence,
      way,
      machine: terminal,
      clock,
      prepare,
      ...(order.send === null || order.replay ? {} : { throttle: openThrottle(throttlesOf(plan)) }),
      atLeastOnce,
      parallel: order.connections ?? (order.send === null ? FILES : CONNECTIONS),
      signal: terminal.interrupted,
      ...(terminal.interactive ? { onProgress: tell } : {}),
    });
    delivery = addDeliveries(delivery, tickDelivery);
    done += 1;
    order.onTick?.(now, done);
  }
  const after = ledger.summary();
  ledger.release(fence);
  return { quality: warehouse.quality, before, after, delivery, profilesDecided, ticks: done };
}

/** Between the opening of the data and the lease, another run may have left people in a structure that this one does not know. */
function requireStructures(newest: Plan, inForce: Plan, ledger: Ledger): void {
  const stood = ledger.keptCampaigns(newest);
  if (stood.length === 0) return;
  const known = new Set(inForce.campaigns.map((campaign) => structureOf(inForce, campaign)));
  const wanted = graftPlan(newest, stood).campaigns.flatMap(({ kept }) => kept ?? []);
  if (wanted.every((structure) => known.has(structure))) return;
  throw new LifecycleError('LC902', 'another run worked on the ledger while this one read the data', [
    'Run again: nothing was decided or sent.',
  ]);
}

function throttlesOf({ channels }: Plan): Readonly<Partial<Record<Channel, RateLimits>>> {
  return Object.fromEntries(
    Object.entries(channels).flatMap(([name, channel]) => (channel?.throttle ? [[name, channel.throttle]] : [])),
  );
}

/** Says, before anything is handed over, where fewer codes are left than messages wait for one; of each incentive once. */
function warnOfShortage({ plan, terminal }: RunOrder, ledger: Ledger, codes: CodePools, told: Set<string>): void {
  const incentives = Object.keys(plan.incentives).filter((id) => codes.has(id));
  if (incentives.length === 0) return;
  for (const [id, { wanted, left }] of codes.shortage(ledger.goingWith(incentives))) {
    if (told.has(id)) continue;
    told.add(id);
    terminal.err(
      `note: ${plural(wanted, 'message')} with incentive "${id}" and ${plural(left, 'code')} left: ${wanted - left} will be dropped unless codes are added\n`,
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
