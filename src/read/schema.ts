import { readFileSync } from 'node:fs';
import { invariant } from '../model/failure.js';
import { makeGroup } from './make-group.js';

/** The keywords of JSON Schema 2020-12 that the schemas of this project use; nothing else may stand in them. */
export interface Schema {
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Schema>>;
  /** What a marketer calls it; decides the words and the code of a finding. */
  readonly title?: string;
  readonly examples?: readonly unknown[];
  readonly type?: string | readonly string[];
  readonly enum?: readonly string[];
  readonly const?: unknown;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly patternProperties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: false;
  readonly propertyNames?: { readonly enum: readonly string[] };
  readonly required?: readonly string[];
  readonly minProperties?: number;
  readonly maxProperties?: number;
  /** Which of its keys tells what an object is: exactly one of them must be there. */
  readonly anyOf?: readonly { readonly required: readonly [string] }[];
  readonly allOf?: readonly { readonly if: Schema; readonly then?: Schema; readonly else?: Schema }[];
}

/** A schema and the file in `schemas/` from which its references count. */
export interface LocatedSchema {
  readonly file: string;
  readonly schema: Schema;
}

const files = new Map<string, Schema>();

/** The schema of a kind of file, read once from the package's `schemas/`. */
export function loadSchema(file: string): LocatedSchema {
  let schema = files.get(file);
  if (!schema) {
    const text = readFileSync(new URL(`../../schemas/${file}`, import.meta.url), 'utf8');
    schema = JSON.parse(text, withoutPrototype) as Schema;
    files.set(file, schema);
  }
  return { file, schema };
}

/** Where each reference leads, as every value of every file asks for it. */
const followed = new WeakMap<Schema, LocatedSchema>();

/** The schema itself, or the one it refers to. */
export function followReference(located: LocatedSchema): LocatedSchema {
  const { schema } = located;
  if (!schema.$ref) return located;
  const known = followed.get(schema) ?? lookUp(located.file, schema.$ref);
  followed.set(schema, known);
  return known;
}

function lookUp(file: string, reference: string): LocatedSchema {
  const [path = '', name = ''] = reference.split('#/$defs/');
  const target = loadSchema(path === '' ? file : path);
  const found = target.schema.$defs?.[name];
  invariant(found, `${file} refers to ${reference}, which does not exist`);
  return followReference({ file: target.file, schema: found });
}

/** A key called `toString` must not be found in a schema that never mentions it. */
function withoutPrototype(_: string, value: unknown): unknown {
  const isObject = value !== null && typeof value === 'object' && !Array.isArray(value);
  return isObject ? Object.assign(makeGroup(), value) : value;
}
