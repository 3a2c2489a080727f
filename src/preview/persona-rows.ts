import type { CatalogRow, Facts } from '../model/facts.js';
import type { Plan } from '../model/plan.js';
import type { Value } from '../model/value.js';
import { typedValue } from '../simulate/test-person.js';
import { madeProperties } from './made-value.js';
import type { Persona } from './persona.js';

/** Looks rows of catalogs up for a persona, as a warehouse does: those that they write, and others made from the types of the columns. */
export function personaRows(
  plan: Plan,
  { node, isSparse }: Persona,
  { zone }: Facts,
): (catalog: string, keys: readonly string[]) => Promise<ReadonlyMap<string, CatalogRow>> {
  return async (catalog, keys) => {
    const { key: keyColumn = '', columns = {} } = plan.catalogs[catalog] ?? {};
    const written = node.catalogs?.[catalog] ?? {};
    const declared = Object.entries(columns).map(([name, column]) => [name, { ...column, values: null }] as const);
    return new Map(
      keys.map((key) => {
        const row: Record<string, Value> = Object.create(null);
        const given: Readonly<Record<string, Value>> = Object.hasOwn(written, key)
          ? (written[key] ?? {})
          : madeProperties(declared, isSparse);
        for (const [name, { type }] of declared)
          row[name] = name === keyColumn ? key : typedValue(given[name] ?? null, type, zone);
        return [key, row];
      }),
    );
  };
}
