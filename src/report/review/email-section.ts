import type { EmailChange, EmailPart } from '../../model/review.js';
import { displayText } from '../diagnostics/display.js';
import { hideSecrets } from '../diagnostics/hide-secrets.js';
import { clip, escapeMarkdown, fence } from '../escape-markdown.js';
import { lineDiff, printLineDiff } from '../line-diff.js';
import { plural } from '../plural.js';
import { nearChange } from './near-change.js';

/** How many lines of an email's text are shown, and how long each may be. */
const MOST_LINES = 30;
const LONGEST_LINE = 160;

/** The messages that read otherwise, each with what it said and says, at most so many; ended by a line break. */
export function emailSection(emails: readonly EmailChange[], most: number): string {
  const shown = emails.slice(0, most);
  return `${shown.map((email) => `\n${titleOf(email)}${shownAs(email)}\n\n${body(email)}`).join('')}${rest(emails.length - shown.length)}`;
}

/** The same, one line for each. */
export function emailList(emails: readonly EmailChange[], most: number): string {
  const shown = emails.slice(0, most);
  return `\n${shown.map((email) => `- ${titleOf(email)}\n`).join('')}${rest(emails.length - shown.length)}`;
}

function rest(count: number): string {
  return count === 0 ? '' : `\nand ${plural(count, 'more message')}.\n`;
}

function titleOf({ message, kind, channel, affected, personas }: EmailChange): string {
  const what = channel === 'email' ? '' : ` (${channel.replace('_', '-')})`;
  const verb = { added: 'new', removed: 'gone', changed: 'changed' }[kind];
  return `**${escapeMarkdown(clip(message, 120))}**${what}: ${verb} for ${affected} of ${plural(personas, 'persona')}`;
}

/** Whose message the lines below are, and what they do not show. */
function shownAs({ kind, parts, persona, isLookChanged }: EmailChange): string {
  if (parts.length === 0) return '';
  const isLook = isLookChanged && kind === 'changed' && !parts.some(({ name }) => name === 'text');
  return `${isLook ? ', in its look too' : ''}; here it is for ${escapeMarkdown(clip(persona, 80))}:`;
}

function body({ kind, parts }: EmailChange): string {
  const lines = parts.flatMap((part) => partLines(part, kind));
  if (lines.length === 0) return 'Every word is as it was: only how it looks has changed.\n';
  return fence(lines.join('\n'), 'diff');
}

function partLines({ name, ...sides }: EmailPart, kind: EmailChange['kind']): readonly string[] {
  const [was = null, is = null] = [sides.was, sides.is].map((text) => (text === null ? null : hideSecrets(text)));
  if (name !== 'text') {
    const [old, now] = nearChange(was, is, LONGEST_LINE);
    return [...(old === null ? [] : [`- ${name}: ${say(old)}`]), ...(now === null ? [] : [`+ ${name}: ${say(now)}`])];
  }
  const [old, now] = [was, is].map((text) => (text === null ? [] : text.trimEnd().split('\n')));
  const lines = printLineDiff(pairLines(lineDiff(old ?? [], now ?? [])), kind === 'changed' ? 1 : 0);
  const shown = lines.slice(0, MOST_LINES);
  return [
    ...shown.map(say),
    ...(lines.length > shown.length ? [`… and ${lines.length - shown.length} lines more`] : []),
  ];
}

/** A long line that was changed in the middle is shown around the change. */
function pairLines(lines: ReturnType<typeof lineDiff>): ReturnType<typeof lineDiff> {
  const near = [...lines];
  for (const [at, { sign, line }] of lines.entries()) {
    const next = lines[at + 1];
    const isPair = sign === '-' && next?.sign === '+' && lines[at - 1]?.sign !== '-' && lines[at + 2]?.sign !== '+';
    if (!isPair || next === undefined) continue;
    const [was, is] = nearChange(line, next.line, LONGEST_LINE);
    near[at] = { sign: '-', line: was ?? '' };
    near[at + 1] = { sign: '+', line: is ?? '' };
  }
  return near;
}

function say(text: string): string {
  return clip(displayText(text), LONGEST_LINE + 20);
}
