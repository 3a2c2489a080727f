import { BUILT_IN_EVENTS } from '../../model/built-in-events.js';
import type { Project } from '../../model/project.js';
import type { ValueType } from '../../model/value.js';
import { remember } from '../remember.js';
import { configMap, isMap, listAt, mapAt } from '../yaml-map.js';

/** What is declared of a value; `type` is null when its declaration cannot be made out. */
export interface DeclaredType {
  readonly type: ValueType | null;
  /** The only values there are, or null. */
  readonly values: readonly string[] | null;
  /** Whether it may be unknown. */
  readonly optional: boolean;
}

/** Every event that may be used, with the types of its properties: those of the configuration and the built-in ones. */
export const declaredEvents = remember((project: Project): ReadonlyMap<string, ReadonlyMap<string, DeclaredType>> => {
  const own = Object.entries(mapAt(configMap(project), 'events') ?? {});
  const builtIn = Object.entries(BUILT_IN_EVENTS);
  return new Map(
    [...builtIn, ...own].map(([name, properties]) => [
      name,
      new Map(Object.entries(isMap(properties) ? properties : {}).map(([key, value]) => [key, declaredType(value)])),
    ]),
  );
});

/** Reads `string` or `{type: string, enum: […]}`. */
export function declaredType(declaration: unknown): DeclaredType {
  if (!isMap(declaration)) return { type: valueType(declaration), values: null, optional: false };
  const values = listAt(declaration, 'enum')?.filter((value) => typeof value === 'string') ?? null;
  return { type: valueType(declaration.type), values, optional: declaration.optional === true };
}

function valueType(text: unknown): ValueType | null {
  const types: readonly unknown[] = ['string', 'number', 'boolean', 'date', 'time'];
  return types.includes(text) ? (text as ValueType) : null;
}
