import { invariant } from '../../model/failure.js';
import type { PersonEvents } from './person-events.js';
import type { ScanChunk } from './scan.js';

/** Reads the events of one person after the other out of chunks that begin and end anywhere. */
export class EventReader {
  /** The arrays below lie in its memory, which goes when it goes. */
  chunk: ScanChunk | null = null;
  /** Of the tally, for the person whose events were gathered last. */
  sum = 0;
  #row = 0;
  #rows = 0;
  #pids: Int32Array = new Int32Array();
  #codes: Int32Array = new Int32Array();
  #times: Float64Array = new Float64Array();
  #words: Int32Array[] = [];
  #columns: Float64Array[] = [];
  #tally: Int32Array | null = null;
  #filling = -1;
  readonly #isWanted: Uint8Array;
  #isDone = false;

  constructor(
    readonly chunks: AsyncGenerator<ScanChunk>,
    readonly events: PersonEvents,
    codes: ReadonlySet<number>,
    readonly marks: number,
    readonly numbers: number,
    readonly hasTally: boolean,
  ) {
    this.#isWanted = Uint8Array.from(events.last, (_, code) => (codes.has(code) ? 1 : 0));
  }

  /** Gathers the events of a person, who comes after all who were asked for before. FALSE when more has to be read first. */
  fill(pid: number): boolean {
    if (this.#filling !== pid) {
      this.events.clear();
      this.sum = 0;
      this.#filling = pid;
    }
    const pids = this.#pids;
    let row = this.#row;
    while (row < this.#rows && pids[row]! < pid) row += 1;
    while (row < this.#rows && pids[row] === pid) {
      const code = this.#codes[row]!;
      if (this.#tally !== null) this.sum += this.#tally[row]!;
      if (this.#isWanted[code] === 1) this.events.add(row, code, this.#times[row]!, this.#words, this.#columns);
      row += 1;
    }
    this.#row = row;
    return row < this.#rows || this.#isDone;
  }

  async next(): Promise<void> {
    const last = this.#rows === 0 ? -1 : this.#pids[this.#rows - 1]!;
    const { value, done } = await this.chunks.next();
    this.#row = 0;
    if (done === true) {
      this.#isDone = true;
      this.#rows = 0;
      return;
    }
    const chunk: ScanChunk = value;
    this.chunk = chunk;
    this.#rows = chunk.rows;
    this.#pids = chunk.words(0);
    this.#codes = chunk.words(1);
    this.#times = chunk.numbers(2);
    this.#words = Array.from({ length: this.marks }, (_, i) => chunk.words(3 + i));
    this.#columns = Array.from({ length: this.numbers }, (_, i) => chunk.numbers(3 + this.marks + i));
    if (this.hasTally) this.#tally = chunk.words(3 + this.marks + this.numbers);
    invariant(this.#pids[0]! >= last && this.#isInOrder(), 'events come in the order of people and time');
  }

  #isInOrder(): boolean {
    for (let row = 1; row < this.#rows; row++) {
      const gap = this.#pids[row]! - this.#pids[row - 1]!;
      if (gap < 0 || (gap === 0 && this.#times[row]! < this.#times[row - 1]!)) return false;
    }
    return true;
  }
}
