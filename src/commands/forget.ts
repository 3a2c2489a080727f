import { existsSync } from 'node:fs';
import { relative } from 'node:path';
import { noLedger } from '../ledger/copy.js';
import { openSqliteLedger } from '../ledger/sqlite.js';
import type { Facts } from '../model/facts.js';
import { LifecycleError } from '../model/failure.js';
import { MINUTE } from '../model/milliseconds.js';
import { plural } from '../report/plural.js';
import { removeKeptData } from '../warehouse/kept/kept-folder.js';
import { findPerson } from './find-person.js';
import { findRoot } from './find-root.js';
import { homeOptions } from './home-options.js';
import { loadPlan } from './load-plan.js';
import { locateLedger, type RecordOptions } from './open-record.js';
import type { ExitCode, Terminal } from './terminal.js';

/** Who is to be forgotten. */
export interface ForgetOptions extends RecordOptions {
  readonly profile: string;
  /** Addresses of theirs, beside those that the data have. */
  readonly address: readonly string[];
  readonly reason?: string;
}

/** Takes a person out of the ledger for good, and sees to it that nothing goes to them any more. Says what it cannot reach. */
export async function forget(terminal: Terminal, options: ForgetOptions): Promise<ExitCode> {
  const root = findRoot(terminal, options.project);
  const plan = loadPlan(terminal, root, options.plan);
  const path = locateLedger(terminal, options);
  if (!existsSync(path)) throw noLedger(path);
  const person = await findPerson(terminal, plan, root, options.profile).catch((error: unknown) => {
    if (!(error instanceof LifecycleError)) throw error;
    if (options.address.length > 0) return null;
    throw new LifecycleError(
      error.code,
      `their addresses cannot be looked up: ${error.message}`,
      [...error.help, 'or name them all with --address'],
      error.exitCode,
    );
  });
  const addresses = addressesOf(person, options.address);
  removeKeptData(root);
  const ledger = openSqliteLedger(path, terminal, { home: homeOptions(terminal) });
  try {
    const now = terminal.now();
    const fence = ledger.acquire({ host: terminal.host, pid: terminal.pid, ttl: MINUTE }, now);
    const entries = ledger.forget(fence, {
      profileId: options.profile,
      addresses,
      at: now,
      reason: options.reason ?? 'asked',
    });
    const shown = relative(terminal.cwd, path) || path;
    const closed = addresses.length === 0 ? '' : `, nor to ${addresses.join(' or ')}`;
    const who = JSON.stringify(options.profile);
    terminal.out(
      [
        entries === 0
          ? `${who} is not in ${shown}. Nothing goes to them from now on${closed}.`
          : `${who} is forgotten: ${plural(entries, 'line')} of the journal in ${shown} changed. Nothing goes to them any more${closed}.`,
        person === null
          ? 'The data do not have them.'
          : 'The data still have them: take them out there, too. Until then nothing about them is written down.',
        'Not reached: backups of the ledger, and messages of dry runs in .lifecycle. A backup that is restored needs this again.',
        '',
      ].join('\n'),
    );
    return 0;
  } finally {
    ledger.close();
  }
}

function addressesOf(person: Facts | null, named: readonly string[]): readonly string[] {
  const known = [person?.email ?? [], person?.phone ?? [], ...named].flat();
  return [...new Set(known.map((each) => each.toLowerCase()))].sort();
}
