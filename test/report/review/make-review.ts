import { diffPlans } from '../../../src/diff/diff-plans.js';
import { locateChanges } from '../../../src/diff/locate-change.js';
import type { Census } from '../../../src/model/census.js';
import type { Review } from '../../../src/model/review.js';
import { compareFindings } from '../../../src/report/diagnostics/compare-findings.js';
import { checkFiles } from '../../check/read-files.js';
import { built, type Edits, edit, type Files, shop } from '../../diff/shop.js';

const NOW = Date.UTC(2026, 2, 2);

/** What a reviewer is told of edits of the example shop, whose carts follow the newest plan. */
export async function makeReview(
  edits: Edits,
  {
    census = null,
    more = {},
    files = shop('follow'),
  }: { census?: Census | null; more?: Partial<Review>; files?: Files } = {},
): Promise<Review> {
  const now = edit(files, edits);
  const [was, is] = [await built(files), await built(now)];
  const diff = diffPlans(was.plan, is.plan, { census, now: NOW });
  return {
    against: 'main at 1a2b3c4',
    of: 'the work tree',
    diff: {
      against: 'main at 1a2b3c4',
      of: 'the work tree',
      failOn: 'breaking',
      census: census === null ? null : { lineage: census.lineage, serial: census.serial },
      ...locateChanges(diff, is.project),
    },
    left: [],
    findings: compareFindings({ ...checkFiles(files), hidden: [] }, { ...checkFiles(now), hidden: [] }),
    silences: [],
    emails: null,
    tests: null,
    plans: { was: was.plan, is: is.plan },
    previewUrl: null,
    reproduce: 'lifecycle report-pr --against 1a2b3c4d5e6f',
    ...more,
  };
}
