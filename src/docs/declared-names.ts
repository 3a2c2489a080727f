import { BUILT_IN_EVENTS } from '../model/built-in-events.js';
import type { ConfigFile } from '../model/config-file.js';
import { compareText } from '../model/diagnostic.js';
import { NAME_KINDS, type NameDocs, type NameKind, type ValueDocs } from '../model/docs.js';
import type { Plan } from '../model/plan.js';
import type { Project } from '../model/project.js';
import type { ValueType } from '../model/value.js';

type Declared = Omit<NameDocs, 'key' | 'usedBy'>;
type Written = NonNullable<ConfigFile['events']>[string][string];

/** Everything that a project declares, with where and what it means, and what lifecycle knows by itself and some campaign uses; by kind, then by name. `usedBy` lists campaigns by key. */
export function declaredNames(
  project: Project,
  plan: Plan,
  usedBy: ReadonlyMap<string, readonly string[]>,
): readonly NameDocs[] {
  const { config } = project;
  const events = Object.entries(config.events ?? {}).map(([name, properties]) =>
    declare(project, 'event', config.events, name, { parts: partsOf(properties) }),
  );
  const known = Object.entries(BUILT_IN_EVENTS)
    .filter(([name]) => !Object.hasOwn(config.events ?? {}, name) && usedBy.has(`event:${name}`))
    .map(([name, properties]): Declared => ({ ...nothing, kind: 'event', name, parts: partsOf(properties) }));
  const all: readonly Declared[] = [
    ...Object.entries(config.attributes ?? {}).map(([name, { type, optional = false, enum: oneOf, description }]) =>
      declare(project, 'attribute', config.attributes, name, {
        value: { type, optional, oneOf: oneOf ?? null },
        description: description ?? null,
      }),
    ),
    ...Object.entries(plan.traits).map(([name, { type, nullable }]) =>
      // A trait with parts is declared once for all of them.
      declare(project, 'trait', config.traits, name, { value: { type, optional: nullable, oneOf: null } }),
    ),
    ...events,
    ...known,
    ...Object.keys(config.segments ?? {}).map((name) => declare(project, 'segment', config.segments, name, {})),
    ...Object.entries(config.data.catalogs ?? {}).map(([name, { columns }]) =>
      declare(project, 'catalog', config.data.catalogs, name, { parts: partsOf(columns) }),
    ),
    ...project.blocks.map(
      ({ id, file }): Declared => ({ ...nothing, kind: 'block', name: id, place: { file, line: 1 } }),
    ),
  ];
  return all
    .map((one): NameDocs => {
      const key = `${one.kind}:${one.name}`;
      return { ...one, key, usedBy: usedBy.get(key) ?? [] };
    })
    .sort((a, b) => NAME_KINDS.indexOf(a.kind) - NAME_KINDS.indexOf(b.kind) || compareText(a.name, b.name));
}

const nothing = { value: null, description: null, place: null, parts: [] } as const;

function declare(
  { configFile, spans }: Project,
  kind: NameKind,
  map: object | undefined,
  name: string,
  more: Partial<Pick<Declared, 'value' | 'description' | 'parts'>>,
): Declared {
  const [whole = ''] = name.split('.');
  const key = map !== undefined && Object.hasOwn(map, name) ? name : whole;
  const place =
    map !== undefined && Object.hasOwn(map, key) ? { file: configFile, line: spans.key(map, key).start.line } : null;
  return { ...nothing, ...more, kind, name, place };
}

function partsOf(written: Readonly<Record<string, Written | ValueType>>): NameDocs['parts'] {
  return Object.entries(written).map(([name, one]) => {
    const node = typeof one === 'string' ? { type: one } : one;
    const oneOf = 'enum' in node && node.enum !== undefined ? node.enum : null;
    const value: ValueDocs = { type: node.type, optional: node.optional ?? false, oneOf };
    return { name, value, description: node.description ?? null };
  });
}
