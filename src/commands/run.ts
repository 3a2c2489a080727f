import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { addDuration } from '../calendar/local-time.js';
import { parseDuration } from '../model/duration.js';
import { usedChannels } from '../model/every-step.js';
import { LifecycleError } from '../model/failure.js';
import { isLoopbackUrl } from '../model/is-loopback.js';
import type { Plan } from '../model/plan.js';
import type { Instant } from '../model/value.js';
import { plural } from '../report/plural.js';
import { printRun } from '../report/run/print-run.js';
import { findRoot } from './find-root.js';
import { changedSources, loadPlan } from './load-plan.js';
import { readSendOrder, type SendOrder } from './open-channels.js';
import { readMoment } from './read-moment.js';
import { runTicks } from './run-ticks.js';
import type { ExitCode, Terminal } from './terminal.js';

/** What the command line says. */
export interface RunOptions {
  readonly project: string | undefined;
  readonly plan: string;
  readonly send: boolean;
  readonly now?: string;
  readonly until?: string;
  readonly every: string;
  readonly out?: string;
  /** An SMTP address on this machine that gets the emails in place of the plan's transport; other messages are written as files. */
  readonly inbox?: string;
  /** Another ledger than the plan's. */
  readonly ledger?: string;
  readonly connections?: number;
  /** Puts a plan into force again that another one replaced. */
  readonly goBack?: true;
  readonly format: 'text' | 'json';
}

const MOST_TICKS = 20_000;
const MOST_CONNECTIONS = 100;
/** Tells our folder of dry-run messages from one of the user's. */
const MARKER = '.lifecycle-dry-run';

/**
 * One tick, or several with `--until`: decides what is due, and sends it with `--send`. Without it nothing leaves this machine and the ledger stays as it was: messages become files. A moment other than
 * now is never sent to people: only as a dry run, or with `--inbox` into a test inbox on this machine, on a ledger of its own.
 */
export async function run(terminal: Terminal, options: RunOptions): Promise<ExitCode> {
  const root = findRoot(terminal, options.project);
  const plan = loadPlan(terminal, root, options.plan);
  const ticks = readTicks(terminal, plan, options);
  const replay = options.now !== undefined || options.until !== undefined;
  const stale = changedSources(plan, root);
  if (stale.length > 0) {
    const more = stale.length > 1 ? ` and ${plural(stale.length - 1, 'more file')}` : '';
    terminal.err(`note: ${stale[0]}${more} changed since the plan was built; lifecycle build takes it in\n`);
  }
  const { connections } = options;
  if (connections !== undefined && connections > MOST_CONNECTIONS) {
    throw new LifecycleError(
      'LC900',
      `--connections ${connections} is more than ${MOST_CONNECTIONS}`,
      ['take fewer: servers shut out who comes with too many'],
      2,
    );
  }
  const send = transportOf(plan, terminal, options, replay);
  for (const warning of send?.dkim?.warnings ?? []) terminal.err(`note: ${warning}\n`);
  const folder = send === null ? 'dry-run' : 'inbox';
  const outDir = options.out === undefined ? join(root, '.lifecycle', folder) : resolve(terminal.cwd, options.out);
  // A test inbox takes emails only: the messages of other channels are written as in a dry run.
  const writes = send === null || (send.targets === null && [...usedChannels(plan)].some((each) => each !== 'email'));
  if (writes) emptyFolder(outDir);
  const summary = await runTicks({
    terminal,
    plan,
    root,
    ledgerPath: ledgerOf(plan, root, terminal, options),
    send,
    ...(connections === undefined ? {} : { connections }),
    outDir,
    ticks,
    replay,
    goBack: options.goBack === true,
    // What is the future is for the clock to say: a replay of last month may read this month's data.
    dataUntil: Math.max(ticks.at(-1) as Instant, terminal.now()),
  });
  const report = {
    ...summary,
    sent: send !== null,
    zone: plan.timezone,
    from: ticks[0] as Instant,
    to: ticks.at(-1) as Instant,
    outDir: writes ? relative(terminal.cwd, outDir) || '.' : null,
  };
  const text = printRun(report);
  if (send === null) writeFileSync(join(outDir, 'summary.txt'), text);
  terminal.out(options.format === 'json' ? `${JSON.stringify({ format: 1, ...report }, null, 2)}\n` : text);
  const { interrupted, sent, failed, deferred } = summary.delivery;
  // A server that takes nothing is down, however few messages there were to notice it by.
  if (interrupted || (deferred > 0 && sent + failed === 0)) return 3;
  const withoutCode = summary.delivery.dropped['no-code'] ?? 0;
  return summary.delivery.failed + summary.delivery.unknown + withoutCode > 0 ? 1 : 0;
}

/** The ledger to work on: a test inbox has its own, so that nobody counts as having got what only the inbox got. */
function ledgerOf(plan: Plan, root: string, terminal: Terminal, { ledger, inbox }: RunOptions): string {
  const own = resolve(root, plan.data.ledger);
  if (ledger === undefined) return inbox === undefined ? own : join(root, '.lifecycle', 'inbox-ledger.db');
  const named = resolve(terminal.cwd, ledger);
  if (inbox !== undefined && named === own) {
    throw new LifecycleError(
      'LC900',
      "a test inbox must not write to the plan's own ledger",
      ['name another file with --ledger, or leave it out'],
      2,
    );
  }
  return named;
}

function readTicks(terminal: Terminal, plan: Plan, { now, until, every }: RunOptions): readonly Instant[] {
  const start = now === undefined ? terminal.now() : readMoment('--now', now, plan.timezone);
  if (until === undefined) return [start];
  const end = readMoment('--until', until, plan.timezone);
  const step = parseDuration(every);
  if (step === null || addDuration(start, step, plan.timezone) <= start) {
    throw new LifecycleError('LC900', `--every "${every}" is not a duration`, ['write it like 30m, 1h or 1d'], 2);
  }
  const ticks: Instant[] = [];
  for (let t = start; t < end; t = addDuration(t, step, plan.timezone)) {
    ticks.push(t);
    if (ticks.length > MOST_TICKS)
      throw new LifecycleError(
        'LC900',
        `that is more than ${MOST_TICKS} ticks`,
        ['take a longer --every or an earlier --until'],
        2,
      );
  }
  return [...ticks, end];
}

function transportOf(plan: Plan, terminal: Terminal, { send, inbox }: RunOptions, replay: boolean): SendOrder | null {
  if (inbox !== undefined) {
    if (isLoopbackUrl(inbox)) return { transport: inbox, targets: null, dkim: null };
    throw new LifecycleError(
      'LC900',
      `--inbox ${JSON.stringify(inbox)} is not an inbox on this machine`,
      ['write it like smtp://127.0.0.1:2525'],
      2,
    );
  }
  if (!send) return null;
  if (replay) {
    throw new LifecycleError(
      'LC900',
      'a moment other than now cannot be sent: it would reach real people at the wrong time',
      ['leave out --send for a dry run, or send into a test inbox with --inbox smtp://127.0.0.1:PORT'],
      2,
    );
  }
  return readSendOrder(plan, terminal.env);
}

/** Takes away what the last dry run wrote; a folder with anything else in it is left alone. */
function emptyFolder(folder: string): void {
  if (existsSync(folder)) {
    if (!existsSync(join(folder, MARKER)) && readdirSync(folder).length > 0) {
      throw new LifecycleError(
        'LC900',
        `${folder} has files that no dry run wrote`,
        ['name an empty or a new folder with --out'],
        2,
      );
    }
    // The marker stays: what an interruption leaves is still known for ours.
    for (const name of readdirSync(folder)) if (name !== MARKER) rmSync(join(folder, name), { recursive: true });
  }
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(folder, MARKER),
    'Messages of a dry run: they hold personal data and are replaced by the next one.\n',
  );
}
