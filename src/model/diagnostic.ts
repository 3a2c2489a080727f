import type { Span } from './span.js';

/** `error`: cannot compile, or would harm a recipient. `warning`: act or suppress. */
export type Severity = 'error' | 'warning';

/** Another place that matters, shown in the same frame with its own label. */
export interface RelatedSpan {
  readonly span: Span;
  readonly label: string;
}

/** A change to a file that mends a finding; `safe` ones are applied by `check --fix`. */
export interface Fix {
  readonly title: string;
  readonly safe: boolean;
  readonly edits: readonly { readonly span: Span; readonly text: string }[];
}

/** One finding about the user's files. Data only: printers live in `report/`. */
export interface Diagnostic {
  /** Permanent, `LC` and three digits; see `lifecycle explain`. */
  readonly code: string;
  /** The same identity in words, kebab-case, naming the bad thing. */
  readonly name: string;
  readonly severity: Severity;
  /** What is wrong; stands alone, no capital, no full stop, no advice. */
  readonly message: string;
  readonly span: Span;
  /** Why here; shown under the caret. */
  readonly label?: string;
  readonly related?: readonly RelatedSpan[];
  /** Facts and other places. */
  readonly notes?: readonly string[];
  /** What to do, imperative. */
  readonly help?: readonly string[];
  readonly fix?: Fix;
}

/** The order in which findings are shown: by file, line, column, code, message. */
export function compareDiagnostics(a: Diagnostic, b: Diagnostic): number {
  return (
    compareText(a.span.file, b.span.file) ||
    a.span.start.offset - b.span.start.offset ||
    compareText(a.code, b.code) ||
    compareText(a.message, b.message)
  );
}

/** Orders by UTF-16 code units: the same on every machine and in every locale. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
