import { invariant } from '../model/failure.js';
import type { Span, Spans } from '../model/span.js';
import type { FileText } from './file-text.js';

/** 0-based UTF-16 offsets, the second exclusive. */
export type Range = readonly [start: number, end: number];

/**
 * Where an object or list and its entries stand, in few bytes: its own range, then for each entry, in the order of `Object.keys`, the range of its key and of its value (-1 for a value that is not written) and what
 * the value is as a plain scalar: 0 none, 1 the text of its range, else itself.
 */
export type NodePlaces = readonly (number | string)[];

/** How many of them an object or list has for itself. */
export const OWN_PLACES = 2;
/** How many of them each entry has. */
export const ENTRY_PLACES = 5;

interface Recorded {
  readonly source: FileText;
  readonly places: NodePlaces;
  /** Which entry of an object a key is; made when there are many and one is asked for. */
  order?: ReadonlyMap<string, number>;
}

/** More keys than this are not looked through one by one. */
const MANY = 20;

/** The places of everything that the readers of one project made. */
export class NodeSpans implements Spans {
  readonly #recorded = new WeakMap<object, Recorded>();

  /** Remembers where an object or list stands. */
  record(node: object, source: FileText, places: NodePlaces): void {
    this.#recorded.set(node, { source, places });
  }

  /** Where an object or list and its entries stand, as it was recorded. */
  places(node: object): NodePlaces {
    return this.#of(node).places;
  }

  node(node: object): Span {
    const { source, places } = this.#of(node);
    return source.spanAt(...rangeAt(places, 0));
  }

  /** The first line of an object or list: enough to point at the whole of it. */
  firstLine(node: object): Span {
    const { source, places } = this.#of(node);
    const [start, end] = rangeAt(places, 0);
    const lineEnd = source.text.indexOf('\n', start);
    return source.spanAt(start, lineEnd < 0 ? end : Math.min(end, lineEnd));
  }

  key(node: object, key: string | number): Span {
    const recorded = this.#of(node);
    return recorded.source.spanAt(...rangeAt(recorded.places, entryAt(recorded, node, key) ?? 0));
  }

  value(node: object, key: string | number): Span {
    const recorded = this.#of(node);
    const at = entryAt(recorded, node, key);
    if (at === null) return this.node(node);
    const value = rangeAt(recorded.places, at + 2);
    return recorded.source.spanAt(...(value[0] < 0 ? rangeAt(recorded.places, at) : value));
  }

  /** The plain scalar behind a key as it is written (`1.10`), or null. */
  plain(node: object, key: string | number): string | null {
    const recorded = this.#of(node);
    const at = entryAt(recorded, node, key);
    const plain = at === null ? 0 : recorded.places[at + 4]!;
    if (typeof plain === 'string' || at === null) return plain === 0 ? null : String(plain);
    return plain === 0 ? null : recorded.source.text.slice(...rangeAt(recorded.places, at + 2));
  }

  #of(node: object): Recorded {
    const recorded = this.#recorded.get(node);
    invariant(recorded, 'a span was asked of an object that no reader made');
    return recorded;
  }
}

function rangeAt(places: NodePlaces, at: number): Range {
  return [Number(places[at]), Number(places[at + 1])];
}

/** Where the places of an entry begin; null for one that there is not. */
function entryAt(recorded: Recorded, node: object, key: string | number): number | null {
  const { places } = recorded;
  const count = (places.length - OWN_PLACES) / ENTRY_PLACES;
  const index = Array.isArray(node) ? (typeof key === 'number' ? key : -1) : orderOf(recorded, node, count, key);
  return index >= 0 && index < count ? OWN_PLACES + index * ENTRY_PLACES : null;
}

function orderOf(recorded: Recorded, node: object, count: number, key: string | number): number {
  if (typeof key === 'number') return -1;
  if (count <= MANY) return Object.keys(node).indexOf(key);
  recorded.order ??= new Map(Object.keys(node).map((name, index) => [name, index]));
  return recorded.order.get(key) ?? -1;
}
