import { type MutationReport, noticedShare } from '../../model/mutation-report.js';
import { displayText } from '../diagnostics/display.js';
import { plural } from '../plural.js';

/** What no test notices, a line each with its place, then the campaigns without tests. */
export function printMutations({ mutations, untested }: MutationReport): string {
  const lines = mutations
    .filter(({ noticed }) => !noticed)
    .map(({ span, words }) => {
      const place = `${span.file}:${span.start.line}:${span.start.column}`;
      return `${place}: no test notices when ${displayText(words)}\n`;
    });
  const bare = untested.length === 0 ? '' : `without tests: ${untested.join(', ')}\n`;
  return lines.join('') + bare;
}

/** One line for the end: `40 of 48 changes noticed (83%)`. */
export function summarizeMutations(report: MutationReport): string {
  const { mutations } = report;
  const noticed = mutations.filter((one) => one.noticed).length;
  // Rounded down: 100% is all of them.
  return `${noticed} of ${plural(mutations.length, 'change')} noticed (${Math.floor(100 * noticedShare(report))}%)`;
}

/** The changes as a versioned JSON document, ended by a line break. `version` is lifecycle's own. */
export function printMutationsJson(report: MutationReport, options: { readonly version: string }): string {
  const noticed = report.mutations.filter((one) => one.noticed).length;
  const document = {
    format: 1,
    tool: { name: 'lifecycle', version: options.version },
    summary: { changes: report.mutations.length, noticed, unnoticed: report.mutations.length - noticed },
    untested: report.untested,
    changes: report.mutations.map(({ campaign, span, words, noticed: isNoticed }) => ({
      campaign,
      path: span.file,
      start: span.start,
      end: span.end,
      change: words,
      noticed: isNoticed,
    })),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}
