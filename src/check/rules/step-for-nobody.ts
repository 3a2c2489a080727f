import type { CampaignSource, Project } from '../../model/project.js';
import { flowPlaces, isReached } from '../flow/walk-flow.js';
import { canHold } from '../logic/can-hold.js';
import { claimOf } from '../logic/claim-of.js';
import { findContradicting, joinSources } from '../logic/known.js';
import { atKey, spanOf } from '../place.js';
import type { Finding, Rule } from '../rule.js';
import { isMap, textAt } from '../yaml-map.js';

/** A step or branch is for people who cannot be there. */
export const stepForNobody: Rule = {
  code: 'LC415',
  name: 'step-for-nobody',
  severity: 'error',
  summary: 'A step or branch is for people who cannot be there.',
  docs: `The trigger, the stages and the audience decide who comes to a step, the branches above it too, and "exit_on" takes people out on the way: after "exit_on: [{event: order_placed}]" nobody is left who ordered on the way. Of what may change in time (attributes, stages, what happened lately) only the same moment counts.

Correct the condition, or what keeps these people out.`,
  example: {
    file: 'campaigns/cart.yaml',
    bad: 'when: {event: order_placed, within: 1h}',
    good: 'when: {segment: big_spenders}',
  },
  check: () => [],
  checkCampaign: findSteps,
};

function findSteps(project: Project, campaign: CampaignSource): readonly Finding[] {
  return flowPlaces(project, campaign).flatMap((place) => {
    const { step, kind, holder, key, ahead } = place;
    const condition = holder[key];
    if (!isMap(condition)) return [];
    const own = claimOf(project, condition, true, campaign.id);
    const because = findContradicting(ahead, own);
    if (because === null || !canHold([own]) || !isReached(place)) return [];
    const id = textAt(step, 'id') ?? '?';
    const message = {
      step: `nobody who comes to step "${id}" fulfils its "when"`,
      branch: `nobody who comes to step "${id}" takes this branch`,
      wait: `what step "${id}" waits for can never be`,
    }[kind];
    return {
      message,
      span: spanOf(project, atKey(holder, key)),
      label: 'true for nobody here',
      notes: [`it is ruled out by ${joinSources(because)}`],
      help: ['correct the condition, or what rules it out'],
    };
  });
}
