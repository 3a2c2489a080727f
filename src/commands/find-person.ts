import type { Facts } from '../model/facts.js';
import type { Plan } from '../model/plan.js';
import { openDuckdb } from '../warehouse/duckdb.js';
import type { Terminal } from './terminal.js';

/** What the data say of one profile now; null when they do not have it. Throws when the data cannot be read. */
export async function findPerson(
  terminal: Terminal,
  plan: Plan,
  root: string,
  profileId: string,
): Promise<Facts | null> {
  const now = terminal.now();
  const warehouse = await openDuckdb(plan, root, now);
  try {
    return (await warehouse.facts([profileId], now))[0] ?? null;
  } finally {
    await warehouse.close();
  }
}
