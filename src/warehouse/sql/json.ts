import { literal } from './text.js';

/** A JSON Pointer to a key path, as an SQL constant: any key is only a key (JSONPath would read `*` and `$`). */
export function pointer(...keys: readonly string[]): string {
  return literal(keys.map((key) => `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`).join(''));
}

/** SQL that is true where a JSON value behind a pointer is an object or a list. */
export function isNested(json: string, path: string): string {
  return `coalesce(json_type(${json}, ${path}) IN ('OBJECT', 'ARRAY'), FALSE)`;
}

/** SQL that is true for text that is one JSON object. */
export function isObject(text: string): string {
  return `(CASE WHEN json_valid(${text}) THEN json_type(${text}) = 'OBJECT' ELSE FALSE END)`;
}

/**
 * SQL for a JSON object as text that does not depend on the order of its keys; keys without a value are left out. Values are as they are written.
 */
export function canonicalObject(json: string): string {
  const value = `json_extract(${json}, '/' || replace(replace(k, '~', '~0'), '/', '~1'))`;
  const kept = `list_filter(list_sort(json_keys(${json})), lambda k: CAST(${value} AS VARCHAR) <> 'null')`;
  return `('{' || array_to_string(list_transform(${kept}, lambda k: CAST(to_json(k) AS VARCHAR) || ':' || CAST(${value} AS VARCHAR)), ',') || '}')`;
}
