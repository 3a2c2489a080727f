import type { Terminal } from '../../src/commands/terminal.js';
import { thisMachine } from '../../src/commands/this-machine.js';

/** A terminal in a folder that keeps what is written, with the bytes given piped in. */
export function makeTerminal(
  cwd: string,
  stdin: string | Uint8Array = '',
): { readonly terminal: Terminal; readonly written: { out: string; err: string } } {
  const written = { out: '', err: '' };
  const terminal: Terminal = {
    out: (text) => {
      written.out += text;
    },
    err: (text) => {
      written.err += text;
    },
    stdin: async () => (typeof stdin === 'string' ? new TextEncoder().encode(stdin) : stdin),
    interactive: false,
    color: false,
    columns: 80,
    outColumns: 80,
    cwd,
    env: {},
    ...thisMachine,
    host: 'test',
    pid: 1,
    now: () => 0,
    interrupted: new AbortController().signal,
  };
  return { terminal, written };
}
