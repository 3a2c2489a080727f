import type { FindingsChange } from '../../model/review.js';
import { type Findings, inReadingOrder, worstFirst } from './findings.js';
import { fingerprintAll } from './fingerprint.js';

/** Findings, with those that only the baseline hides. */
export interface KnownFindings extends Findings {
  readonly hidden: Findings['diagnostics'];
}

/** What there is to find now and was not before, and the other way round: by what the findings are of, never by their lines. `was` is null where it is not known. */
export function compareFindings(was: KnownFindings | null, is: KnownFindings): FindingsChange {
  const before = printsOf(was ?? { diagnostics: [], hidden: [], sources: () => null, summary: { files: 0 } });
  const now = printsOf(is);
  const added = is.diagnostics.filter((one) => !before.all.has(now.of(one)));
  const gone = (was?.diagnostics ?? []).filter((one) => !now.all.has(before.of(one)));
  return {
    added: worstFirst(added),
    fixed: gone.length,
    unchanged: is.diagnostics.length - added.length,
    errors: worstFirst(is.diagnostics).filter(({ severity }) => severity === 'error'),
    isCompared: was !== null,
  };
}

function printsOf({ diagnostics, hidden, sources }: KnownFindings): {
  readonly all: ReadonlySet<string>;
  of(one: Findings['diagnostics'][number]): string;
} {
  // The second of two alike has another print: both sides must count in one order.
  const prints = fingerprintAll(inReadingOrder([...diagnostics, ...hidden]), sources);
  return { all: new Set(prints.values()), of: (one) => prints.get(one) ?? '' };
}
