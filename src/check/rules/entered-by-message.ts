import type { Project } from '../../model/project.js';
import { atValue, spanOf } from '../place.js';
import type { Rule } from '../rule.js';
import { leavesOf } from '../walk-conditions.js';
import { campaignMap } from '../walk-steps.js';
import { mapAt, mapsAt, textAt, type YamlMap } from '../yaml-map.js';

/** A trigger watches a segment that depends on what lifecycle itself sent. */
export const enteredByMessage: Rule = {
  code: 'LC216',
  name: 'entered-by-message',
  severity: 'error',
  summary: 'A trigger watches a segment that depends on what lifecycle itself sent.',
  docs: `Who comes into a segment is found in your data, and what was sent stands in the ledger: a segment that asks for it cannot start a campaign.

Put the question where it belongs: in the "audience", or in the "when" of a step. What people did with a message ("was: clicked") may be asked everywhere, for it comes with your events.`,
  example: {
    file: 'lifecycle.config.yaml',
    bad: 'big_spenders: {message: {campaign: cart, step: help, was: sent}}',
    good: 'big_spenders: {event: order_placed, sum: {value: {gte: 500}}}',
  },
  *check(project) {
    for (const campaign of project.campaigns) {
      for (const { item } of mapsAt(campaignMap(campaign), 'triggers')) {
        const enters = mapAt(item, 'enters');
        const name = textAt(enters, 'segment');
        if (enters === null || name === null || !asksWhatWasSent(project, name, new Set())) continue;
        yield {
          message: `segment "${name}" asks which messages were sent, and cannot start a campaign`,
          span: spanOf(project, atValue(enters, 'segment')),
          help: ['ask for the message in the audience or in the "when" of a step'],
        };
      }
    }
  },
};

function asksWhatWasSent(project: Project, segment: string, seen: Set<string>): boolean {
  if (seen.has(segment)) return false;
  seen.add(segment);
  const config = project.config as unknown as YamlMap;
  return leavesOf(mapAt(config, 'segments')?.[segment]).some((leaf) => {
    const inner = textAt(leaf, 'segment');
    const stages =
      textAt(leaf, 'stage') === null ? [] : mapsAt(config, 'stages').flatMap(({ item }) => leavesOf(item.when));
    return (
      [leaf, ...stages].some((each) => textAt(mapAt(each, 'message'), 'was') === 'sent') ||
      (inner !== null && asksWhatWasSent(project, inner, seen))
    );
  });
}
