import { LifecycleError } from '../model/failure.js';
import { haltName } from '../model/halt.js';
import { type RecordOptions, writeRecord } from './open-record.js';
import type { ExitCode, Terminal } from './terminal.js';

/** Lifts a halt: what waited goes with the next run, unless it is too late by then. */
export async function resume(
  terminal: Terminal,
  options: RecordOptions & { readonly name: string },
): Promise<ExitCode> {
  const { ledger } = writeRecord(terminal, options);
  try {
    const [campaign = '', ...rest] = options.name.split('/');
    const step = rest.length === 0 ? null : rest.join('/');
    const lifted = ledger.resume(campaign, step, terminal.now());
    const left = ledger.halts().map(haltName);
    if (!lifted) {
      throw new LifecycleError(
        'LC923',
        `"${options.name}" is not halted`,
        [left.length === 0 ? 'Nothing is.' : `Name what is: ${left.join(', ')}.`],
        2,
      );
    }
    terminal.out(`${options.name} goes on: what waited leaves with the next run, unless it is too late by then\n`);
    const still = left.filter((name) => name === campaign || name.startsWith(`${campaign}/`));
    if (still.length > 0) terminal.out(`still halted: ${still.join(', ')}\n`);
    return 0;
  } finally {
    ledger.close();
  }
}
