import type { Span } from './span.js';

/** A `lifecycle-ignore` comment: what it names, why, and how far it reaches. */
export interface Ignore {
  /** The comment itself. */
  readonly span: Span;
  /** `yaml`: after a `#`; `liquid`: in `{% comment %}`; `html`: in `<!-- -->`, which would be sent. */
  readonly form: 'yaml' | 'liquid' | 'html';
  /** The codes or names of rules as they are written, each with its place; empty when none could be read. */
  readonly rules: readonly { readonly word: string; readonly span: Span }[];
  /** Null when none is given. */
  readonly reason: string | null;
  /** What the comment stands above: findings that lie in it are meant. Null when nothing follows it, or when it does not stand on a line of its own. */
  readonly target: Span | null;
  /** False when something else stands before it on its line. */
  readonly alone: boolean;
}
