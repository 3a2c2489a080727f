import { profileValues } from '../decide/profile-values.js';
import type { CatalogRow } from '../model/facts.js';
import type { Plan } from '../model/plan.js';
import type { Instant, Value } from '../model/value.js';
import type { MessageContent, TypedValues } from '../render/build-context.js';
import { cleanText } from '../render/clean-value.js';
import type { Lookup } from '../render/template-needs.js';
import type { Warehouse } from '../warehouse/warehouse.js';
import type { Draft } from './draft.js';

/** What one message looks up. */
export interface Asking {
  readonly draft: Draft;
  readonly lookups: readonly Lookup[];
}

type Found = Pick<MessageContent, 'catalogs' | 'keys'>;

/** The rows that these messages look up, one query a catalog, by message id. Only rows that are asked for are read. */
export async function lookUpRows(
  plan: Plan,
  warehouse: Pick<Warehouse, 'lookUp'>,
  asking: readonly Asking[],
  now: Instant,
): Promise<ReadonlyMap<string, Found>> {
  const keysOf = new Map(asking.map((one) => [one.draft.message.id, findKeys(plan, one, now)]));
  const wanted = new Map<string, Set<string>>();
  for (const keys of keysOf.values()) {
    for (const { catalog, key } of keys) {
      const known = wanted.get(catalog) ?? new Set();
      wanted.set(catalog, key === '' ? known : known.add(key));
    }
  }
  const rows = new Map<string, ReadonlyMap<string, CatalogRow>>();
  for (const [catalog, keys] of wanted) rows.set(catalog, await warehouse.lookUp(catalog, [...keys].sort()));
  return new Map(
    asking.map(({ draft }) => {
      const keys = keysOf.get(draft.message.id) ?? [];
      const catalogs: Record<string, Map<string, TypedValues>> = {};
      for (const { catalog, key } of keys) {
        catalogs[catalog] ??= new Map();
        const values = rows.get(catalog)?.get(key);
        const types = Object.fromEntries(
          Object.entries(plan.catalogs[catalog]?.columns ?? {}).map(([column, { type }]) => [column, type]),
        );
        if (values !== undefined) catalogs[catalog].set(key, { values, types });
      }
      const paths = keys.flatMap(({ path, key }) => (path === null ? [] : [[path, key] as const]));
      return [draft.message.id, { catalogs, keys: Object.fromEntries(paths) }];
    }),
  );
}

interface Key {
  readonly catalog: string;
  readonly path: string | null;
  readonly key: string;
}

function findKeys(plan: Plan, { draft, lookups }: Asking, now: Instant): readonly Key[] {
  const { message, facts } = draft;
  const usesProfile = lookups.some(({ key }) => key.kind === 'value' && key.root === 'profile');
  const profile = usesProfile ? profileValues(plan, facts, now).values : {};
  return lookups.map(({ catalog, key }) => {
    if (key.kind === 'written') return { catalog, path: null, key: key.text };
    const value = (key.root === 'event' ? message.event : profile)[key.name] ?? null;
    return { catalog, path: `${key.root}.${key.name}`, key: asText(value) };
  });
}

function asText(value: Value): string {
  return value === null ? '' : cleanText(String(value));
}
