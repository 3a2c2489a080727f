import type { FileText } from './file-text.js';
import type { EntryPlace, NodeSpans, Range } from './node-spans.js';

/** A value that `parseYaml` made, with the places of everything in it, as plain JSON. */
export interface PackedNode {
  readonly value: unknown;
  /**
   * For every object and list, outer ones first: its range, then for each entry the range of key and value (-1 for a value that is not written) and what it is as a plain scalar: 0 none, 1 the text of
   * its range, else itself.
   */
  readonly places: readonly (number | string)[];
}

/** Packs a value; null for one that JSON cannot say (an alias brings one object to two places, -0 is not 0). */
export function packNode(value: unknown, source: FileText, spans: NodeSpans): PackedNode | null {
  const places: (number | string)[] = [];
  const seen = new Set<object>();
  const visit = (node: unknown): boolean => {
    if (typeof node === 'number') return Number.isFinite(node) && !Object.is(node, -0);
    if (node === null || typeof node !== 'object') return true;
    if (seen.has(node)) return false;
    seen.add(node);
    const { range, entries } = spans.places(node);
    places.push(...range);
    for (const [key, child] of childrenOf(node)) {
      const { key: at, value: behind, plain } = entries.get(key)!;
      places.push(...at, ...(behind ?? [-1, -1]));
      places.push(plain === null ? 0 : behind !== null && source.text.slice(...behind) === plain ? 1 : plain);
      if (!visit(child)) return false;
    }
    return true;
  };
  return visit(value) ? { value, places } : null;
}

/** Makes of a packed value what `parseYaml` made, places and all; null when it is not whole. */
export function unpackNode(packed: PackedNode, source: FileText, spans: NodeSpans): { readonly value: unknown } | null {
  const { places } = packed;
  let next = 0;
  const range = (): Range => {
    const [from, to] = [places[next], places[next + 1]];
    if (typeof from !== 'number' || typeof to !== 'number') throw new RangeError('places are missing');
    next += 2;
    return [from, to];
  };
  const entry = (): EntryPlace => {
    const key = range();
    const value = range();
    const plain = places[next++];
    if (plain === undefined) throw new RangeError('places are missing');
    const written = value[0] < 0 ? null : value;
    const text = plain === 1 && written !== null ? source.text.slice(...written) : null;
    return { key, value: written, plain: typeof plain === 'string' ? plain : text };
  };
  const visit = (node: unknown): unknown => {
    if (node === null || typeof node !== 'object') return node;
    const whole = range();
    const entries = new Map<string | number, EntryPlace>();
    const made: Record<string | number, unknown> = Array.isArray(node)
      ? ([] as unknown as Record<number, unknown>)
      : Object.create(null);
    for (const [key, child] of childrenOf(node)) {
      entries.set(key, entry());
      made[key] = visit(child);
    }
    spans.record(made, source, whole, entries);
    return made;
  };
  try {
    const value = visit(packed.value);
    return next === places.length ? { value } : null;
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** In an order that JSON keeps: keys that look like numbers come first there. */
function childrenOf(node: object): Iterable<readonly [string | number, unknown]> {
  return Array.isArray(node) ? node.entries() : Object.entries(node);
}
