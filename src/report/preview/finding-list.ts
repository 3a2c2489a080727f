import type { FindingData } from '../../browser/preview-data.js';
import type { Diagnostic } from '../../model/diagnostic.js';
import { displayText } from '../diagnostics/display.js';
import { type Findings, helpOf } from '../diagnostics/findings.js';
import { printFrame } from '../diagnostics/text.js';

/** Where the files are, for whoever reads the page. */
export interface Places {
  readonly sources: Findings['sources'];
  /** The way from the folder of the page to the root of the project, such as `../`; null where the page lies outside of it. */
  readonly toRoot: string | null;
}

/** Findings that many messages share, each kept once. */
export interface FindingList {
  readonly findings: readonly FindingData[];
  /** The number of a finding, which is added when it is new. */
  add(diagnostic: Diagnostic): number;
}

/** Begins with no findings. */
export function makeFindingList(places: Places): FindingList {
  const findings: FindingData[] = [];
  const numbers = new Map<string, number>();
  return {
    findings,
    add(diagnostic) {
      const { code, message, span } = diagnostic;
      const key = JSON.stringify([code, message, span.file, span.start.offset, span.end.offset]);
      const known = numbers.get(key);
      if (known !== undefined) return known;
      numbers.set(key, findings.length);
      return findings.push(tellFinding(diagnostic, places)) - 1;
    },
  };
}

/** A finding in the words and with the frame of the terminal. */
function tellFinding(diagnostic: Diagnostic, { sources, toRoot }: Places): FindingData {
  const { severity, code, message, span, notes = [] } = diagnostic;
  const frame = printFrame(
    { ...diagnostic, word: severity, style: severity, file: span.file, said: [] },
    sources,
    false,
  );
  return {
    severity,
    code,
    message: displayText(message),
    place: `${displayText(span.file)}:${span.start.line}:${span.start.column}`,
    href: toRoot === null ? null : toRoot + span.file.split('/').map(encodeURIComponent).join('/'),
    // The page says by itself what stands in the first line.
    frame: frame.split('\n').slice(1).join('\n'),
    said: [...notes.map((note) => `note: ${note}`), ...helpOf(diagnostic).map((help) => `help: ${help}`)].map(
      displayText,
    ),
  };
}
