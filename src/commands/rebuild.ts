import { relative, resolve } from 'node:path';
import { rebuildLedger } from '../ledger/rebuild.js';
import { formatCount } from '../report/table.js';
import { locateLedger, type RecordOptions } from './open-record.js';
import type { ExitCode, Terminal } from './terminal.js';

/** Makes a new ledger from the journal of the one there is, and says how to put it in place. */
export async function rebuild(
  terminal: Terminal,
  options: RecordOptions & { readonly out: string },
): Promise<ExitCode> {
  const from = locateLedger(terminal, options);
  const to = resolve(terminal.cwd, options.out);
  const entries = rebuildLedger(from, to);
  const shown = (path: string): string => relative(terminal.cwd, path) || path;
  terminal.out(
    [
      `${shown(to)}: rebuilt from ${formatCount(entries)} entries of the journal of ${shown(from)}`,
      `to use it: stop every run, move ${shown(from)} away, put ${shown(to)} in its place`,
      '',
    ].join('\n'),
  );
  return 0;
}
