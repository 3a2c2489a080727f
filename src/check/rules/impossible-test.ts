import { findTestProblems } from '../names/find-test-problems.js';
import type { Rule } from '../rule.js';

/** A test of a campaign is about something that cannot be. */
export const impossibleTest: Rule = {
  code: 'LC407',
  name: 'impossible-test',
  severity: 'error',
  summary: 'A test of a campaign is about something that cannot be.',
  docs: `A test writes down a person, what happens to them, and the messages that must come of it. What it writes must be what the data can hold: declared attributes, values of their types, steps of this campaign, reasons that there are. Otherwise it would show nothing.

An event is written as its local time, its name and its properties: "2026-03-02T10:00 cart_updated {cart_id: c1, value: 50}". Traits, segments and stages are not written: they follow from the events.`,
  example: {
    file: 'campaigns/cart.yaml',
    bad: 'expect: ["2026-03-02T10:30 halp"]',
    good: 'expect: ["2026-03-02T10:30 help"]',
  },
  check: () => [],
  *checkCampaign(project, campaign) {
    for (const test of campaign.node.tests ?? []) yield* findTestProblems(project, campaign, test);
  },
};
