import type { EmailRule } from '../email-rule.js';
import { squeeze } from '../rendered-email.js';
import { aboveLetter } from '../rule-example.js';

/** A preheader says what the subject says. */
export const preheaderRepeatsSubject: EmailRule = {
  code: 'LC738',
  name: 'preheader-repeats-subject',
  severity: 'warning',
  summary: 'A preheader says again what the subject says.',
  docs: `Inboxes show the two side by side: the second line is wasted. Go on where the subject ends.`,
  example: aboveLetter('preheader: This month at {{ project.name }}.', 'preheader: Chairs, and a table'),
  ofSubject: true,
  *find({ subject, preheader }) {
    const [first, second] = [bare(subject), bare(preheader ?? '')];
    if (first === '' || first !== second) return;
    const help = ['say something that the subject does not'];
    yield { message: 'the preheader repeats the subject', help, at: 'preheader' };
  },
};

/** Without what is not heard. */
function bare(text: string): string {
  return squeeze(text)
    .toLowerCase()
    .replace(/[\p{P}\p{S}\s]+/gu, ' ')
    .trim();
}
