import { followReference, type LocatedSchema, type Schema } from './schema.js';

/** An object that `parseYaml` made. */
export type YamlObject = Readonly<Record<string, unknown>>;

/** Whether a value that `parseYaml` made is of a JSON Schema type. */
export function isOfType(value: unknown, type: string): boolean {
  switch (type) {
    case 'null':
      return value === null;
    case 'array':
      return Array.isArray(value);
    case 'object':
      return value !== null && typeof value === 'object' && !Array.isArray(value);
    case 'integer':
      return Number.isInteger(value);
    default:
      return typeof value === type;
  }
}

/** Whether a value is of one of the types of a schema, which may say nothing of them. */
export function isOfTypes(value: unknown, types: Schema['type']): boolean {
  if (types === undefined) return true;
  return typeof types === 'string' ? isOfType(value, types) : types.some((type) => isOfType(value, type));
}

/** Whether an `if` holds: the schemas ask only for types, keys and constants there. */
export function accepts(schema: Schema, value: unknown): boolean {
  if (!isOfTypes(value, schema.type)) return false;
  if (!isOfType(value, 'object')) return true;
  const object = value as YamlObject;
  if (schema.required?.some((key) => !(key in object))) return false;
  return Object.entries(schema.properties ?? {}).every(
    ([key, { const: wanted }]) => !(key in object) || object[key] === wanted,
  );
}

/** The neighbour under which a key would be known: one that is there already, else the first. */
export function homeOf({ schema, file }: LocatedSchema, value: YamlObject, key: string): string | null {
  const homes = Object.entries(schema.properties ?? {})
    .filter(([, child]) => Object.hasOwn(followReference({ file, schema: child }).schema.properties ?? {}, key))
    .map(([name]) => name);
  // Where one key tells the kind, moving it under another kind's key would make a second error of the first.
  return homes.find((name) => name in value) ?? (schema.anyOf ? null : (homes[0] ?? null));
}

/** Those of its kind-telling keys that an object has, in the order of the file. */
export function kindsIn(schema: Schema, value: YamlObject): readonly string[] {
  if (!isOfType(value, 'object')) return [];
  const kinds = (schema.anyOf ?? []).map(({ required }) => required[0]);
  return Object.keys(value).filter((key) => kinds.includes(key));
}

/** What text at this place must be: the schema itself, or the one that `{if: {type: string}}` leads to; null where text cannot stand. */
export function textSchemaOf(located: LocatedSchema): Schema | null {
  const { schema, file } = located;
  const then = schema.allOf?.find((part) => part.if.type === 'string')?.then;
  if (then) return followReference({ file, schema: then }).schema;
  return [schema.type].flat().includes('string') ? schema : null;
}

/** An example from the schema, in brackets for a sentence; empty when there is none that fits on a line. */
export function exampleOf(reference: LocatedSchema): string {
  const example = reference.schema.examples?.[0] ?? followReference(reference).schema.examples?.[0];
  return typeof example === 'string' || typeof example === 'number' ? ` (for example ${example})` : '';
}
