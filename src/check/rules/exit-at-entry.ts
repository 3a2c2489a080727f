import type { CampaignSource, Project } from '../../model/project.js';
import { exitStates, knownWhenFirstDue } from '../flow/walk-flow.js';
import { alwaysHolds, canHold } from '../logic/can-hold.js';
import { claimOf } from '../logic/claim-of.js';
import { claimsOf, findContradicting, joinSources } from '../logic/known.js';
import { atValue, spanOf } from '../place.js';
import type { Finding, Rule } from '../rule.js';

/** "exit_on" is already true for everybody when the first step is due. */
export const exitAtEntry: Rule = {
  code: 'LC416',
  name: 'exit-at-entry',
  severity: 'error',
  summary: '"exit_on" is already true for everybody when the first step is due.',
  docs: `A plain event ({event: order_placed}) ends a journey when it happens after entering. Anything else (a stretch of time, a count, an attribute, a segment, a stage) is asked whenever a step is due, and also counts what was so before: a campaign that begins with an order and exits on {event: order_placed, within: 30d} sends nothing.

Write the plain event where something new is meant, or what has to become true on the way.`,
  example: {
    file: 'campaigns/cart.yaml',
    bad: 'exit_on: [{event: order_placed}, {event: cart_updated, within: 30d}]',
    good: 'exit_on: [{event: order_placed}]',
  },
  check: () => [],
  checkCampaign: findExits,
};

function findExits(project: Project, campaign: CampaignSource): readonly Finding[] {
  const states = exitStates(campaign);
  const known = states.length === 0 ? [] : knownWhenFirstDue(project, campaign);
  return states.flatMap(({ list, index, item }) => {
    const opposite = claimOf(project, item, false, null);
    const because = findContradicting(known, opposite);
    if (because === null || !canHold(claimsOf(known))) return [];
    const always = alwaysHolds([], opposite);
    return {
      message: 'exit_on is already true for everybody when the first step is due',
      span: spanOf(project, atValue(list, index)),
      label: always ? 'true for everybody' : 'true from the beginning',
      ...(always ? {} : { notes: [`it follows from ${joinSources(because)}`] }),
      help: ['write what has to happen or become true on the way, such as {event: order_placed}'],
    };
  });
}
