/** The events of one person after the other, as a walk gathers them: in order, with a way from each to the one of the same name before. */
export class PersonEvents {
  size = 0;
  times = new Float64Array(64);
  before = new Int32Array(64);
  codes = new Int32Array(64);
  readonly words: Int32Array[];
  readonly columns: Float64Array[];
  /** The last event of each name; -1 for none. */
  readonly last: Int32Array;

  constructor(names: number, words: number, columns: number) {
    this.last = new Int32Array(names).fill(-1);
    this.words = Array.from({ length: words }, () => new Int32Array(64));
    this.columns = Array.from({ length: columns }, () => new Float64Array(64));
  }

  /** Makes room for the next person. */
  clear(): void {
    if (this.size === 0) return;
    this.size = 0;
    this.last.fill(-1);
  }

  /** Adds an event that lies in a row of the columns of a chunk: name, time, words, numbers. */
  add(row: number, code: number, time: number, words: readonly Int32Array[], columns: readonly Float64Array[]): void {
    const place = this.size;
    if (place === this.times.length) this.#grow();
    this.times[place] = time;
    this.codes[place] = code;
    this.before[place] = this.last[code]!;
    this.last[code] = place;
    for (let i = 0; i < words.length; i++) this.words[i]![place] = words[i]![row]!;
    for (let i = 0; i < columns.length; i++) this.columns[i]![place] = columns[i]![row]!;
    this.size = place + 1;
  }

  #grow(): void {
    const length = this.times.length * 2;
    this.times = grownNumbers(this.times, length);
    this.before = grownWords(this.before, length);
    this.codes = grownWords(this.codes, length);
    for (const [i, each] of this.words.entries()) this.words[i] = grownWords(each, length);
    for (const [i, each] of this.columns.entries()) this.columns[i] = grownNumbers(each, length);
  }
}

function grownWords(old: Int32Array, length: number): Int32Array<ArrayBuffer> {
  const grown = new Int32Array(length);
  grown.set(old);
  return grown;
}

function grownNumbers(old: Float64Array, length: number): Float64Array<ArrayBuffer> {
  const grown = new Float64Array(length);
  grown.set(old);
  return grown;
}
