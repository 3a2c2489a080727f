import { sizeOf } from '../check/sizing/size-of.js';
import { farOff, sizedTest } from '../check/sizing/test-sizes.js';
import { LOCK_FILE } from '../model/lock-file.js';
import { formatPercentage } from '../model/percentage.js';
import type { CampaignSource, Project } from '../model/project.js';

/** What a build says of the goals that its campaigns promise: after how long they show, where that is not known, and how many people their message tests have. What is out of reach, or far off, is a warning of the check. */
export function sizingNotes(project: Project, added: readonly string[]): readonly string[] {
  const stale: string[] = [];
  const unknown: string[] = [];
  const known: string[] = [];
  for (const campaign of project.campaigns) {
    const { id, node } = campaign;
    const sized = sizeOf(project, campaign);
    if (sized === null || node.kpi.minimum_lift === undefined) continue;
    if (sized === 'stale') stale.push(id);
    else if (sized === 'unknown') unknown.push(id);
    else if (sized.size.daysNeeded !== null && (sized.size.detectable ?? Number.POSITIVE_INFINITY) <= (sized.goal ?? 0))
      known.push(
        `${id}: a lift of ${node.kpi.minimum_lift} shows after ${sized.size.daysNeeded} days, with a holdout of ${formatPercentage(sized.holdout)}`,
      );
  }
  const news = unknown.filter((id) => added.includes(id));
  return [
    ...known,
    ...project.campaigns.flatMap((campaign) => testNotes(project, campaign)),
    ...(stale.length === 0
      ? []
      : [
          `note: ${LOCK_FILE} has the traffic of ${stale.join(', ')} for another metric or window; lifecycle measure traffic counts it anew`,
        ]),
    ...(news.length === 0
      ? []
      : [`note: lifecycle measure traffic tells whether the goal of ${news.join(', ')} can be measured`]),
  ];
}

function testNotes(project: Project, campaign: CampaignSource): readonly string[] {
  const sized = sizedTest(project, campaign);
  if (sized === null || farOff(sized) !== null) return [];
  const { step, arm, each, best, people, verdictAfter } = sized;
  return [
    `${campaign.id}/${step}: the test shows each ${arm} to about ${Math.round(each)} people; of ${Math.round(people)} messages in ${verdictAfter}, about ${Math.round(best)} earn most`,
  ];
}
