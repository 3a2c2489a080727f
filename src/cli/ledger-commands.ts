import { type Command, Option } from 'commander';
import type { CommandLine } from './command-line.js';

interface InLedger {
  readonly plan: string;
  readonly ledger?: string;
}

/** Adds the commands that take care of the ledger itself. */
export function addLedgerCommands({ program, terminal, project, finish }: CommandLine): void {
  const command = (name: string): Command =>
    program
      .command(name)
      .option('--plan <file>', 'the plan that names the ledger', 'dist/plan.json')
      .option('--ledger <file>', 'another ledger than the one the plan names');

  command('doctor')
    .description('look at everything a run relies on: ledger, plan, data, secrets, time zones; writes nothing')
    .option('--deep', 'compare a large ledger with its journal, too')
    .addOption(new Option('--format <format>', 'how to print it').choices(['text', 'json']).default('text'))
    .action(async ({ deep = false, ...options }: InLedger & { deep?: boolean; format: 'text' | 'json' }) =>
      finish(await (await import('../commands/doctor.js')).doctor(terminal, { ...options, project: project(), deep })),
    );

  command('forget <profile>')
    .description('take everything about a person out of the ledger for good; nothing goes to them any more')
    .option('--address <address...>', 'addresses of theirs that the data no longer have')
    .option('--reason <text>', 'why, for whoever asks; nothing personal')
    .action(async (profile: string, { address = [], ...options }: InLedger & { address?: string[]; reason?: string }) =>
      finish(
        await (await import('../commands/forget.js')).forget(terminal, {
          ...options,
          project: project(),
          profile,
          address,
        }),
      ),
    );

  command('prune')
    .description(
      'take the words of what ended long ago out of the ledger; who got what stays, so that nothing is sent again',
    )
    .requiredOption('--older-than <duration>', 'how long ago, such as 400d or 24mo')
    .action(async (options: InLedger & { olderThan: string }) =>
      finish(await (await import('../commands/prune.js')).prune(terminal, { ...options, project: project() })),
    );

  command('export <profile>')
    .description('everything that is known of a person, from the ledger and the data, as JSON')
    .action(async (profile: string, options: InLedger) =>
      finish(
        await (await import('../commands/export.js')).exportPerson(terminal, {
          ...options,
          project: project(),
          profile,
        }),
      ),
    );

  command('adopt')
    .description('let a ledger go on that was moved to another place, or restored from a backup')
    .option('--moved', 'nothing is left to run where it was before')
    .option('--restored', 'it is a backup: what came due before now is not sent any more')
    .action(async (options: InLedger & { moved?: true; restored?: true }) =>
      finish(await (await import('../commands/adopt.js')).adopt(terminal, { ...options, project: project() })),
    );

  command('rebuild')
    .description('make a new ledger from the journal of a damaged one, which is left as it is')
    .requiredOption('--out <file>', 'where to write the new ledger; there must be no file yet')
    .action(async (options: InLedger & { out: string }) =>
      finish(await (await import('../commands/rebuild.js')).rebuild(terminal, { ...options, project: project() })),
    );
}
