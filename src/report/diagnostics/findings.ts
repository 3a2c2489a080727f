import { compareDiagnostics, type Diagnostic } from '../../model/diagnostic.js';

/** Everything a printer of findings needs: the findings, the text of the files they stand in, and how many files were looked at. */
export interface Findings {
  readonly diagnostics: readonly Diagnostic[];
  /** The text of a project file, or null when there is none to show. */
  readonly sources: (file: string) => string | null;
  readonly summary: {
    /** How many project files were read. */
    readonly files: number;
  };
}

/** The findings in the order of `compareDiagnostics`, errors and warnings mixed. */
export function inReadingOrder(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  return [...diagnostics].sort(compareDiagnostics);
}

/** How many findings are of each severity, and in how many files they stand. */
export function countFindings(diagnostics: readonly Diagnostic[]): { errors: number; warnings: number; files: number } {
  const errors = diagnostics.filter((one) => one.severity === 'error').length;
  const files = new Set(diagnostics.map((one) => one.span.file)).size;
  return { errors, warnings: diagnostics.length - errors, files };
}
