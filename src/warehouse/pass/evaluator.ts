import type { Moment } from '../sql/edges.js';
import { FeatureColumns } from './feature-columns.js';
import type { PersonEvents } from './person-events.js';
import type { Part, Program } from './program.js';
import { BITS } from './scan.js';

/** People whose answers lie in one number, a bit each. */
export const TOGETHER = 32;

/**
 * Answers a program for many people together. The features of one person after the other are worked out from the events that are gathered for them; then each part of the conditions is answered for all
 * of these people at once, which is a few operations on words of bits.
 */
export class Evaluator {
  readonly #features: FeatureColumns;
  /** By part: a bit for each row. */
  #answers: readonly Int32Array[] = [];
  /** By row: the place of its moment. */
  #moments = new Int32Array();

  constructor(
    readonly program: Program,
    readonly moments: readonly Moment[],
    events: PersonEvents,
  ) {
    this.#features = new FeatureColumns(program, moments, events);
  }

  /** By name: what happened then or before changes no answer. */
  unasked(): readonly number[] {
    return this.#features.unasked();
  }

  /** Makes room for so many people. */
  begin(rows: number): void {
    if (rows > this.#moments.length) {
      const words = Math.ceil(rows / TOGETHER);
      this.#moments = new Int32Array(words * TOGETHER);
      this.#answers = this.program.parts.map(() => new Int32Array(words));
    }
    this.#features.begin(rows);
  }

  /** Takes in the person whose events are in `events`, at the moment of that place. */
  add(row: number, moment: number): void {
    this.#moments[row] = moment;
    this.#features.add(row, moment);
  }

  /** Answers all parts for the rows that were added; `words` are their bits. The answer for row `i` is bit `i % 32` of word `i / 32`. */
  answer(rows: number, words: readonly Int32Array[]): readonly Int32Array[] {
    for (const [place, part] of this.program.parts.entries()) this.#answer(part, this.#answers[place]!, rows, words);
    return this.#answers;
  }

  #answer(part: Part, answers: Int32Array, rows: number, words: readonly Int32Array[]): void {
    const used = Math.ceil(rows / TOGETHER);
    switch (part.kind) {
      case 'always':
        answers.fill(part.holds ? -1 : 0, 0, used);
        return;
      case 'person': {
        const column = words[(part.bit / BITS) | 0]!;
        const place = part.bit % BITS;
        for (let word = 0, from = 0; word < used; word++, from += TOGETHER) {
          const to = Math.min(from + TOGETHER, rows);
          let bits = 0;
          for (let row = from; row < to; row++) bits |= ((column[row]! >> place) & 1) << (row - from);
          answers[word] = bits;
        }
        return;
      }
      case 'since': {
        const [times, moments] = [this.#features.columns[part.feature]!, this.#moments];
        const first = part.window * this.moments.length;
        const after = this.#features.after.subarray(first, first + this.moments.length);
        for (let word = 0, from = 0; word < used; word++, from += TOGETHER) {
          const to = Math.min(from + TOGETHER, rows);
          let bits = 0;
          for (let row = from; row < to; row++) bits |= (times[row]! > after[moments[row]!]! ? 1 : 0) << (row - from);
          answers[word] = bits;
        }
        return;
      }
      case 'number': {
        const column = this.#features.columns[part.feature]!;
        for (let word = 0, from = 0; word < used; word++, from += TOGETHER)
          answers[word] = part.test(column, from, Math.min(from + TOGETHER, rows));
        return;
      }
      case 'not': {
        const of = this.#answers[part.of]!;
        for (let i = 0; i < used; i++) answers[i] = ~of[i]!;
        return;
      }
      case 'all': {
        answers.fill(-1, 0, used);
        for (const one of part.of) {
          const of = this.#answers[one]!;
          for (let i = 0; i < used; i++) answers[i]! &= of[i]!;
        }
        return;
      }
      case 'any': {
        answers.fill(0, 0, used);
        for (const one of part.of) {
          const of = this.#answers[one]!;
          for (let i = 0; i < used; i++) answers[i]! |= of[i]!;
        }
      }
    }
  }
}
