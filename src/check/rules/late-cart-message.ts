import { HOUR, MINUTE } from '../../model/milliseconds.js';
import { messageTimes } from '../../pressure/message-times.js';
import { cartTriggers, unlessOf } from '../flow/campaign-facts.js';
import { atValue, type Place, spanOf } from '../place.js';
import type { Rule } from '../rule.js';
import { lengthOf, timedSteps } from '../timing/timed-steps.js';
import { campaignMap, mapsAt, textAt, type YamlMap } from '../yaml-map.js';

/** The first message about a cart comes later than an hour after it. */
export const lateCartMessage: Rule = {
  code: 'LC423',
  name: 'late-cart-message',
  severity: 'warning',
  summary: 'The first message about a cart that was left comes later than an hour after it.',
  docs: `Within the hour the person still knows what they wanted, and often still sits at the same desk; something went wrong, and help is welcome. After that they have bought elsewhere or forgotten, and every further hour costs sales.

Let the wait under "unless" and the delays before the first message add up to at most 1h. Thirty minutes are a good beginning: long enough not to disturb somebody who is still shopping. Quiet hours may still move the message; that is as it should be.`,
  example: {
    file: 'campaigns/cart.yaml',
    bad: '  - id: help\n    delay: 2h\n    email',
    good: '  - id: help\n    email',
  },
  check: () => [],
  *checkCampaign(project, campaign) {
    const steps = timedSteps(project, campaign);
    const first = messageTimes(steps)
      .filter(({ canBeFirst }) => canBeFirst)
      .sort((a, b) => a.earliest - b.earliest)[0];
    for (const { trigger } of cartTriggers(project, campaign)) {
      const waits = unlessOf(trigger).map((one) => ({ one, length: lengthOf(textAt(one, 'within')) ?? 0 }));
      const longest = waits.reduce((all, one) => (one.length > all.length ? one : all));
      if (first === undefined || longest.length + first.earliest <= HOUR) continue;
      const delayed = longest.length > first.earliest ? null : slowStep(campaignMap(campaign));
      yield {
        message: `step "${first.id}" comes ${inHours(longest.length + first.earliest)} after the cart was left`,
        span: spanOf(project, delayed ?? atValue(longest.one, 'within')),
        label: 'the longest part of the wait',
        ...(first.earliest > 0
          ? {
              notes: [
                `${inHours(longest.length)} wait for the events under "unless", ${inHours(first.earliest)} are delays`,
              ],
            }
          : {}),
        help: ['let the first message go out within an hour'],
      };
    }
  },
};

/** The first delay of the campaign, which its first message waits for. */
function slowStep(campaign: YamlMap): Place | null {
  const slow = mapsAt(campaign, 'steps').find(({ item }) => item.delay !== undefined);
  return slow === undefined ? null : atValue(slow.item, 'delay');
}

function inHours(length: number): string {
  return length < 2 * HOUR
    ? `${Math.round(length / MINUTE)} minutes`
    : `${Math.round((length / HOUR) * 10) / 10} hours`;
}
