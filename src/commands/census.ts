import { openRecord, type RecordOptions } from './open-record.js';
import type { ExitCode, Terminal } from './terminal.js';

/** Prints how many people stand where, by numbers alone, as JSON (`schemas/census.schema.json`): what `lifecycle diff --census` reads where the ledger is not. */
export async function census(terminal: Terminal, options: RecordOptions): Promise<ExitCode> {
  const { ledger } = openRecord(terminal, options);
  try {
    terminal.out(`${JSON.stringify(ledger.census(), null, 2)}\n`);
    return 0;
  } finally {
    ledger.close();
  }
}
