import { BUILT_IN_EVENTS } from '../../model/built-in-events.js';
import { canExitOn, followUp, isCounted, kpiEvents } from '../flow/campaign-facts.js';
import { atKey, atValue, spanOf } from '../place.js';
import type { Rule } from '../rule.js';
import { campaignMap, mapAt, textAt, triggersOf } from '../yaml-map.js';

/** People who did what the campaign is for go on getting its messages. */
export const noExitOnGoal: Rule = {
  code: 'LC426',
  name: 'no-exit-on-goal',
  severity: 'warning',
  summary: 'People who did what the campaign is for go on getting its messages.',
  docs: `Nothing looks as careless as a reminder of what one has just bought. When the event that the KPI counts happens, the journey has reached its goal and should end.

Add the event to "exit_on". Campaigns that begin with the same event (help after a purchase, measured by the next one) are not meant; nor are those that count how often it happens, or whose later messages ask with "when" who still needs them.`,
  example: {
    file: 'campaigns/cart.yaml',
    bad: 'exit_on: [{event: cart_updated, where: {value: {lt: 1}}}]',
    good: 'exit_on: [{event: order_placed}]',
  },
  check: () => [],
  *checkCampaign(project, campaign) {
    const node = campaignMap(campaign);
    const kpi = mapAt(node, 'kpi');
    // A KPI made of opens and clicks is a mistake of its own.
    const goals = kpiEvents(project, campaign).filter((event) => !(event in BUILT_IN_EVENTS));
    const later = followUp(project, campaign);
    const starts = triggersOf(campaign).map((trigger) => textAt(trigger, 'event'));
    const isHabit = isCounted(project, campaign);
    const isWinBack = triggersOf(campaign).some((trigger) => trigger.inactive !== undefined);
    const begins = starts.some((event) => event !== null && goals.includes(event));
    if (
      kpi === null ||
      goals.length === 0 ||
      later === null ||
      isHabit ||
      isWinBack ||
      begins ||
      canExitOn(project, campaign, goals)
    )
      return;
    const names = goals.map((event) => `"${event}"`).join(' or ');
    yield {
      message: `${names} is the goal of campaign "${campaign.id}", and does not end it`,
      span: spanOf(project, node.exit_on === undefined ? atValue(kpi, 'metric') : atKey(node, 'exit_on')),
      label: `step "${later.id}" goes out all the same`,
      help: [`add {event: ${goals[0]}} to "exit_on"`],
    };
  },
};
