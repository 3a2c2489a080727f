import { addDays, formatLocal, wallClock } from '../calendar/local-time.js';
import { compilePlan } from '../compile/compile-plan.js';
import { openEmptyLedger } from '../ledger/copy.js';
import type { Ledger } from '../ledger/ledger.js';
import { trafficOf } from '../measure/traffic-of.js';
import type { Exposure } from '../model/exposure.js';
import { LifecycleError } from '../model/failure.js';
import { LOCK_FILE, NO_LOCK, type Traffic } from '../model/lock-file.js';
import type { LedgerMessage } from '../model/message.js';
import { MINUTE } from '../model/milliseconds.js';
import type { Plan } from '../model/plan.js';
import type { Instant } from '../model/value.js';
import { withoutTests } from '../model/without-tests.js';
import { printTraffic } from '../report/measuring/print-traffic.js';
import { openDuckdb } from '../warehouse/duckdb.js';
import { openReadings } from '../warehouse/measuring/open-readings.js';
import { decideTick } from './decide-tick.js';
import { findRoot } from './find-root.js';
import { loadProject } from './load-project.js';
import { printFindings } from './print-findings.js';
import { startProgress } from './progress.js';
import { refuseBadData } from './refuse-bad-data.js';
import type { ExitCode, Terminal } from './terminal.js';
import { version } from './version.js';
import { writeLock } from './write-lock.js';

/** What the command line says. */
export interface TrafficOptions {
  readonly project: string | undefined;
  /** How many days are replayed. */
  readonly days: number;
  /** The last of them, `YYYY-MM-DD`; undefined: yesterday. */
  readonly until: string | undefined;
}

/** The days that are replayed, and where the first begins and the last ends. */
interface Stretch {
  readonly from: string;
  readonly to: string;
  readonly ticks: readonly Instant[];
}

/**
 * Replays days that are over, a tick a day, on an empty ledger of its own: who would have got the first message of each campaign, and what they did in its window. Writes that into the lock, for `check` to tell
 * which goals can be measured. Nothing is rendered or sent. Throws LC907 when too much of the data was unusable, LC941 when nobody would have got anything.
 */
export async function measureTraffic(terminal: Terminal, options: TrafficOptions): Promise<ExitCode> {
  const root = findRoot(terminal, options.project);
  const { project, templates, findings, sound } = await loadProject(root);
  if (project === null || !sound) {
    printFindings({ ...terminal, out: terminal.err }, root, findings, ['text']);
    return 1;
  }
  // Nothing is delivered, so no winner would be found, and whoever waits for it would be counted days too late.
  const plan = withoutTests(compilePlan(project, templates, `lifecycle ${version()}`));
  const stretch = stretchOf(plan, options, terminal.now());
  const exposures = await replay(terminal, plan, root, stretch);
  if (terminal.interrupted.aborted) return 3;
  if (exposures.length === 0) throw nobody(stretch);
  const traffic = await measure(plan, root, exposures, stretch);
  writeLock(root, { ...(project.lock ?? NO_LOCK), traffic });
  terminal.out(printTraffic(plan, traffic, stretch));
  terminal.out(`${LOCK_FILE}: written; commit it with the campaigns\n`);
  return 0;
}

function stretchOf({ timezone }: Plan, { days, until }: TrafficOptions, now: Instant): Stretch {
  const to = until ?? addDays(formatLocal(now, timezone).slice(0, 10), -1);
  const from = addDays(to, 1 - days);
  const ticks = Array.from({ length: days + 1 }, (_, index) => wallClock(addDays(from, index), 0, timezone));
  return { from, to, ticks };
}

/** The messages that would have gone, and those that would have been held out. */
async function replay(terminal: Terminal, plan: Plan, root: string, { ticks }: Stretch): Promise<readonly Exposure[]> {
  const progress = startProgress(terminal);
  progress.step(0, 1, 'reading the data');
  // What came after those days is no fault of the data.
  const warehouse = await openDuckdb(plan, root, Math.max(ticks.at(-1) ?? 0, terminal.now()));
  const ledger = openEmptyLedger();
  try {
    refuseBadData(warehouse.quality, plan.data.maxBadRatio, 'nothing was written down');
    const fence = ledger.acquire({ host: terminal.host, pid: terminal.pid, ttl: MINUTE }, terminal.now());
    for (const [done, now] of ticks.entries()) {
      if (terminal.interrupted.aborted) break;
      progress.step(done, ticks.length, `day ${done + 1} of ${ticks.length}`);
      ledger.renew(fence, terminal.now());
      await decideTick({ plan, warehouse, ledger, fence, interrupted: terminal.interrupted }, now);
    }
    return exposuresIn(ledger);
  } finally {
    progress.end();
    ledger.close();
    await warehouse.close();
  }
}

/** Nothing is delivered, so every message that was decided still waits. */
function exposuresIn(ledger: Ledger): readonly Exposure[] {
  return ledger.messages('planned', Number.MAX_SAFE_INTEGER).flatMap(asExposure);
}

function asExposure(message: LedgerMessage): readonly Exposure[] {
  if (message.assignment === null) return [];
  const { id, campaign, step, profileId, sendAt, withheldBy, variant, channel, incentive, plan } = message;
  const arm = withheldBy === null ? 'sent' : 'held';
  const where = { messageId: id, campaign, step, profileId, at: sendAt, arm, by: withheldBy } as const;
  return [{ ...message.assignment, ...where, variant, channel, incentive, plan }];
}

async function measure(
  plan: Plan,
  root: string,
  exposures: readonly Exposure[],
  { from, to, ticks }: Stretch,
): Promise<Readonly<Record<string, Traffic>>> {
  const readings = await openReadings(plan, root, exposures, ticks.at(-1) ?? 0);
  try {
    const found: Record<string, Traffic> = {};
    for (const { id, kpi } of plan.campaigns) {
      const known = trafficOf(await readings.read(id), kpi.metric);
      if (known !== null) found[id] = { from, to, metric: kpi.metric, window: kpi.window.text, ...known };
    }
    return found;
  } finally {
    readings.close();
  }
}

function nobody({ from, to }: Stretch): LifecycleError {
  return new LifecycleError('LC941', `nobody would have got a message between ${from} and ${to}`, [
    'name days that the data have events of: --until YYYY-MM-DD, and --days',
  ]);
}
