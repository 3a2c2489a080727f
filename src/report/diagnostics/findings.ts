import { compareDiagnostics, type Diagnostic } from '../../model/diagnostic.js';

/** Everything a printer of findings needs: the findings, the text of the files they stand in, and how many files were looked at. */
export interface Findings {
  readonly diagnostics: readonly Diagnostic[];
  /** The text of a project file, or null when there is none to show. */
  readonly sources: (file: string) => string | null;
  readonly summary: {
    /** How many project files were read. */
    readonly files: number;
    /** How many warnings only the baseline hides; absent is none. */
    readonly hidden?: number;
  };
}

/** The findings in the order of `compareDiagnostics`, errors and warnings mixed. */
export function inReadingOrder(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  return [...diagnostics].sort(compareDiagnostics);
}

/** The findings with errors before warnings, each in the order of `compareDiagnostics`. */
export function worstFirst(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const ordered = inReadingOrder(diagnostics);
  return [...ordered.filter((one) => one.severity === 'error'), ...ordered.filter((one) => one.severity === 'warning')];
}

/** What to do about a finding, one sentence each; the first says so where `check --fix` does it. */
export function helpOf({ help, fix }: Diagnostic): string[] {
  const lines = [...(help ?? [])];
  if (fix?.safe !== true) return lines;
  const [first = fix.title, ...rest] = lines;
  return [`${first}  [safe fix: lifecycle check --fix]`, ...rest];
}

/** How many findings are of each severity, and in how many files they stand. */
export function countFindings(diagnostics: readonly Diagnostic[]): { errors: number; warnings: number; files: number } {
  const errors = diagnostics.filter((one) => one.severity === 'error').length;
  const files = new Set(diagnostics.map((one) => one.span.file)).size;
  return { errors, warnings: diagnostics.length - errors, files };
}
