import { Option } from 'commander';
import type { CommandLine } from './command-line.js';

interface ReportFlags {
  readonly plan: string;
  readonly ledger?: string;
  readonly asOf?: string;
  readonly format: string[];
  readonly sql?: true;
  readonly export?: string;
}

/** Adds the command that says which campaigns are worth running. */
export function addReportCommand({ command, terminal, project, finish }: CommandLine): void {
  command('report')
    .option('--plan <file>', 'the plan that says what campaigns are measured by', 'dist/plan.json')
    .option('--ledger <file>', 'another ledger than the one the plan names')
    .option('--as-of <time>', 'count nothing later, such as 2026-03-02 (default: the last tick)')
    .addOption(
      new Option('--format <format>', 'text, json, markdown or html; FORMAT=FILE writes to a file; may be repeated')
        .default([], 'text')
        .argParser((value: string, before: string[]) => [...before, value]),
    )
    .option('--sql', 'print the SQL that works the numbers out again, and nothing else')
    .option('--export <dir>', 'also write that SQL with the exposures and events it reads: personal data')
    .action(async (selectors: string[], { format, sql, ...rest }: ReportFlags) =>
      finish(
        await (await import('../commands/report.js')).report(terminal, {
          ...rest,
          project: project(),
          selectors,
          formats: format,
          sql: sql === true,
        }),
      ),
    );
}
