import type { CampaignSource, Project } from '../../model/project.js';
import { flowPlaces } from '../flow/walk-flow.js';
import { canHold } from '../logic/can-hold.js';
import type { Claim } from '../logic/claim.js';
import { claimOf, stageClaim } from '../logic/claim-of.js';
import { claimsOf } from '../logic/known.js';
import { atKey, atValue, spanOf } from '../place.js';
import type { Finding, Rule } from '../rule.js';
import { configMap, mapsAt, textAt, type YamlMap } from '../yaml-map.js';

/** Everybody whom a branch or stage is for is taken by one before it. */
export const shadowedCondition: Rule = {
  code: 'LC413',
  name: 'shadowed-condition',
  severity: 'warning',
  summary: 'Everybody whom a branch or stage is for is taken by one before it.',
  docs: `Each person takes the first branch whose "when" is true, and is in the first stage that matches. When whoever fulfils a condition also fulfils one before it, nobody is left: {count: {gte: 5}} behind {count: {gte: 2}} is never reached.

Put the narrower one first.`,
  example: {
    file: 'campaigns/cart.yaml',
    bad: '- {when: {attribute: orders, gte: 1}, steps: [{id: known, exit: has bought before}]}\n      - {when: {attribute: orders, gte: 5}, steps: [{id: regular, exit: buys often}]}',
    good: '- {when: {attribute: orders, gte: 1}, steps: [{id: known, exit: has bought before}]}',
  },
  check: shadowedStages,
  checkCampaign: shadowedBranches,
};

function shadowedBranches(project: Project, campaign: CampaignSource): readonly Finding[] {
  return flowPlaces(project, campaign).flatMap(({ step, kind, holder, known, passed }) => {
    if (kind !== 'branch' || passed.length === 0) return [];
    const own = claimOf(project, holder.when, true, campaign.id);
    if (canHold([...claimsOf(known), ...claimsOf(passed), own]) || !canHold([...claimsOf(known), own])) return [];
    // A branch that takes everybody is told itself.
    if (passed.some(({ claim }) => !canHold([...claimsOf(known), claim]))) return [];
    const branches = mapsAt(step, 'branch').map(({ item }) => item);
    const alone = branches.slice(0, branches.indexOf(holder)).find((_, index) => {
      const negation: readonly Claim[] = passed[index] === undefined ? [] : [passed[index].claim];
      return !canHold([...claimsOf(known), ...negation, own]);
    });
    const id = textAt(step, 'id') ?? '?';
    return shadowed(project, `nobody takes this branch of step "${id}"`, placeOf(holder), alone);
  });
}

function* shadowedStages(project: Project): Generator<Finding> {
  const stages = mapsAt(configMap(project), 'stages').map(({ item }) => item);
  for (const [index, stage] of stages.entries()) {
    const id = textAt(stage, 'id');
    const own = claimOf(project, stage.when, true, null);
    if (id === null || !canHold([own]) || canHold([stageClaim(project, id, true)])) continue;
    const alone = stages
      .slice(0, index)
      .find(({ when }) => when !== undefined && !canHold([own, claimOf(project, when, false, null)]));
    yield shadowed(project, `nobody can be in stage "${id}"`, atValue(stage, 'id'), alone);
  }
}

function placeOf(holder: YamlMap) {
  return atKey(holder, holder.when === undefined ? 'steps' : 'when');
}

function shadowed(
  project: Project,
  message: string,
  place: ReturnType<typeof placeOf>,
  alone: YamlMap | undefined,
): Finding {
  return {
    message,
    span: spanOf(project, place),
    label: alone === undefined ? 'taken by those before it' : 'taken by the one before it',
    ...(alone === undefined
      ? {}
      : { related: [{ span: spanOf(project, placeOf(alone)), label: 'takes all of them' }] }),
    help: ['put the narrower one first, or take this one out'],
  };
}
