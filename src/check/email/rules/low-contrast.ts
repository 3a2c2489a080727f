import { contrastOf, printColor } from '../color.js';
import type { EmailFinding, EmailRule } from '../email-rule.js';
import { isUnreadable } from '../is-hidden.js';
import { type EmailBody, type Mode, ownWords } from '../rendered-email.js';
import { inLetter } from '../rule-example.js';
import { textColors } from '../text-colors.js';
import { isLargeText } from '../text-size.js';

/** Text can hardly be told from what is behind it. */
export const lowContrast: EmailRule = {
  code: 'LC742',
  name: 'low-contrast',
  severity: 'warning',
  summary: 'Text can hardly be told from what is behind it.',
  docs: `In the sun, on a cheap screen or with tired eyes it is not read. Text needs a contrast of 4.5:1 (WCAG 2.2, 1.4.3); large text (24 px, or 18.66 px in bold) 3:1. Choose a darker or a lighter colour.

Where the email says how it looks on dark screens (prefers-color-scheme), it is looked at twice. Text on pictures and gradients is left to you.`,
  example: inLetter('<mj-text color="#999999">Of oak.</mj-text>', '<mj-text color="#666666">Of oak.</mj-text>'),
  *find(email) {
    yield* find(email, 'light');
    if (email.hasDark) yield* find(email, 'dark');
  },
};

function* find({ elements }: EmailBody, mode: Mode): Iterable<EmailFinding> {
  const groups = new Map<string, { first: string; count: number; text: string; needed: number }>();
  for (const element of elements) {
    const text = ownWords(element);
    if (text === '' || isUnreadable(element)) continue;
    const colors = textColors(element, mode);
    if (colors === null) continue;
    const needed = isLargeText(element) ? 3 : 4.5;
    const ratio = contrastOf(colors.text, colors.behind);
    if (ratio >= needed) continue;
    const shown = (Math.floor(ratio * 100) / 100).toFixed(2);
    const pair = `${printColor(colors.text)} on ${printColor(colors.behind)}`;
    const message = `${pair} has a contrast of ${shown}:1${mode === 'dark' ? ' on dark screens' : ''}`;
    const group = groups.get(message);
    if (group === undefined) groups.set(message, { first: text, count: 1, text: printColor(colors.text), needed });
    else group.count++;
  }
  for (const [message, { first, count, text, needed }] of groups) {
    yield {
      message,
      label: `needs ${needed}:1`,
      ...(count > 1 ? { notes: [`so do ${count - 1} more texts of this email`] } : {}),
      help: [`choose another color${mode === 'dark' ? ' inside @media (prefers-color-scheme: dark)' : ''}`],
      at: [first, `color: ${text}`, `color="${text}"`, text],
    };
  }
}
