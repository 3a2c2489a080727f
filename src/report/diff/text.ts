import type { DiffReport, LocatedChange } from '../../model/diff-report.js';
import type { EmailChange } from '../../model/review.js';
import { displayText } from '../diagnostics/display.js';
import { printFrame } from '../diagnostics/text.js';
import { plural } from '../plural.js';
import { idleWords, peopleWords, reasonWords, remediesOf, remedyWords, summarizeDiff } from './diff-words.js';
import { emailLines } from './email-lines.js';
import { toldWords } from './told-words.js';

/** What a printer of changes may show. */
export interface DiffPrinting {
  readonly color: boolean;
  /** Changes of metadata too. */
  readonly all: boolean;
  /** The text of a project file, or null when there is none to show. */
  readonly sources: (file: string) => string | null;
  /** Messages that are not what they were; one line each. */
  readonly emails?: readonly EmailChange[];
}

/** The changes as frames for people, worst first, then the acceptances that accept nothing, and a last line that can be said aloud. */
export function printDiff(report: DiffReport, printing: DiffPrinting): string {
  const shown = report.changes.filter(({ code }) => printing.all || code !== METADATA);
  const hidden = report.changes.length - shown.length;
  const frames = shown.map((change) => `${frame(change, report, printing)}\n`);
  const idle = report.idle.map((note) => {
    const place = note.span === null ? '' : `${note.span.file}:${note.span.start.line}:${note.span.start.column}: `;
    return `${displayText(`${place}note: ${idleWords(note)}`)}\n`;
  });
  const more = hidden === 0 ? [] : [`${plural(hidden, 'change')} of metadata alone: --all shows them\n`];
  const last = `${displayText(report.of)} against ${displayText(report.against)}: ${summarizeDiff(report)}\n`;
  const emails = emailLines(printing.emails ?? []);
  const parts = [...frames, ...(idle.length > 0 ? [idle.join('')] : []), ...(emails === '' ? [] : [emails])];
  return [...parts, [...more, last].join('')].join('\n');
}

const METADATA = 'LC899';
const STYLES = { breaking: 'error', dangerous: 'warning', safe: 'dim' } as const;

function frame(change: LocatedChange, { failOn }: DiffReport, { color, sources }: DiffPrinting): string {
  const { code, level, campaign, step, what, accepted, span, file } = change;
  const people = peopleWords(change);
  const said = [
    ...sideLines(change),
    `why: ${reasonWords(change)}`,
    ...(people === null ? [] : [`people: ${people}`]),
    ...(accepted === null
      ? remediesOf(change, failOn ?? 'breaking').map((remedy) => `help: ${remedyWords(remedy, file)}`)
      : [`accepted: ${accepted.reason}${accepted.until === null ? '' : ` (until ${accepted.until})`}`]),
  ];
  const message = campaign === null || step !== null ? what : `campaign "${campaign}": ${what}`;
  return printFrame({ word: level, style: STYLES[level], code, message, file: file ?? '', span, said }, sources, color);
}

/** Both sides; one line where they are written alike, and only what they name means something else. */
function sideLines({ before, after }: LocatedChange): readonly string[] {
  const [was, is] = [before, after].map((side) => (side === null ? null : toldWords(side)));
  if (was !== null && was === is) return [`reads: ${was}`];
  return [...(was == null ? [] : [`before: ${was}`]), ...(is == null ? [] : [`after: ${is}`])];
}
