/** Ten messages of 44 KB have room in it. */
const CHUNK = 512 * 1024;
const SOFT_BREAK = 3;
const EQUALS = 0x3d;
const CR = 0x0d;
const LF = 0x0a;

/** ASCII that is written piece behind piece: what was taken stays where it is, however much comes after it. */
export class ByteSink {
  /** To be written at `at` by whoever asked for the room, who then moves `at` on. */
  bytes: Buffer = Buffer.alloc(0);
  at = 0;
  /** Where the bytes begin that nobody has taken yet. */
  #start = 0;

  /** `chunk` says how many bytes are asked for at once, as soon as any are. */
  constructor(readonly chunk = CHUNK) {}

  /** Makes sure of room for so many bytes more. */
  room(count: number): void {
    if (this.at + count <= this.bytes.length) return;
    const begun = this.bytes.subarray(this.#start, this.at);
    const larger = Buffer.allocUnsafeSlow(Math.max(this.chunk, 2 * (begun.length + count)));
    larger.set(begun);
    this.at = begun.length;
    this.#start = 0;
    this.bytes = larger;
  }

  put(bytes: Uint8Array): void {
    this.room(bytes.length);
    this.bytes.set(bytes, this.at);
    this.at += bytes.length;
  }

  /** A line break, after a `=` one that does not count. */
  breakLine(isSoft: boolean): void {
    this.room(SOFT_BREAK);
    const { bytes } = this;
    if (isSoft) bytes[this.at++] = EQUALS;
    bytes[this.at++] = CR;
    bytes[this.at++] = LF;
  }

  ascii(text: string): void {
    this.room(text.length);
    this.at += this.bytes.write(text, this.at, 'latin1');
  }

  /** Leaves room to be written into by who takes it. */
  skip(count: number): void {
    this.room(count);
    this.bytes.fill(0, this.at, this.at + count);
    this.at += count;
  }

  /** How much nobody has taken yet. */
  get length(): number {
    return this.at - this.#start;
  }

  /** Forgets line breaks in quoted-printable at the end, those that count and those that do not, down to so much that nobody has taken. */
  trimEnd(least: number): void {
    const { bytes } = this;
    const end = this.#start + least;
    while (this.at - 2 >= end && bytes[this.at - 1] === 10)
      this.at -= bytes[this.at - 3] === 61 && this.at - 3 >= end ? 3 : 2;
  }

  /** Forgets what was written behind the first so many bytes that nobody has taken. */
  cut(length: number): void {
    this.at = this.#start + length;
  }

  /** What was written since something was last taken. */
  take(): Uint8Array {
    const taken = new Uint8Array(this.bytes.buffer, this.#start, this.length);
    this.#start = this.at;
    return taken;
  }
}
