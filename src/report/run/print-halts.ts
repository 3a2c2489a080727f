import { formatLocal } from '../../calendar/local-time.js';
import { type Halt, haltName } from '../../model/halt.js';

/** What is halted, since when and why, each with the command that lets it go on; nothing when nothing is. */
export function printHalts(halts: readonly Halt[], zone: string): string {
  if (halts.length === 0) return '';
  const lines = halts.map((halt) => {
    const name = haltName(halt);
    return `  ${formatLocal(halt.since, zone)}  ${name}: ${halt.reason}  (lifecycle resume ${name})`;
  });
  return `halted: these messages wait\n${lines.join('\n')}\n`;
}
