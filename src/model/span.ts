/** A place in a file: 1-based `line` and `column` (code points), 0-based UTF-16 `offset`. */
export interface Position {
  readonly line: number;
  readonly column: number;
  readonly offset: number;
}

/** A stretch of a project file; `file` is relative to the project root with forward slashes; `end` is exclusive. */
export interface Span {
  readonly file: string;
  readonly start: Position;
  readonly end: Position;
}

/** Where the parts of a parsed file stand: every object and array that a reader made, with its keys and values. */
export interface Spans {
  /** The whole of an object or array. */
  node(node: object): Span;
  /** The key itself (`dleay` in `dleay: 3d`); for an item of a list, the item. */
  key(node: object, key: string | number): Span;
  /** The value behind a key. Falls back to the key, then to the node, so that there is always a place. */
  value(node: object, key: string | number): Span;
}
