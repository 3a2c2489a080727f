import { invariant } from '../model/failure.js';
import type { ProjectNames } from '../model/project-names.js';
import { loadSchema } from './schema.js';
import { SNIPPETS } from './snippets.js';

/** The lists among the names. */
type Kind = Exclude<keyof ProjectNames, 'properties' | 'steps' | 'columns' | 'writable'>;

/** Where names stand: what is named, and the places by schema file as paths of keys. */
const PLACES: Readonly<Record<string, readonly (readonly [names: Kind, path: string])[]>> = {
  'campaign.schema.json': [
    ['stages', 'properties stage items'],
    ['metrics', 'properties kpi properties metric'],
    ['metrics', 'properties kpi properties secondary items'],
    ['metrics', '$defs guardrail allOf 0 then'],
    ['metrics', '$defs guardrail properties metric'],
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
    ['metrics', 'properties economics properties revenue'],
  ],
  'template.schema.json': [],
  'persona.schema.json': [],
  'block.schema.json': [['partials', 'properties rules items properties partial']],
};

/** Objects that name an event, with its properties beside it. */
const BESIDE_EVENT: Readonly<Record<string, readonly string[]>> = {
  'campaign.schema.json': ['$defs trigger', '$defs unless', '$defs step properties wait_for'],
  'condition.schema.json': ['$defs condition'],
};

/** Objects that name a campaign, with a step of it that sends beside it. */
const MESSAGES: Readonly<Record<string, readonly string[]>> = {
  'condition.schema.json': ['$defs condition properties message'],
};

type Node = Record<string, unknown>;

/** The schemas of this language with the project's own names in place of "any name", for completion in editors: file name → text. The same names give the same bytes. */
export function nameSchemas(names: ProjectNames): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(PLACES).map(([file, places]) => {
      const schema = structuredClone(loadSchema(file).schema) as Node;
      for (const [kind, path] of places) narrow(schema, path.split(' '), kind, names);
      for (const path of BESIDE_EVENT[file] ?? [])
        addRules(find(schema, path), 'event', names.properties, narrowProperties);
      for (const path of MESSAGES[file] ?? []) addRules(find(schema, path), 'campaign', names.steps, narrowStep);
      if (file === 'condition.schema.json') narrowPeople(schema, names);
      if (file === 'persona.schema.json') narrowRows(schema, names);
      for (const [path, snippets] of Object.entries(SNIPPETS[file] ?? {}))
        find(schema, path).defaultSnippets = snippets;
      return [file, `${JSON.stringify(schema, null, 2)}\n`];
    }),
  );
}

function narrow(schema: Node, path: readonly string[], kind: Kind, names: ProjectNames): void {
  const place = find(schema, path.join(' '));
  // Where nothing is declared yet, an empty list would only say that nothing is right.
  if (names[kind].length === 0) return;
  for (const key of ['$ref', 'pattern', 'examples']) delete place[key];
  place.type = 'string';
  place.enum = names[kind];
}

function find(schema: Node, path: string): Node {
  const place = path.split(' ').reduce<Node | undefined>((node, key) => node?.[key] as Node | undefined, schema);
  invariant(place, `the schemas have ${path}`);
  return place;
}

/** Says for every value that a key may have what goes with it; as conditions, so that an editor blames and offers what belongs to that value alone. */
function addRules(
  place: Node,
  key: string,
  names: ReadonlyMap<string, readonly string[]>,
  then: (names: readonly string[], place: Node) => Node,
): void {
  const rules = [...names]
    .filter(([, beside]) => beside.length > 0)
    .map(([value, beside]) => {
      const when = { required: [key], properties: { [key]: { const: value } } };
      const parts: readonly (readonly [string, unknown])[] = [
        ['if', when],
        ['then', then(beside, place)],
      ];
      return Object.fromEntries(parts);
    });
  place.allOf = [...((place.allOf as readonly Node[] | undefined) ?? []), ...rules];
}

/** Property names as `properties` for completion, and as `propertyNames` for what is not one. */
function narrowProperties(properties: readonly string[], place: Node): Node {
  const known = place.properties as Node;
  const named = {
    properties: Object.fromEntries(properties.map((name) => [name, {}])),
    propertyNames: { enum: properties },
  };
  const places: Node = { where: named, sum: named, key: { enum: properties } };
  return { properties: Object.fromEntries(Object.entries(places).filter(([key]) => key in known)) };
}

/** Somebody made up: the names of what is known of them, and whole events. */
function narrowPeople(schema: Node, names: ProjectNames): void {
  closeTo(find(schema, '$defs madePerson'), names.writable, (value) => value);
  find(schema, '$defs madeEvent').defaultSnippets = [...names.properties].map(([event, properties]) => {
    const gaps = properties.map((name, index) => `${name}: $${index + 2}`).join(', ');
    const body = `\${1:${DAY}} ${event}${gaps === '' ? '' : ` {${gaps}}`}`;
    return { label: event, description: 'it happens', body };
  });
}

const DAY = '2026-03-02T10:00';

function narrowRows(schema: Node, names: ProjectNames): void {
  closeTo(find(schema, 'properties catalogs'), [...names.columns.keys()], (rows, catalog) => {
    const own = structuredClone(rows);
    const [row] = Object.values(own.patternProperties as Node);
    closeTo(row as Node, names.columns.get(catalog) ?? [], (value) => value);
    return own;
  });
}

/** In place of keys of any name, these. */
function closeTo(place: Node, names: readonly string[], child: (any: Node, name: string) => Node): void {
  // Where nothing is declared yet, an empty list would only say that nothing is right.
  if (names.length === 0) return;
  const [any] = Object.values(place.patternProperties as Node);
  delete place.patternProperties;
  place.properties = Object.fromEntries(names.map((name) => [name, child(any as Node, name)]));
}

function narrowStep(steps: readonly string[]): Node {
  return { properties: { step: { enum: steps } } };
}
