import type { DiffReport, LocatedChange } from '../../model/diff-report.js';
import { escapeMarkdown } from '../escape-markdown.js';
import { idleWords, peopleWords, reasonWords, remediesOf, remedyWords, summarizeDiff } from './diff-words.js';
import { toldWords } from './told-words.js';

/** A comment of a pull request with one character more is refused. */
const BUDGET = 65_536;
const SIGNS = { breaking: '🔴 breaking', dangerous: '🟡 dangerous', safe: '🟢 safe' } as const;
const METADATA = 'LC899';

/**
 * The changes as a comment for a pull request, worst first, ended by a line break and at most 65,536 UTF-16 units long: the last rows are left out when they do not fit, and
 * that they were is said. The first line is a mark to find the comment by.
 */
export function printDiffMarkdown(report: DiffReport, { all }: { readonly all: boolean }): string {
  const shown = report.changes.filter(({ code }) => all || code !== METADATA);
  const head = `<!-- lifecycle diff -->\n### Lifecycle: ${escapeMarkdown(summarizeDiff(report))}\n`;
  const compared = `\n${escapeMarkdown(`${report.of} against ${report.against}`)}\n`;
  const idle = report.idle.map((note) => `- ${escapeMarkdown(`${note.campaign}: ${idleWords(note)}`)}\n`).join('');
  const tail = `${idle === '' ? '' : `\n${idle}`}${compared}`;
  if (shown.length === 0) return `${head}${tail}`;
  const title = '\n| | What | For whom | What to do |\n|---|---|---|---|\n';
  const rows: string[] = [];
  const room = BUDGET - head.length - title.length - tail.length - 100;
  let used = 0;
  for (const change of shown) {
    const next = row(change, report);
    if (used + next.length > room) break;
    used += next.length;
    rows.push(next);
  }
  const rest = shown.length - rows.length;
  const more = rest === 0 ? '' : `\nand ${rest} more: run \`lifecycle diff\`.\n`;
  return `${head}${title}${rows.join('')}${more}${tail.slice(0, BUDGET / 4)}`;
}

function row(change: LocatedChange, { failOn }: DiffReport): string {
  const { code, level, campaign, step, what, before, after, accepted, file, span } = change;
  const [was, is] = [before, after].map((side) => (side === null ? '' : toldWords(side)));
  const sides =
    was === is || (was === '' && is === '') ? '' : `<br>${escapeMarkdown(`${was || 'nothing'} → ${is || 'nothing'}`)}`;
  const where = [campaign, step].filter(Boolean).join('/');
  const place = span === null ? (file ?? '') : `${span.file}:${span.start.line}`;
  const help =
    accepted === null
      ? remediesOf(change, failOn ?? 'breaking').map((remedy) => remedyWords(remedy, file))
      : [`accepted: ${accepted.reason}`];
  const whom = [peopleWords(change), reasonWords(change)].filter((words) => words !== null);
  const cells = [
    SIGNS[level],
    `**${code}** ${escapeMarkdown(where === '' ? what : `${where}: ${what}`)}${sides}<br>${escapeMarkdown(place)}`,
    whom.map(escapeMarkdown).join('<br>'),
    help.map(escapeMarkdown).join('<br>'),
  ];
  return `| ${cells.join(' | ')} |\n`;
}
