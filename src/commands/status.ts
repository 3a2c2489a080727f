import { resolve } from 'node:path';
import { readLedger } from '../ledger/copy.js';
import { countCampaigns } from '../report/run/campaign-counts.js';
import { printStatus } from '../report/run/print-status.js';
import { findRoot } from './find-root.js';
import { loadPlan } from './load-plan.js';
import type { ExitCode, Terminal } from './terminal.js';

const SHOWN = 1000;

/** Counts of the ledger. 1 when a message's fate is unknown or the server refused one, for these need somebody. */
export async function status(
  terminal: Terminal,
  options: {
    readonly project: string | undefined;
    readonly plan: string;
    readonly ledger?: string;
    readonly format: 'text' | 'json';
  },
): Promise<ExitCode> {
  const root = findRoot(terminal, options.project);
  const plan = loadPlan(terminal, root, options.plan);
  const ledger = readLedger(
    options.ledger === undefined ? resolve(root, plan.data.ledger) : resolve(terminal.cwd, options.ledger),
  );
  try {
    const summary = ledger.summary();
    const trouble = { unknown: ledger.messages('unknown', SHOWN), failed: ledger.messages('failed', SHOWN) };
    terminal.out(
      options.format === 'json'
        ? `${JSON.stringify({ format: 1, ...summary, totals: countCampaigns(summary) }, null, 2)}\n`
        : printStatus(summary, trouble, plan.timezone),
    );
    return trouble.unknown.length + trouble.failed.length > 0 ? 1 : 0;
  } finally {
    ledger.close();
  }
}
