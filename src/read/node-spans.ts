import { invariant } from '../model/failure.js';
import type { Span, Spans } from '../model/span.js';
import type { FileText } from './file-text.js';

/** 0-based UTF-16 offsets, the second exclusive. */
export type Range = readonly [start: number, end: number];

/** Where one entry of an object or list stands. */
export interface EntryPlace {
  readonly key: Range;
  /** Null when nothing is written behind the key. */
  readonly value: Range | null;
  /** A plain scalar as it is written; null for everything else. */
  readonly plain: string | null;
}

/** Where an object or list and its entries stand. */
export interface NodePlace {
  readonly source: FileText;
  readonly range: Range;
  readonly entries: ReadonlyMap<string | number, EntryPlace>;
}

/** The places of everything that the readers of one project made. */
export class NodeSpans implements Spans {
  readonly #places = new WeakMap<object, NodePlace>();

  /** Remembers where an object or list stands. */
  record(node: object, source: FileText, range: Range, entries: ReadonlyMap<string | number, EntryPlace>): void {
    this.#places.set(node, { source, range, entries });
  }

  /** Where an object or list and its entries stand, as it was recorded. */
  places(node: object): NodePlace {
    return this.#place(node);
  }

  node(node: object): Span {
    const { source, range } = this.#place(node);
    return source.spanAt(range[0], range[1]);
  }

  /** The first line of an object or list: enough to point at the whole of it. */
  firstLine(node: object): Span {
    const { source, range } = this.#place(node);
    const lineEnd = source.text.indexOf('\n', range[0]);
    return source.spanAt(range[0], lineEnd < 0 ? range[1] : Math.min(range[1], lineEnd));
  }

  key(node: object, key: string | number): Span {
    const { source, range, entries } = this.#place(node);
    const [start, end] = entries.get(key)?.key ?? range;
    return source.spanAt(start, end);
  }

  value(node: object, key: string | number): Span {
    const { source, range, entries } = this.#place(node);
    const entry = entries.get(key);
    const [start, end] = entry?.value ?? entry?.key ?? range;
    return source.spanAt(start, end);
  }

  /** The plain scalar behind a key as it is written (`1.10`), or null. */
  plain(node: object, key: string | number): string | null {
    return this.#place(node).entries.get(key)?.plain ?? null;
  }

  #place(node: object): NodePlace {
    const place = this.#places.get(node);
    invariant(place, 'a span was asked of an object that no reader made');
    return place;
  }
}
