import { compareText, type Diagnostic } from '../../model/diagnostic.js';

/** How many warnings of each code each file had, sorted: no line numbers, so that edits elsewhere in a file change nothing. */
export type Baseline = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** Counts the warnings; errors never get into a baseline. */
export function makeBaseline(diagnostics: readonly Diagnostic[]): Baseline {
  const counts = countWarnings(diagnostics);
  const files = [...new Set(diagnostics.map(({ span }) => span.file))].sort(compareText);
  const codes = [...new Set(diagnostics.map(({ code }) => code))].sort(compareText);
  const entries = files.map((file) => {
    const found = codes.map((code) => [code, counts.get(keyOf(file, code)) ?? 0] as const);
    return [file, Object.fromEntries(found.filter(([, count]) => count > 0))] as const;
  });
  return Object.fromEntries(entries.filter(([, found]) => Object.keys(found).length > 0));
}

/**
 * Hides the warnings that the baseline allows for. Where a file has more of a code than it allows, all of them are shown, as the new one cannot be told from
 * the old. `canShrink` says that it allows for more than there is.
 */
export function followBaseline(
  diagnostics: readonly Diagnostic[],
  baseline: Baseline,
): { shown: readonly Diagnostic[]; hidden: readonly Diagnostic[]; canShrink: boolean } {
  const counts = countWarnings(diagnostics);
  const shown: Diagnostic[] = [];
  const hidden: Diagnostic[] = [];
  for (const one of diagnostics) {
    const { code, span, severity, notes } = one;
    const allowed = baseline[span.file]?.[code] ?? 0;
    const count = counts.get(keyOf(span.file, code)) ?? 0;
    if (severity === 'error' || allowed === 0) shown.push(one);
    else if (count <= allowed) hidden.push(one);
    else
      shown.push({
        ...one,
        notes: [...(notes ?? []), `the baseline allows ${allowed} in this file; there are ${count}`],
      });
  }
  const canShrink = Object.entries(baseline).some(([file, codes]) =>
    Object.entries(codes).some(([code, allowed]) => (counts.get(keyOf(file, code)) ?? 0) < allowed),
  );
  return { shown, hidden, canShrink };
}

function countWarnings(diagnostics: readonly Diagnostic[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { code, severity, span } of diagnostics) {
    if (severity === 'warning') counts.set(keyOf(span.file, code), (counts.get(keyOf(span.file, code)) ?? 0) + 1);
  }
  return counts;
}

function keyOf(file: string, code: string): string {
  return `${code} ${file}`;
}
