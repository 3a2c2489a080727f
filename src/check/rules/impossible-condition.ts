import type { Project } from '../../model/project.js';
import { findConflicts } from '../logic/find-conflicts.js';
import { spanOf } from '../place.js';
import type { Finding, Rule } from '../rule.js';
import { type ConditionRoot, conditionRoots, rootsOfCampaign } from '../walk/walk-conditions.js';

/** A condition contradicts itself, so that it is true for nobody. */
export const impossibleCondition: Rule = {
  code: 'LC411',
  name: 'impossible-condition',
  severity: 'error',
  summary: 'A condition contradicts itself, so that it is true for nobody.',
  docs: `Everything under "all" must be true of one person at one moment, and so must all tests that stand beside one attribute. Nobody is in two countries, in two lifecycle stages, or has ordered at least twice and at most once. The definitions of segments, stages and traits count too: whoever has a last order has ordered.

Where either will do, write "any", or a list: {attribute: country, in: [DE, AT]}.`,
  example: {
    file: 'lifecycle.config.yaml',
    bad: 'big_spenders: {all: [{attribute: country, is: DE}, {attribute: country, is: AT}]}',
    good: 'big_spenders: {event: order_placed, sum: {value: {gte: 500}}}',
  },
  *check(project) {
    for (const root of conditionRoots(project)) {
      if (root.campaign === null) yield* judge(project, root);
    }
  },
  checkCampaign: (project, campaign) => rootsOfCampaign(campaign).flatMap((root) => judge(project, root)),
};

function judge(project: Project, { condition, owner, campaign }: ConditionRoot): Finding[] {
  return findConflicts(project, condition, campaign?.id ?? null).flatMap(({ places, isPart }) => {
    const [last, ...others] = places.toReversed();
    // A stretch of time that ends before it begins has a rule of its own.
    if (last === undefined || places.every(({ key }) => key === 'after' || key === 'before')) return [];
    const what = owner === 'the audience' || owner === 'exit_on' ? owner : `the condition of ${owner}`;
    const single = 'correct it, or take it out';
    const several = 'take one of them out, or write "any" where either will do';
    return {
      message: `${isPart ? 'a part of ' : ''}${what} can never be true`,
      span: spanOf(project, last),
      label: others.length === 0 ? 'true for nobody' : 'never together with the other',
      related: others.toReversed().map((place) => ({ span: spanOf(project, place), label: 'asked for as well' })),
      help: [others.length === 0 ? single : several],
    };
  });
}
