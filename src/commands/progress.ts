import type { Terminal } from './terminal.js';

/** Shows how far a long job is: a bar on a terminal, nothing on a pipe or in CI. */
export interface Progress {
  step(done: number, total: number, label: string): void;
  end(): void;
}

const WIDTH = 24;

/** A progress bar that waits a second before it shows itself and draws at most ten times a second. */
export function startProgress(terminal: Terminal): Progress {
  const began = terminal.now();
  let drawn = 0;
  let visible = false;
  return {
    step(done, total, label) {
      const now = terminal.now();
      if (!terminal.interactive || now - began < 1000 || (now - drawn < 100 && done < total)) return;
      drawn = now;
      visible = true;
      const share = total === 0 ? 1 : Math.min(1, done / total);
      const full = Math.round(share * WIDTH);
      const bar = `${'█'.repeat(full)}${'░'.repeat(WIDTH - full)}`;
      terminal.err(
        `\r\u001b[K${bar} ${String(Math.round(share * 100)).padStart(3)}%  ${label}`.slice(0, terminal.columns + 4),
      );
    },
    end() {
      if (visible) terminal.err('\r\u001b[K');
      visible = false;
    },
  };
}
