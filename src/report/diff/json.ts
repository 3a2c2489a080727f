import type { DiffReport, LocatedChange } from '../../model/diff-report.js';
import { remediesOf, summarizeDiff } from './diff-words.js';
import { toldWords } from './told-words.js';

/** The changes as a versioned JSON document (`schemas/diff.schema.json`), ended by a line break. `version` is lifecycle's own. */
export function printDiffJson(report: DiffReport, { version }: { readonly version: string }): string {
  const { against, of, changes, idle, census, failOn } = report;
  const document = {
    format: 1,
    tool: { name: 'lifecycle', version },
    against,
    of,
    census,
    fail_on: failOn ?? 'never',
    summary: summarizeDiff(report),
    changes: changes.map((change) => diffEntry(change, report)),
    idle_acceptances: idle.map(({ campaign, change, step, until, why, span }) => ({
      campaign,
      change,
      step,
      until,
      why,
      ...(span === null ? {} : { path: span.file, start: span.start, end: span.end }),
    })),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

/** One change, as a JSON document holds it. */
export function diffEntry(change: LocatedChange, { failOn }: Pick<DiffReport, 'failOn'>): object {
  const { code, name, level, classed, facet, campaign, step, was, what, before, after, reason, policy } = change;
  const { judgement, affects, accepted, file, span } = change;
  return {
    code,
    name,
    level,
    level_without_census: classed,
    facet,
    campaign,
    step,
    was,
    what,
    before: before === null ? null : toldWords(before),
    after: after === null ? null : toldWords(after),
    policy,
    reason,
    levels: { pinned: judgement.pinned[0], follow: judgement.follow[0] },
    touches: judgement.touches,
    affects,
    remedies: remediesOf(change, failOn ?? 'breaking'),
    accepted: accepted === null ? null : { reason: accepted.reason, until: accepted.until },
    path: file,
    ...(span === null ? {} : { start: span.start, end: span.end }),
    docs: `lifecycle explain ${code}`,
  };
}
