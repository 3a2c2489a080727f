import type { Diagnostic } from '../../model/diagnostic.js';
import type { Review } from '../../model/review.js';
import { helpOf } from '../diagnostics/findings.js';
import { diffEntry } from '../diff/json.js';
import { summarizeReview, verdictOf } from './review-words.js';

/** The report as a versioned JSON document (`schemas/review.schema.json`), ended by a line break. `version` is lifecycle's own. */
export function printReviewJson(review: Review, { version }: { readonly version: string }): string {
  const { against, of, diff, left, findings, silences, emails, tests, plans, previewUrl, reproduce } = review;
  const document = {
    format: 1,
    tool: { name: 'lifecycle', version },
    against,
    of,
    summary: summarizeReview(review),
    verdict: verdictOf(review),
    not_compared: { why: typeof diff === 'string' ? diff : null, campaigns: left },
    census: typeof diff === 'string' ? null : diff.census,
    fail_on: typeof diff === 'string' ? null : (diff.failOn ?? 'never'),
    changes: typeof diff === 'string' ? [] : diff.changes.map((change) => diffEntry(change, diff)),
    findings: {
      compared: findings.isCompared,
      added: findings.added.map(finding),
      errors: findings.errors.map(finding),
      fixed: findings.fixed,
      unchanged: findings.unchanged,
    },
    silences: silences.map(({ file, line, rules, reason }) => ({ path: file, line, rules, reason })),
    emails:
      emails === null
        ? null
        : emails.map(({ affected, isLookChanged, parts, ...rest }) => ({
            ...rest,
            affected,
            look_changed: isLookChanged,
            parts: parts.map(({ name, was, is }) => ({ name, before: was, after: is })),
          })),
    tests,
    plans: { before: plans.was?.hash ?? null, after: plans.is?.hash ?? null },
    preview: previewUrl,
    reproduce,
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function finding(diagnostic: Diagnostic): object {
  const { code, name, severity, message, span } = diagnostic;
  return { code, name, severity, message, path: span.file, start: span.start, end: span.end, help: helpOf(diagnostic) };
}
