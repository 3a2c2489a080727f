import { messageTimes } from '../../pressure/message-times.js';
import { cartTriggers } from '../flow/campaign-facts.js';
import { atValue, spanOf } from '../place.js';
import type { Rule } from '../rule.js';
import { timedSteps } from '../timing/timed-steps.js';

/** The first message about a cart carries a discount. */
export const discountInFirstCartMessage: Rule = {
  code: 'LC422',
  name: 'discount-in-first-cart-message',
  severity: 'warning',
  summary: 'The first message about a cart that was left carries a discount.',
  docs: `Most people who come back to a cart would have come back without a discount, so it is given away; and who learns that a full cart is answered with one, leaves the next cart on purpose.

Let the first message help (a question, the delivery time, the way to pay), and keep the incentive for the last one, for those who need it. A cart is recognised by its name (cart, basket, bag, checkout) in a trigger that waits for the purchase which the KPI counts.`,
  example: {
    file: 'campaigns/cart.yaml',
    bad: 'email: {template: cart/help, topic: offers, incentive: ten-percent}\n  - id: reminder',
    good: 'email: {template: cart/help, topic: offers}\n  - id: reminder',
  },
  check: () => [],
  *checkCampaign(project, campaign) {
    const [cart] = cartTriggers(project, campaign);
    if (cart === undefined) return;
    for (const { id, message, canBeFirst } of messageTimes(timedSteps(project, campaign))) {
      if (!canBeFirst || message.incentive === null) continue;
      yield {
        message: `step "${id}" can be the first message about a cart, and carries the incentive "${message.incentive}"`,
        span: spanOf(project, atValue(message.source, 'incentive')),
        label: 'given before anybody asked',
        related: [{ span: spanOf(project, atValue(cart.trigger, 'event')), label: 'starts when a cart is left' }],
        help: ['take the incentive out, and offer it in the last message if at all'],
      };
    }
  },
};
