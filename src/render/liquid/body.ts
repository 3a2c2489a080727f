import type { ByteSink } from '../byte-sink.js';
import { encodeLine } from '../quoted-printable.js';
import { tidyLine } from '../tidy-text.js';
import { writeLine } from '../write-line.js';

/** Whole lines that are the same for everybody, tidied each. */
export interface LineBlock {
  readonly lines: readonly string[];
  /** From the first to the last that is not empty, encoded; null when all are empty. */
  readonly encoded: Uint8Array | null;
  /** Whether empty ones stand before those, and behind them. */
  readonly isApart: boolean;
  readonly leavesGap: boolean;
}

/** A body of an email that is being written in quoted-printable: by pieces right into the sink, or as tidy text by lines. */
export class Body {
  /** What there is of the line in hand, the first so many of them: only whole ones can be tidied. */
  readonly #parts: string[] = [];
  #count = 0;
  #isBegun = false;
  #hasGap = false;

  constructor(readonly sink: ByteSink) {}

  /** Goes on with the line in hand, by something that holds neither line breaks nor hard spaces. */
  add(text: string): void {
    if (text !== '') this.#parts[this.#count++] = text;
  }

  /** The line in hand is whole. */
  endLine(): void {
    const count = this.#count;
    if (count === 0) {
      this.#hasGap = true;
      return;
    }
    const parts = this.#parts;
    const before = this.sink.length;
    this.#breakLine();
    this.#count = 0;
    this.#hasGap = false;
    if (this.#isBegun && !endsInSpace(parts[count - 1]!) && writeLine(this.sink, parts, count)) return;
    const tidied = tidyLine(parts.slice(0, count).join(''));
    const line = this.#isBegun ? tidied : tidied.trimStart();
    if (line !== '') this.sink.ascii(encodeLine(line));
    else this.sink.cut(before);
    this.#isBegun ||= line !== '';
    this.#hasGap = line === '';
  }

  /** Writes whole lines behind the one that was ended last. */
  addBlock({ lines, encoded, isApart, leavesGap }: LineBlock): void {
    if (encoded === null) this.#hasGap ||= lines.length > 0;
    else if (this.#isBegun) {
      this.#hasGap ||= isApart;
      this.#breakLine();
      this.sink.put(encoded);
      this.#hasGap = leavesGap;
    } else
      for (const line of lines) {
        this.add(line);
        this.endLine();
      }
  }

  /** Ends the last line of a text; false when all of it is empty. */
  end(): boolean {
    if (this.#count > 0) this.endLine();
    return this.#isBegun;
  }

  /** As in `tidyText` no empty line is the first or the last one, and never two stand together. */
  #breakLine(): void {
    if (!this.#isBegun) return;
    this.sink.breakLine(false);
    if (this.#hasGap) this.sink.breakLine(false);
  }
}

/** Unicode knows more of them than there are in ASCII. */
function endsInSpace(text: string): boolean {
  const last = text.charCodeAt(text.length - 1);
  return last <= 0x20 || (last >= 0x80 && text.trimEnd() !== text);
}
