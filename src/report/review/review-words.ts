import { isOpen } from '../../model/change.js';
import { isFailure, type LocatedChange } from '../../model/diff-report.js';
import type { EmailChange, Review, Verdict } from '../../model/review.js';
import { affectedWords, levelWords } from '../diff/diff-words.js';
import { plural } from '../plural.js';
import { formatCount } from '../table.js';

/** The whole report as one line of counts; no name stands in it. */
export function summarizeReview(review: Review): string {
  const { diff, left, findings, tests, emails, silences } = review;
  const changes = changesOf(review);
  const campaigns = new Set(changes.flatMap(({ campaign }) => campaign ?? [])).size;
  const warnings = findings.added.filter(({ severity }) => severity === 'warning').length;
  const parts = [
    ...(findings.errors.length > 0 ? [`${plural(findings.errors.length, 'error')} in the files`] : []),
    ...(tests !== null && tests.failed > 0 ? [`${tests.failed} of ${plural(tests.tests, 'test')} failed`] : []),
    ...(typeof diff === 'string' ? ['not compared'] : changes.length > 0 ? [levelWords(changes)] : []),
    ...(campaigns > 0 ? [plural(campaigns, 'campaign')] : []),
    ...(left.length > 0 ? [`${plural(left.length, 'campaign')} not compared`] : []),
    ...(emails !== null && emails.length > 0 ? [emailWords(emails)] : []),
    ...(warnings > 0 ? [plural(warnings, findings.isCompared ? 'new finding' : 'finding')] : []),
    ...(silences.length > 0 ? [`${silences.length} silenced`] : []),
  ];
  return parts.length === 0 ? 'nothing changes for anybody' : readable(parts.join(' · '));
}

/** Thousands apart: in what consists of words and counts alone. */
function readable(words: string): string {
  return words.replace(/\d{4,}/g, (count) => formatCount(Number(count)));
}

/** Messages count under the name that fits all of them. */
function emailWords(emails: readonly EmailChange[]): string {
  return `${plural(emails.length, emails.every(({ channel }) => channel === 'email') ? 'email' : 'message')} changed`;
}

/** The changes, as far as it is known what they are; those that wait for somebody first. */
export function changesOf({ diff }: Pick<Review, 'diff'>): readonly LocatedChange[] {
  if (typeof diff === 'string') return [];
  return [...diff.changes.filter(isOpen), ...diff.changes.filter((change) => !isOpen(change))];
}

/** The changes that are bad enough, and accepted by nobody. */
export function failuresOf({ diff }: Pick<Review, 'diff'>): readonly LocatedChange[] {
  return typeof diff === 'string' ? [] : diff.changes.filter((change) => isFailure(change, diff.failOn));
}

/** How the edit is to be taken. */
export function verdictOf(review: Review): Verdict {
  const { findings, tests, silences, diff, left } = review;
  if (findings.errors.length > 0 || failuresOf(review).length > 0 || (tests?.failed ?? 0) > 0) return 'stop';
  const isOdd = typeof diff === 'string' || left.length > 0 || changesOf(review).some(isOpen);
  return isOdd || findings.added.length > 0 || silences.length > 0 ? 'look' : 'fine';
}

/** The verdict and its reason, in one or two sentences without any name. */
export function verdictWords(review: Review): readonly [verdict: string, reason: string] {
  const { diff, left, findings, tests } = review;
  const failures = failuresOf(review);
  const changes = changesOf(review);
  const people = typeof diff === 'string' ? '' : `; ${affectedWords(diff.changes, diff.census !== null)}`;
  switch (verdictOf(review)) {
    case 'stop':
      return [
        'Stop',
        [
          ...(findings.errors.length > 0
            ? ['the files have errors, and no plan is made of them until they are mended']
            : []),
          ...(failures.length > 0
            ? [
                `nobody accepted ${readable(levelWords(failures))} ${failures.length === 1 ? 'change' : 'changes'}${people}`,
              ]
            : []),
          ...(tests !== null && tests.failed > 0 ? ['tests inside campaigns fail'] : []),
        ].join('. And: '),
      ];
    case 'look':
      if (typeof diff === 'string') return ['Look closely', `it is not known what this does to people: ${diff}`];
      if (changes.some(isOpen)) return ['Look closely', `${readable(levelWords(changes.filter(isOpen)))}${people}`];
      if (left.length > 0)
        return ['Look closely', `of ${plural(left.length, 'campaign')} it is not known what this does to people`];
      return [
        'Have a look',
        findings.added.length > 0
          ? 'there is something new to mend, and nothing that hurts anybody'
          : 'some warnings are not told any more',
      ];
    case 'fine': {
      if (changes.length === 0) return ['Nothing to worry about', 'nothing changes for anybody'];
      const accepted = changes.some(({ level }) => level !== 'safe');
      return ['Nothing to worry about', accepted ? `what is not safe was accepted${people}` : 'every change is safe'];
    }
  }
}

/** Whether there is anything to tell a reviewer at all. */
export function isWorthTelling(review: Review): boolean {
  const { diff, emails, findings } = review;
  const changes = typeof diff === 'string' ? 1 : diff.changes.length + diff.idle.length;
  return changes > 0 || (emails?.length ?? 0) > 0 || findings.fixed > 0 || verdictOf(review) !== 'fine';
}
