import { type Command, Option } from 'commander';
import type { CommandLine } from './command-line.js';

interface AgainstFlags {
  readonly against?: string;
  readonly census?: string;
  readonly failOn: 'breaking' | 'dangerous' | 'never';
}

interface DiffFlags extends AgainstFlags {
  readonly all?: true;
  readonly format: string[];
}

interface ReportFlags extends AgainstFlags {
  readonly tests?: string;
  readonly previewUrl?: string;
  readonly format: 'markdown' | 'json';
  readonly out?: string;
}

/** Adds the commands that say what an edit does before it is merged. */
export function addReviewCommands({ command, terminal, project, finish }: CommandLine): void {
  const comparing = (command: Command): Command =>
    command
      .option(
        '--against <what>',
        'a branch, tag or commit, a folder or a plan (default: where this state and the default branch parted)',
      )
      .option('--census <file>', 'how many people stand where, as lifecycle census wrote it')
      .addOption(
        new Option('--fail-on <level>', 'from which level on a change that nobody accepted is a failure')
          .choices(['breaking', 'dangerous', 'never'])
          .default('breaking'),
      );

  comparing(command('diff'))
    .option('--all', 'changes of metadata too')
    .addOption(
      new Option('--format <format>', 'text, json or markdown; FORMAT=FILE writes to a file; may be repeated')
        .default([], 'text')
        .argParser((value: string, before: string[]) => [...before, value]),
    )
    .action(async ({ failOn, all, format, ...rest }: DiffFlags) =>
      finish(
        await (await import('../commands/diff.js')).diff(terminal, {
          ...rest,
          project: project(),
          failOn: failOn === 'never' ? null : failOn,
          all: all === true,
          formats: format,
        }),
      ),
    );

  comparing(command('report-pr'))
    .option('--tests <file>', 'what came of the tests, as lifecycle test --format json wrote it')
    .option('--preview-url <url>', 'where the preview of every message can be seen')
    .addOption(new Option('--format <format>', 'how to print it').choices(['markdown', 'json']).default('markdown'))
    .option('--out <file>', 'where to write it (default: stdout)')
    .action(async ({ failOn, ...rest }: ReportFlags) =>
      finish(
        await (await import('../commands/report-pr.js')).reportPr(terminal, {
          ...rest,
          project: project(),
          failOn: failOn === 'never' ? null : failOn,
        }),
      ),
    );
}
