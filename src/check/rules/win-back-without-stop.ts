import { canExitOn, followUp } from '../flow/campaign-facts.js';
import { atKey, spanOf } from '../place.js';
import type { Rule } from '../rule.js';
import { campaignMap, mapAt, textAt, triggersOf } from '../yaml-map.js';

/** A win-back has no rule that stops it. */
export const winBackWithoutStop: Rule = {
  code: 'LC427',
  name: 'win-back-without-stop',
  severity: 'warning',
  summary: 'A win-back has no rule that stops it.',
  docs: `A win-back writes to people because they are silent. It has to stop when they are back, and should stop when they are not worth the effort any more: whoever never answers marks mail as spam, and that hurts the delivery of everything else.

Add the event they were silent about to "exit_on", or a condition on what they are worth, such as a segment of people who once bought often.`,
  example: {
    file: 'campaigns/cart.yaml',
    bad: '  - inactive: {event: order_placed, for: 60d}\naudience: {attribute: country, in: [DE, AT]}\nsteps:',
    good: `  - event: cart_updated
    where: {value: {gte: 20}}
    key: cart_id
    unless: {event: order_placed, within: 30m}
audience: {attribute: country, in: [DE, AT]}
exit_on: [{event: order_placed}]
steps:`,
  },
  check: () => [],
  *checkCampaign(project, campaign) {
    const node = campaignMap(campaign);
    const later = followUp(project, campaign);
    for (const trigger of triggersOf(campaign)) {
      const event = textAt(mapAt(trigger, 'inactive'), 'event');
      if (event === null || later === null || canExitOn(project, campaign, [event])) continue;
      yield {
        message: `nothing stops win-back "${campaign.id}" when people come back`,
        span: spanOf(project, node.exit_on === undefined ? atKey(trigger, 'inactive') : atKey(node, 'exit_on')),
        label: `step "${later.id}" goes out after "${event}" all the same`,
        help: [`add {event: ${event}} to "exit_on", and say there who is not worth winning back`],
      };
    }
  },
};
