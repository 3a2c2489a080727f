import { type FileText, makeFileText } from './file-text.js';
import { NodeSpans } from './node-spans.js';

/**
 * What reading a project leaves for reading it again in the same process: a file whose text is the same is neither parsed nor judged a second time, and what was made of it stays the same object.
 */
export class ReadMemory {
  /** The places of everything that was read with this memory. */
  readonly spans = new NodeSpans();
  readonly #texts = new Map<string, FileText>();
  readonly #answers = new WeakMap<FileText, Map<string, unknown>>();

  /** The text of a file, as the object that it was before when it is the same. */
  text(file: string, text: string): FileText {
    const before = this.#texts.get(file);
    if (before?.text === text) return before;
    const made = makeFileText(file, text);
    this.#texts.set(file, made);
    return made;
  }

  /** Forgets the files that are not among those of the last reading. */
  keep(files: ReadonlySet<string>): void {
    for (const file of this.#texts.keys()) if (!files.has(file)) this.#texts.delete(file);
  }

  /** The answer to a question about a text that depends on nothing else; asked once for each text. */
  recall<T>(source: FileText, question: string, answer: () => T): T {
    const known = this.#answers.get(source) ?? new Map<string, unknown>();
    this.#answers.set(source, known);
    if (!known.has(question)) known.set(question, answer());
    return known.get(question) as T;
  }
}
