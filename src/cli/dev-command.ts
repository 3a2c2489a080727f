import { InvalidArgumentError } from 'commander';
import type { CommandLine } from './command-line.js';

/** Adds the command that shows messages while they are written. */
export function addDevCommand({ command, terminal, project, finish }: CommandLine): void {
  command('dev')
    .option('--port <n>', 'where the page is served, on this machine alone; 0 is any that is free', portNumber, 4800)
    .action(async ({ port }: { port: number }) =>
      finish(await (await import('../commands/dev.js')).dev(terminal, { port, project: project() })),
    );
}

function portNumber(text: string): number {
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535)
    throw new InvalidArgumentError('It must be a port, 0 to 65535.');
  return Number(text);
}
