import { type DuckDBValue, DuckDBVarCharVector, type DuckDBVector } from '@duckdb/node-api';

/** The value of a row of a column of one chunk. */
export type ColumnValues = (row: number) => DuckDBValue;

/** How the values of a column lie in memory; the API hands them out one by one and does not say so in its types. */
interface Lying {
  readonly items?: ArrayLike<number | bigint>;
  readonly dataView?: DataView;
  readonly validity?: { readonly data: BigUint64Array | null; readonly offset: number };
}

/** Texts of up to so many bytes lie in their column; of longer ones only where they are. */
const INLINE = 12;
/** DuckDB's `string_t`: four words, the length and then what lies inline, filled up with zeros. */
const WORDS = 4;
const SEEN = 1_024;

/** Reads columns of chunks as the API does, but without asking it for each value: most of what it takes to read a value is the asking. A text that comes again and again is made once. */
export class ColumnReader {
  readonly #words = new Uint32Array(SEEN * WORDS);
  readonly #texts = new Array<string>(SEEN).fill('');

  /** Reads as long as the chunk is there. */
  valuesOf(vector: DuckDBVector): ColumnValues {
    const { items, dataView, validity } = vector as unknown as Lying;
    if (validity === undefined) return (row) => vector.getItem(row) as DuckDBValue;
    const { data, offset } = validity;
    const bits = data === null ? null : new Uint32Array(data.buffer, data.byteOffset, data.length * 2);
    const isThere = (row: number): boolean =>
      bits === null || ((bits[(offset + row) >>> 5]! >>> ((offset + row) & 31)) & 1) === 1;
    if (items instanceof Float64Array || items instanceof Int32Array || items instanceof Int16Array)
      return (row) => (isThere(row) ? items[row]! : null);
    if (!(vector instanceof DuckDBVarCharVector) || dataView === undefined)
      return (row) => vector.getItem(row) as DuckDBValue;
    const bytes = Buffer.from(dataView.buffer, dataView.byteOffset, dataView.byteLength);
    const words = new Uint32Array(dataView.buffer, dataView.byteOffset, dataView.byteLength / 4);
    return (row) => (isThere(row) ? (this.#textAt(words, bytes, row) ?? (vector.getItem(row) as DuckDBValue)) : null);
  }

  /** A short text of ASCII; null for any other. */
  #textAt(words: Uint32Array, bytes: Buffer, row: number): string | null {
    const at = row * WORDS;
    const [length, a, b, c] = [words[at]!, words[at + 1]!, words[at + 2]!, words[at + 3]!];
    if (length > INLINE || ((a | b | c) & 0x80808080) !== 0) return null;
    const hash = Math.imul(length ^ Math.imul(a, 0x9e3779b1) ^ Math.imul(b, 0x85ebca6b) ^ c, 0xc2b2ae35) >>> 22;
    const [place, seen] = [hash * WORDS, this.#words];
    if (seen[place] === length && seen[place + 1] === a && seen[place + 2] === b && seen[place + 3] === c)
      return this.#texts[hash]!;
    const text = bytes.toString('latin1', at * 4 + 4, at * 4 + 4 + length);
    seen[place] = length;
    seen[place + 1] = a;
    seen[place + 2] = b;
    seen[place + 3] = c;
    this.#texts[hash] = text;
    return text;
  }
}
