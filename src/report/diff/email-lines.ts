import type { EmailChange } from '../../model/review.js';
import { displayText } from '../diagnostics/display.js';
import { plural } from '../plural.js';

const MOST = 20;

/** One line for each message that is not what it was, twenty at most; each ended by a line break. */
export function emailLines(emails: readonly EmailChange[]): string {
  const lines = emails.slice(0, MOST).map((email) => `${displayText(line(email))}\n`);
  const rest = emails.length - lines.length;
  return `${lines.join('')}${rest === 0 ? '' : `and ${plural(rest, 'more message')}\n`}`;
}

function line({ message, channel, kind, parts, affected, personas }: EmailChange): string {
  const what = {
    added: 'is new',
    removed: 'is gone',
    changed: parts.length === 0 ? 'looks otherwise' : `reads otherwise (${parts.map(({ name }) => name).join(', ')})`,
  }[kind];
  const whom = kind === 'removed' ? '' : ` for ${affected} of ${plural(personas, 'persona')}`;
  return `${channel.replace('_', '-')} ${message} ${what}${whom}`;
}
