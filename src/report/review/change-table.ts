import type { LocatedChange } from '../../model/diff-report.js';
import { peopleWords } from '../diff/diff-words.js';
import { toldWords } from '../diff/told-words.js';
import { clip, escapeMarkdown } from '../escape-markdown.js';

const SIGNS = { breaking: '🔴 breaking', dangerous: '🟡 dangerous', safe: '🟢 safe' } as const;

/** Longer texts are cut: a table is for seeing what there is. */
const MOST = 240;

/** The changes as a table, ended by a line break; an empty text when there are none. */
export function changeTable(changes: readonly LocatedChange[]): string {
  if (changes.length === 0) return '';
  const title = '| | Change | Campaign / step | People now | What happens to them |\n|---|---|---|---|---|\n';
  return `${title}${changes.map(row).join('')}`;
}

function row(change: LocatedChange): string {
  const { code, level, campaign, step, what, accepted, file, span } = change;
  const place = span === null ? (file ?? '') : `${span.file}:${span.start.line}`;
  const where = campaign === null ? 'the whole project' : step === null ? campaign : `${campaign} / ${step}`;
  const cells = [
    `${SIGNS[level]}${accepted === null ? '' : ', accepted'}`,
    [`**${code}** ${say(what)}`, ...sides(change)].join('<br>'),
    [say(where), ...(place === '' ? [] : [`<sub>${say(place)}</sub>`])].join('<br>'),
    say(peopleWords(change) ?? '–'),
    [why(change), ...(accepted === null ? [] : [`accepted: ${say(accepted.reason)}`])].join('<br>'),
  ];
  return `| ${cells.join(' | ')} |\n`;
}

/** The policy comes last: what happens is read first. */
function why({ reason, level, classed, policy, campaign }: LocatedChange): string {
  const before = level === classed ? '' : ` (${classed} without a census)`;
  return `${say(`${reason}${before}`)}${campaign === null ? '' : `<br><sub>in&#95;flight: ${policy}</sub>`}`;
}

function sides({ before, after }: LocatedChange): readonly string[] {
  const [was, is] = [before, after].map((side) => (side === null ? '' : toldWords(side)));
  return was === is ? [] : [say(`${clip(was || 'nothing', MOST / 2)} → ${clip(is || 'nothing', MOST / 2)}`)];
}

function say(text: string): string {
  return escapeMarkdown(clip(text, MOST));
}
