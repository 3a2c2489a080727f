import { countCampaigns } from '../report/run/campaign-counts.js';
import { printHalts } from '../report/run/print-halts.js';
import { printPlan } from '../report/run/print-plan.js';
import { printStatus } from '../report/run/print-status.js';
import { openRecord, type RecordOptions } from './open-record.js';
import type { ExitCode, Terminal } from './terminal.js';

const SHOWN = 1000;

/** Counts of the ledger. 1 when a message's fate is unknown or the server refused one, for these need somebody. */
export async function status(
  terminal: Terminal,
  options: RecordOptions & {
    readonly format: 'text' | 'json';
  },
): Promise<ExitCode> {
  const { plan, ledger } = openRecord(terminal, options);
  try {
    const summary = ledger.summary();
    const trouble = { unknown: ledger.unknown(), failed: ledger.messages('failed', SHOWN) };
    const tests = ledger.verdicts();
    const halts = ledger.halts();
    const newest = ledger.plans().at(-1) ?? null;
    const current = newest && { ...newest, inOlderStructures: ledger.inOlderStructures() };
    terminal.out(
      options.format === 'json'
        ? `${JSON.stringify({ format: 1, ...summary, plan: current, halts, tests, totals: countCampaigns(summary) }, null, 2)}\n`
        : [
            printHalts(halts, plan.timezone),
            printStatus(summary, trouble, tests, plan.timezone),
            printPlan(current, plan.timezone),
          ]
            .filter((part) => part !== '')
            .join('\n'),
    );
    return trouble.unknown.length + trouble.failed.length > 0 ? 1 : 0;
  } finally {
    ledger.close();
  }
}
