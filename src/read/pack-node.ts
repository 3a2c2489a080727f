import type { FileText } from './file-text.js';
import { makeGroup } from './make-group.js';
import { ENTRY_PLACES, type NodePlaces, type NodeSpans, OWN_PLACES } from './node-spans.js';

/** A value that was read of YAML, with the places of everything in it, as plain JSON. */
export interface PackedNode {
  readonly value: unknown;
  /** Those of every object and list, outer ones first, one behind the other. */
  readonly places: NodePlaces;
}

/** Packs a value; null for one that JSON cannot say (an alias brings one object to two places, -0 is not 0). */
export function packNode(value: unknown, spans: NodeSpans): PackedNode | null {
  const places: (number | string)[] = [];
  const seen = new Set<object>();
  const visit = (node: unknown): boolean => {
    if (typeof node === 'number') return Number.isFinite(node) && !Object.is(node, -0);
    if (node === null || typeof node !== 'object') return true;
    if (seen.has(node)) return false;
    seen.add(node);
    for (const place of spans.places(node)) places.push(place);
    return Object.values(node).every(visit);
  };
  return visit(value) ? { value, places } : null;
}

/** Makes of a packed value what was read, places and all; null when it is not whole. */
export function unpackNode(packed: PackedNode, source: FileText, spans: NodeSpans): { readonly value: unknown } | null {
  let next = 0;
  /** Null when places are missing; the order of keys is one that JSON keeps. */
  const visit = (node: unknown): unknown => {
    if (node === null || typeof node !== 'object') return node;
    const keys = Object.keys(node);
    const places = packed.places.slice(next, next + OWN_PLACES + keys.length * ENTRY_PLACES);
    next += OWN_PLACES + keys.length * ENTRY_PLACES;
    const made: Record<string, unknown> = Array.isArray(node)
      ? ([] as unknown as Record<string, unknown>)
      : makeGroup();
    for (const key of keys) made[key] = visit((node as Readonly<Record<string, unknown>>)[key]);
    spans.record(made, source, places);
    return made;
  };
  const value = visit(packed.value);
  return next === packed.places.length && packed.places.every(isPlace) ? { value } : null;
}

/** The last place of an entry may be a text. */
function isPlace(place: unknown): boolean {
  return typeof place === 'number' || typeof place === 'string';
}
