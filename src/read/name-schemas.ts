import { invariant } from '../model/failure.js';
import type { ProjectNames } from '../model/project-names.js';
import { loadSchema } from './schema.js';

/** Where names stand: what is named, and the places by schema file as paths of keys. */
const PLACES: Readonly<Record<string, readonly (readonly [names: keyof ProjectNames, path: string])[]>> = {
  'campaign.schema.json': [
    ['stages', 'properties stage items'],
    ['metrics', 'properties kpi properties metric'],
    ['metrics', 'properties kpi properties guardrails items'],
    ['events', '$defs trigger properties event'],
    ['segments', '$defs trigger properties enters properties segment'],
    ['stages', '$defs trigger properties enters properties stage'],
    ['segments', '$defs trigger properties leaves properties segment'],
    ['stages', '$defs trigger properties leaves properties stage'],
    ['dates', '$defs trigger properties date'],
    ['events', '$defs trigger properties inactive properties event'],
    ['campaigns', '$defs trigger properties received properties campaign'],
    ['events', '$defs unless properties event'],
    ['events', '$defs step properties wait_for properties event'],
    ['templates', '$defs message properties template'],
    ['topics', '$defs message properties topic'],
    ['incentives', '$defs message properties incentive'],
    ['metrics', '$defs message properties test properties metric'],
    ['templates', '$defs message properties test properties variants items properties template'],
  ],
  'condition.schema.json': [
    ['fields', '$defs condition properties attribute'],
    ['events', '$defs condition properties event'],
    ['segments', '$defs condition properties segment'],
    ['stages', '$defs condition properties stage'],
    ['campaigns', '$defs condition properties message properties campaign'],
  ],
  'config.schema.json': [
    ['events', '$defs metric properties share'],
    ['events', '$defs metric properties count'],
  ],
  'template.schema.json': [],
  'block.schema.json': [['partials', 'properties rules items properties partial']],
};

type Node = Record<string, unknown>;

/** The schemas of this language with the project's own names in place of "any name", for completion in editors: file name → text. The same names give the same bytes. */
export function nameSchemas(names: ProjectNames): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(PLACES).map(([file, places]) => {
      const schema = structuredClone(loadSchema(file).schema) as Node;
      for (const [kind, path] of places) narrow(schema, path.split(' '), kind, names);
      return [file, `${JSON.stringify(schema, null, 2)}\n`];
    }),
  );
}

function narrow(schema: Node, path: readonly string[], kind: keyof ProjectNames, names: ProjectNames): void {
  const place = path.reduce<Node | undefined>((node, key) => node?.[key] as Node | undefined, schema);
  invariant(place, `the schemas have ${path.join('.')}`);
  // Where nothing is declared yet, an empty list would only say that nothing is right.
  if (names[kind].length === 0) return;
  for (const key of ['$ref', 'pattern', 'examples']) delete place[key];
  place.type = 'string';
  const parts = kind === 'fields' ? names.fieldsWithParts : [];
  if (parts.length === 0) place.enum = names[kind];
  else place.anyOf = [{ enum: names[kind] }, { pattern: `^(${parts.join('|')})\\.[A-Za-z_][A-Za-z0-9_]*$` }];
}
