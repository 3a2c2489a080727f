import { relative } from 'node:path';
import { adoptLedger } from '../ledger/adopt-ledger.js';
import { LifecycleError } from '../model/failure.js';
import { plural } from '../report/plural.js';
import { homeOptions } from './home-options.js';
import { locateLedger, type RecordOptions } from './open-record.js';
import type { ExitCode, Terminal } from './terminal.js';

/** Lets a ledger go on that was moved or restored, and says what that means. */
export async function adopt(
  terminal: Terminal,
  options: RecordOptions & { readonly moved?: true; readonly restored?: true },
): Promise<ExitCode> {
  if ((options.moved === true) === (options.restored === true)) {
    throw new LifecycleError(
      'LC900',
      'a ledger is adopted either because it was moved or because it was restored',
      ['say --moved when nothing is left to run where it was before', 'say --restored when it is a backup'],
      2,
    );
  }
  const path = locateLedger(terminal, options);
  const shown = relative(terminal.cwd, path) || path;
  const { refusal, dropped } = adoptLedger(
    path,
    terminal,
    homeOptions(terminal),
    options.restored === true ? 'restored' : 'moved',
  );
  if (options.restored !== true) {
    terminal.out(
      refusal === null
        ? `${shown} is where it was: there is nothing to adopt\n`
        : `${shown} goes on from here. Nothing may run any more where it was before.\n`,
    );
    return 0;
  }
  terminal.out(
    [
      `${shown} goes on from here. What came due before now is not sent any more: ${plural(dropped, 'waiting message')} dropped, and those that would still be planned.`,
      'It does not know of what happened since the backup: enter again who unsubscribed, and take codes that were given away out of their files.',
      '',
    ].join('\n'),
  );
  return 0;
}
