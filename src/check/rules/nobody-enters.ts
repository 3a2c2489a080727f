import type { CampaignSource, Project } from '../../model/project.js';
import { canHold } from '../logic/can-hold.js';
import { audienceOf, triggerClaim } from '../logic/entry-claims.js';
import { findContradicting, joinSources } from '../logic/known.js';
import { atKey, spanOf } from '../place.js';
import type { Finding, Rule } from '../rule.js';
import { campaignMap, triggersOf, type YamlMap } from '../yaml-map.js';

/** A trigger, the stages and the audience of a campaign rule each other out. */
export const nobodyEnters: Rule = {
  code: 'LC414',
  name: 'nobody-enters',
  severity: 'error',
  summary: 'A trigger, the stages and the audience of a campaign rule each other out.',
  docs: `The stages and the audience are asked at the moment at which the trigger happens, and what happened then counts. Whoever places an order has placed one: a campaign for first orders cannot ask for people without any; {attribute: orders, is: 1} means the first.

Correct the audience, or choose the trigger that was meant.`,
  example: {
    file: 'campaigns/cart.yaml',
    bad: 'audience: {not: {event: cart_updated}}',
    good: 'audience: {attribute: country, in: [DE, AT]}',
  },
  check: () => [],
  checkCampaign: findEntries,
};

function* findEntries(project: Project, campaign: CampaignSource): Generator<Finding> {
  const map = campaignMap(campaign);
  const { stages, audience } = audienceOf(project, campaign);
  // What nobody can be in at all is told where it is written.
  if (!canHold([stages]) || !canHold([audience])) return;
  if (!canHold([stages, audience])) {
    yield {
      message: 'nobody in these stages is in the audience',
      span: spanOf(project, atKey(map, 'audience')),
      label: 'true for nobody in these stages',
      related: [{ span: spanOf(project, atKey(map, 'stage')), label: 'the stages' }],
      help: ['correct the audience or the stages'],
    };
    return;
  }
  for (const trigger of triggersOf(campaign)) {
    const because = findContradicting(
      [
        { claim: stages, source: 'stage' },
        { claim: audience, source: 'audience' },
      ],
      triggerClaim(project, trigger, campaign.id),
    );
    // A group that nobody can be in is told where it is defined.
    if (because === null || (because.length === 0 && !('where' in trigger))) continue;
    const shown = because.map((key) => (key === 'stage' ? 'the stages' : 'the audience'));
    yield {
      message: because.length === 0 ? 'this trigger can never happen' : 'nobody comes in by this trigger',
      span: spanOf(project, atKey(trigger, because.length === 0 ? 'where' : keyOf(trigger))),
      label: because.length === 0 ? 'true of no event' : `whoever it is about is kept out by ${joinSources(shown)}`,
      related: because.map((key) => ({ span: spanOf(project, atKey(map, key)), label: 'keeps them out' })),
      help: [because.length === 0 ? 'correct it' : `correct ${joinSources(shown)}, or choose another trigger`],
    };
  }
}

function keyOf(trigger: YamlMap): string {
  const keys = ['event', 'enters', 'leaves', 'schedule', 'date', 'inactive', 'received'];
  return keys.find((key) => key in trigger) ?? Object.keys(trigger)[0] ?? '';
}
