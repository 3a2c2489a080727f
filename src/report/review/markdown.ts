import type { Review } from '../../model/review.js';
import { displayText } from '../diagnostics/display.js';
import { idleWords } from '../diff/diff-words.js';
import { printDiff } from '../diff/text.js';
import { clip, escapeMarkdown, fence, folded } from '../escape-markdown.js';
import { lineDiff, printLineDiff } from '../line-diff.js';
import { showPlan } from '../plan/show-plan.js';
import { plural } from '../plural.js';
import { changeTable } from './change-table.js';
import { emailList, emailSection } from './email-section.js';
import { findingTable, silenceList } from './finding-section.js';
import { changesOf, failuresOf, summarizeReview, verdictOf, verdictWords } from './review-words.js';
import { waysOut } from './ways-out.js';

/** Where a report goes. */
export interface ReviewPrinting {
  /** Whether a text is short enough. */
  readonly fits: (text: string) => boolean;
  /** The text of a project file, or null when there is none to show. */
  readonly sources: (file: string) => string | null;
}

/** How much of each part is shown. */
interface Measure {
  readonly details: 'all' | 'changes' | 'none';
  readonly safe: boolean;
  readonly emails: 'diffs' | 'some' | 'names' | 'count';
  readonly rows: number;
}

const ALL = Number.POSITIVE_INFINITY;
const FEW = 20;
const SOME = 5;

/** What is left out first, and what last. */
const MEASURES: readonly Measure[] = [
  { details: 'all', safe: true, emails: 'diffs', rows: ALL },
  { details: 'changes', safe: true, emails: 'diffs', rows: ALL },
  { details: 'none', safe: true, emails: 'diffs', rows: ALL },
  { details: 'none', safe: false, emails: 'diffs', rows: ALL },
  { details: 'none', safe: false, emails: 'some', rows: ALL },
  { details: 'none', safe: false, emails: 'names', rows: ALL },
  { details: 'none', safe: false, emails: 'names', rows: FEW },
  { details: 'none', safe: false, emails: 'count', rows: FEW },
];

const SIGNS = { stop: '🔴', look: '🟡', fine: '🟢' } as const;

/** Up to so many changes are shown at once; of more, the safe ones are folded. */
const AT_ONCE = 8;

/** The mark on the first line of a report, to find it by. */
export const REVIEW_MARK = '<!-- lifecycle report-pr -->';

/**
 * The report as Markdown for GitHub, ended by a line break and short enough. What does not fit is left out whole, in the order of `MEASURES`, and that it was is
 * said; the headline and the verdict always stand.
 */
export function printReview(review: Review, { fits, sources }: ReviewPrinting): string {
  const parts = new Parts(review, sources);
  let best = parts.shortest();
  // From the least on: what is far too long is never made.
  for (const [index, measure] of [...MEASURES.entries()].reverse()) {
    const text = parts.join(measure, index > 0);
    if (!fits(text)) break;
    best = text;
  }
  return best;
}

class Parts {
  readonly #review: Review;
  readonly #sources: ReviewPrinting['sources'];

  constructor(review: Review, sources: ReviewPrinting['sources']) {
    this.#review = review;
    this.#sources = sources;
  }

  join(measure: Measure, isCut: boolean): string {
    return [
      this.#head(),
      this.#errors(measure),
      this.#changes(measure),
      this.#waysOut(measure),
      this.#emails(measure),
      this.#findings(measure),
      this.#details(measure),
      this.#foot(isCut),
    ].join('');
  }

  shortest(): string {
    return `${this.#head()}${this.#foot(true)}`;
  }

  #head(): string {
    const [verdict, reason] = verdictWords(this.#review);
    const sign = SIGNS[verdictOf(this.#review)];
    return `${REVIEW_MARK}\n### Lifecycle: ${summarizeReview(this.#review)}\n\n${sign} **${verdict}**: ${escapeMarkdown(clip(reason, 500))}.\n`;
  }

  #errors({ rows }: Measure): string {
    const { errors } = this.#review.findings;
    return errors.length === 0 ? '' : `\n#### Errors in the files\n${findingTable(errors, rows)}`;
  }

  #changes({ safe, rows }: Measure): string {
    const { left, diff } = this.#review;
    const changes = changesOf(this.#review).filter(({ code }) => code !== METADATA);
    const [main, rest] =
      changes.length <= AT_ONCE && safe
        ? [changes, []]
        : [changes.filter(({ level }) => level !== 'safe'), changes.filter(({ level }) => level === 'safe')];
    const shown = main.slice(0, rows);
    const hidden = main.length - shown.length + (safe ? 0 : rest.length);
    const idle = typeof diff === 'string' ? [] : diff.idle.slice(0, FEW);
    return [
      shown.length === 0 ? '' : `\n#### What happens to people\n\n${changeTable(shown)}`,
      hidden === 0
        ? ''
        : `\nand ${plural(hidden, 'more change')}: ${code(this.#review.reproduce)} shows ${hidden === 1 ? 'it' : 'them'}.\n`,
      left.length === 0 ? '' : `\nNot compared, because of errors: ${names(left)}.\n`,
      idle.length === 0
        ? ''
        : `\n${idle.map((note) => `- ${escapeMarkdown(clip(`${note.campaign}: ${idleWords(note)}`, 240))}\n`).join('')}`,
      rest.length === 0 || !safe ? '' : folded(plural(rest.length, 'safe change'), changeTable(rest)),
    ].join('');
  }

  #waysOut({ rows }: Measure): string {
    const { diff } = this.#review;
    if (typeof diff === 'string' || diff.failOn === null) return '';
    const blocks = waysOut(failuresOf(this.#review), diff.failOn);
    const shown = blocks.slice(0, rows);
    const rest = blocks.length - shown.length;
    return blocks.length === 0
      ? ''
      : `\n#### What makes it acceptable\n${shown.join('')}${rest === 0 ? '' : `\nand in ${plural(rest, 'more file')}.\n`}`;
  }

  #emails({ emails: how, rows }: Measure): string {
    const { emails, previewUrl } = this.#review;
    const all = previewUrl === null ? '' : `\n[See every message for every persona](${encodeLink(previewUrl)})\n`;
    if (emails === null || emails.length === 0) return all;
    const body = {
      diffs: () => emailSection(emails, rows),
      some: () => `${emailSection(emails.slice(0, SOME), ALL)}${emailList(emails.slice(SOME), rows)}`,
      names: () => emailList(emails, rows),
      count: () => '',
    }[how]();
    const noun = emails.every(({ channel }) => channel === 'email') ? 'email' : 'message';
    return `\n#### ${plural(emails.length, noun)} changed\n${body}${all}`;
  }

  #findings({ rows }: Measure): string {
    const { findings, silences, tests } = this.#review;
    const warnings = findings.added.filter(({ severity }) => severity === 'warning');
    const old = [
      ...(findings.fixed > 0 ? [`${findings.fixed} ${silences.length > 0 ? 'mended or silenced' : 'fixed'}`] : []),
      ...(findings.unchanged > 0 ? [`${findings.unchanged} as before, not shown`] : []),
    ].join(', ');
    return [
      warnings.length === 0
        ? ''
        : `\n#### ${findings.isCompared ? plural(warnings.length, 'new finding') : plural(warnings.length, 'finding')}\n${findingTable(warnings, rows)}`,
      old === '' ? '' : `\nFindings: ${old}.\n`,
      tests === null
        ? ''
        : `\nTests: ${tests.failed === 0 ? 'all' : `${tests.failed} of`} ${tests.tests} ${tests.failed === 0 ? 'passed' : 'failed'}.\n`,
      silences.length === 0 ? '' : `\n#### What is not told any more\n${silenceList(silences, rows)}`,
    ].join('');
  }

  #details({ details }: Measure): string {
    if (details === 'none') return '';
    const { diff, plans } = this.#review;
    const changes =
      typeof diff === 'string' || diff.changes.length === 0
        ? ''
        : printDiff(diff, { color: false, all: true, sources: this.#sources });
    const words =
      details === 'all' && plans.was !== null && plans.is !== null
        ? planWords(showPlan(plans.was), showPlan(plans.is))
        : '';
    return [
      changes === '' ? '' : folded('Every change, where it stands in the files', fence(changes)),
      words === '' ? '' : folded('The plan in words, before and after', fence(words, 'diff')),
    ].join('');
  }

  #foot(isCut: boolean): string {
    const { against, of, reproduce, diff, left, plans, previewUrl } = this.#review;
    const census =
      typeof diff === 'string' || diff.census === null
        ? 'nobody was counted'
        : `census: serial ${diff.census.serial} of ledger ${escapeMarkdown(clip(diff.census.lineage, 80))}`;
    const [was, is] = [plans.was, plans.is].map((plan) => plan?.hash.replace(/^(sha256:.{12}).*/, '$1') ?? 'none');
    // A part of a plan is never in force, so its hash says nothing.
    const hashes = left.length > 0 ? 'no plan' : was === is ? `plan ${is}, as before` : `plan ${was} → ${is}`;
    const cut = isCut
      ? `\n**Shortened to what fits into a comment.** The whole report: ${code(reproduce)}${previewUrl === null ? '' : `, or [the preview](${encodeLink(previewUrl)})`}.\n`
      : '';
    return `${cut}\n<sub>${escapeMarkdown(`${of} against ${clip(against, 120)}`)} · ${hashes} · ${census} · the same again: ${code(reproduce)}</sub>\n`;
  }
}

const METADATA = 'LC899';

/** Lines that differ, without the hashes, which differ always. */
function planWords(was: string, is: string): string {
  const [old, now] = [was, is].map((text) =>
    text.split('\n').flatMap((line) => (line.startsWith('plan sha256:') ? [] : [displayText(line)])),
  );
  return printLineDiff(lineDiff(old ?? [], now ?? []), 2).join('\n');
}

function code(text: string): string {
  return `<code>${escapeMarkdown(clip(text, 240))}</code>`;
}

function names(ids: readonly string[]): string {
  const shown = ids.slice(0, FEW).map((id) => escapeMarkdown(clip(id, 80)));
  return `${shown.join(', ')}${ids.length > FEW ? ` and ${ids.length - FEW} more` : ''}`;
}

/** An address that cannot end the link that it stands in. */
function encodeLink(url: string): string {
  return url.replace(
    /[\s()<>"'`|\\]/g,
    (sign) => `%${(sign.codePointAt(0) ?? 0x20).toString(16).toUpperCase().padStart(2, '0')}`,
  );
}
