import { isDeepStrictEqual } from 'node:util';
import type { EmailFinding } from './email-rule.js';
import { emailRules } from './email-rules.js';
import { parseEmail } from './parse-email.js';
import type { EmailBody, EmailBytes, RenderedEmail } from './rendered-email.js';
import { emptySubject } from './rules/empty-subject.js';

/** What a rule says of one email, by the rule's code. */
export interface CodedFinding {
  readonly code: string;
  readonly finding: EmailFinding;
}

/** Everything that the rules find wrong with one email, in the order of the rules. The same bytes give the same findings. */
export function lintEmail(email: EmailBytes): readonly CodedFinding[] {
  return lintEmails([email])[0]!;
}

/** The same of each of several emails. What they have in common with the one before is looked at once, where they differ in nothing but subject and title. */
export function lintEmails(emails: readonly EmailBytes[]): readonly (readonly CodedFinding[])[] {
  let before: { readonly email: EmailBytes; readonly body: LookedAt } | null = null;
  return emails.map((email) => {
    const title = before === null ? null : onlyOtherTitle(before.email, email);
    const body = before === null || title === null ? lookAt(parseEmail(email)) : before.body;
    before = { email, body };
    const rendered = { ...body.email, ...email, ...(title === null ? {} : { title }) };
    return emailRules.flatMap((rule, at) => (rule.ofSubject ? say(rule.code, rule.find(rendered)) : body.found[at]!));
  });
}

interface LookedAt {
  readonly email: RenderedEmail;
  /** What each rule says that does not ask for the subject, by its place among all. */
  readonly found: readonly (readonly CodedFinding[])[];
}

function lookAt(email: RenderedEmail): LookedAt {
  const body: EmailBody = email;
  return { email, found: emailRules.map((rule) => (rule.ofSubject ? [] : say(rule.code, rule.find(body)))) };
}

function say(code: string, findings: Iterable<EmailFinding>): readonly CodedFinding[] {
  return Array.from(findings, (finding) => ({ code, finding }));
}

/** A title that nothing comes before but what opens its document: whatever is in it, the rest is read alike. */
const TITLED = /^<!doctype html>\s*<html(?:\s+[\w:-]+="[^"<>]*")*\s*>\s*<head>\s*<title>(?<title>[^<>]*)<\/title>/di;

/** The title of the second of two emails; null when they differ in more than their subject and what comes with it. */
function onlyOtherTitle(one: EmailBytes, other: EmailBytes): string | null {
  const [first, second] = [TITLED.exec(one.html), TITLED.exec(other.html)];
  if (first === null || second === null) return null;
  const around = (html: string, [start, end]: readonly [number, number]) => html.slice(0, start) + html.slice(end);
  const rest = ({ html }: EmailBytes, match: RegExpExecArray) => around(html, match.indices!.groups!.title!);
  if (rest(one, first) !== rest(other, second)) return null;
  const alike = (email: EmailBytes) => ({ ...email, subject: '', html: '', emptyFor: [] });
  if (!isDeepStrictEqual(alike(one), alike(other))) return null;
  return parseEmail({ ...other, html: `<title>${second.groups!.title}</title>` }).title;
}

/** What is to be said of an email that nobody gets, because its subject is empty for everybody. */
export function lintSubject(emptyFor: EmailBytes['emptyFor']): readonly CodedFinding[] {
  return say(emptySubject.code, emptySubject.find({ emptyFor }));
}
