import { haltName } from '../model/halt.js';
import { printHalts } from '../report/run/print-halts.js';
import { findStep } from './find-step.js';
import { openRecord, type RecordOptions, writeRecord } from './open-record.js';
import type { ExitCode, Terminal } from './terminal.js';

/** Stops the messages of a campaign or a step, also those that a run has in hand up to their last byte; without a name, lists what is halted. */
export async function halt(
  terminal: Terminal,
  options: RecordOptions & { readonly name: string | undefined; readonly reason?: string },
): Promise<ExitCode> {
  if (options.name === undefined) {
    const { plan, ledger } = openRecord(terminal, options);
    try {
      terminal.out(printHalts(ledger.halts(), plan.timezone) || 'nothing is halted\n');
    } finally {
      ledger.close();
    }
    return 0;
  }
  const { plan, ledger } = writeRecord(terminal, options);
  try {
    const place = findStep(plan, options.name);
    const isNew = ledger.halt({ ...place, since: terminal.now(), reason: options.reason ?? 'no reason given' });
    const name = haltName(place);
    terminal.out(
      isNew
        ? `${name} is halted: its messages wait from now on, as long as they may be late; "lifecycle resume ${name}" lets them go\n`
        : `${name} was halted before\n`,
    );
    return 0;
  } finally {
    ledger.close();
  }
}
