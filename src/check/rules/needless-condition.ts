import type { CampaignSource, Project } from '../../model/project.js';
import { flowPlaces, isReached } from '../flow/walk-flow.js';
import { canHold } from '../logic/can-hold.js';
import { claimOf } from '../logic/claim-of.js';
import { knownAtEntry } from '../logic/entry-claims.js';
import { claimsOf, findContradicting, joinSources, type Known } from '../logic/known.js';
import { atKey, spanOf } from '../place.js';
import type { Finding, Rule } from '../rule.js';
import { conditionRoots, leavesOf } from '../walk/walk-conditions.js';
import { campaignMap, isMap, textAt, type YamlMap } from '../yaml-map.js';

/** A condition is true for everybody of whom it is asked. */
export const needlessCondition: Rule = {
  code: 'LC412',
  name: 'needless-condition',
  severity: 'warning',
  summary: 'A condition is true for everybody of whom it is asked.',
  docs: `The trigger, the stages and the audience decide who comes to a step, and "exit_on" takes people out on the way. What they have settled need not be asked again: a "when" that is always true keeps nobody out, which is hardly what it was written for.

Often a "not" is missing, or a number or a time is another than was meant. If not, take the condition away.`,
  example: {
    file: 'campaigns/cart.yaml',
    bad: 'when: {not: {event: cart_updated, count: {lt: 1}}}',
    good: 'when: {segment: big_spenders}',
  },
  *check(project) {
    for (const { holder, key, owner, campaign } of conditionRoots(project)) {
      if (campaign === null)
        yield* judge(project, [], holder as YamlMap, String(key), `the condition of ${owner}`, null);
    }
  },
  checkCampaign: findNeedless,
};

function findNeedless(project: Project, campaign: CampaignSource): readonly Finding[] {
  // An audience that repeats the stages may be meant to stand by itself; one that repeats the trigger means something else.
  const entry = knownAtEntry(project, campaign).filter(({ source }) => source.startsWith('the trigger'));
  const found = [...judge(project, entry, campaignMap(campaign), 'audience', 'the audience', null)];
  for (const place of flowPlaces(project, campaign)) {
    const { step, kind, holder, key, known } = place;
    const what = { step: 'the "when"', branch: 'a branch', wait: 'the condition' }[kind];
    const own = judge(project, known, holder, key, `${what} of step "${textAt(step, 'id') ?? '?'}"`, campaign.id);
    for (const finding of own) if (isReached(place)) found.push(finding);
  }
  return found;
}

function* judge(
  project: Project,
  known: readonly Known[],
  holder: YamlMap,
  key: string,
  what: string,
  campaign: string | null,
): Generator<Finding> {
  const condition = holder[key];
  if (!isMap(condition)) return;
  const opposite = claimOf(project, condition, false, campaign);
  const because = findContradicting(known, opposite);
  if (because === null || !canHold(claimsOf(known))) return;
  // A segment that everybody is in, or nobody, is told where it is defined.
  const [leaf, ...others] = leavesOf(condition);
  if (because.length === 0 && others.length === 0 && leaf !== undefined && ('segment' in leaf || 'stage' in leaf))
    return;
  yield {
    message: `${what} is true for everybody${because.length === 0 ? '' : key === 'audience' ? ' who enters' : ' who comes here'}`,
    span: spanOf(project, atKey(holder, key)),
    label: 'keeps nobody out',
    ...(because.length === 0 ? {} : { notes: [`it follows from ${joinSources(because)}`] }),
    help: ['correct it, or take it out'],
  };
}
