import { existsSync } from 'node:fs';
import { relative } from 'node:path';
import { subtractDuration } from '../calendar/local-time.js';
import { noLedger } from '../ledger/copy.js';
import { openSqliteLedger } from '../ledger/sqlite.js';
import { parseDuration } from '../model/duration.js';
import { LifecycleError } from '../model/failure.js';
import { MINUTE } from '../model/milliseconds.js';
import { plural } from '../report/plural.js';
import { findRoot } from './find-root.js';
import { homeOptions } from './home-options.js';
import { loadPlan } from './load-plan.js';
import { locateLedger, type RecordOptions } from './open-record.js';
import type { ExitCode, Terminal } from './terminal.js';

/** Takes the words of journeys and messages that ended longer ago than that out of the ledger for good. Nothing is sent again for it. */
export async function prune(
  terminal: Terminal,
  options: RecordOptions & { readonly olderThan: string },
): Promise<ExitCode> {
  const { timezone } = loadPlan(terminal, findRoot(terminal, options.project), options.plan);
  const now = terminal.now();
  const age = parseDuration(options.olderThan);
  const before = age === null ? now : subtractDuration(now, age, timezone);
  if (before >= now) {
    const help = 'write it like 400d or 24mo';
    throw new LifecycleError('LC900', `--older-than "${options.olderThan}" is not a duration`, [help], 2);
  }
  const path = locateLedger(terminal, options);
  if (!existsSync(path)) throw noLedger(path);
  const ledger = openSqliteLedger(path, terminal, { home: homeOptions(terminal) });
  try {
    const fence = ledger.acquire({ host: terminal.host, pid: terminal.pid, ttl: MINUTE }, now);
    const changed = ledger.prune(fence, before, now);
    const shown = relative(terminal.cwd, path) || path;
    terminal.out(
      changed === 0
        ? `nothing in ${shown} ended longer than ${options.olderThan} ago and still has words\n`
        : `${plural(changed, 'line')} of the journal in ${shown} lost ${changed === 1 ? 'its' : 'their'} words: properties of events, subjects and replies of what ended longer than ${options.olderThan} ago. Backups still have them.\n`,
    );
    return 0;
  } finally {
    ledger.close();
  }
}
