#!/usr/bin/env node
import { runCommandLine } from './cli/run-command-line.js';
import type { Terminal } from './commands/terminal.js';
import { thisMachine } from './commands/this-machine.js';

const interruption = new AbortController();

const own: Terminal = {
  ...thisMachine,
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
  stdin: readStdin,
  // Asked where it matters: help opens no stderr.
  get interactive() {
    return process.stderr.isTTY === true && process.env.CI === undefined;
  },
  color: wantsColor(),
  get columns() {
    return process.stderr.columns || 80;
  },
  outColumns: process.stdout.columns || 80,
  cwd: process.cwd(),
  env: process.env,
  interrupted: interruption.signal,
};

async function readStdin(): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function wantsColor(): boolean {
  if (process.env.NO_COLOR) return false;
  if (process.env.FORCE_COLOR) return process.env.FORCE_COLOR !== '0';
  return process.stdout.isTTY === true;
}

process.on('SIGINT', () => {
  if (interruption.signal.aborted) process.exit(3);
  const isSending = process.argv.includes('run') || process.argv.includes('demo');
  own.err(`\nstopping${isSending ? ' after the message in hand' : ''} (Ctrl-C again to stop at once)\n`);
  interruption.abort();
});
// A reader that goes away (`| head`) is no failure of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});
process.exitCode = await runCommandLine(process.argv.slice(2), own);
