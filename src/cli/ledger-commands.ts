import { type Command, Option } from 'commander';
import type { CommandLine } from './command-line.js';

interface InLedger {
  readonly plan: string;
  readonly ledger?: string;
}

/** Adds the commands that take care of the ledger itself. */
export function addLedgerCommands({ command, terminal, project, finish }: CommandLine): void {
  const inLedger = (name: string): Command =>
    command(name)
      .option('--plan <file>', 'the plan that names the ledger', 'dist/plan.json')
      .option('--ledger <file>', 'another ledger than the one the plan names');

  inLedger('doctor')
    .option('--deep', 'compare a large ledger with its journal, too')
    .addOption(new Option('--format <format>', 'how to print it').choices(['text', 'json']).default('text'))
    .action(async ({ deep = false, ...options }: InLedger & { deep?: boolean; format: 'text' | 'json' }) =>
      finish(await (await import('../commands/doctor.js')).doctor(terminal, { ...options, project: project(), deep })),
    );

  inLedger('forget')
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

  inLedger('prune')
    .requiredOption('--older-than <duration>', 'how long ago, such as 400d or 24mo')
    .action(async (options: InLedger & { olderThan: string }) =>
      finish(await (await import('../commands/prune.js')).prune(terminal, { ...options, project: project() })),
    );

  inLedger('export').action(async (profile: string, options: InLedger) =>
    finish(
      await (await import('../commands/export.js')).exportPerson(terminal, {
        ...options,
        project: project(),
        profile,
      }),
    ),
  );

  inLedger('adopt')
    .option('--moved', 'nothing is left to run where it was before')
    .option('--restored', 'it is a backup: what came due before now is not sent any more')
    .action(async (options: InLedger & { moved?: true; restored?: true }) =>
      finish(await (await import('../commands/adopt.js')).adopt(terminal, { ...options, project: project() })),
    );

  inLedger('rebuild')
    .requiredOption('--out <file>', 'where to write the new ledger; there must be no file yet')
    .action(async (options: InLedger & { out: string }) =>
      finish(await (await import('../commands/rebuild.js')).rebuild(terminal, { ...options, project: project() })),
    );
}
