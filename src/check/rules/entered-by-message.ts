import type { Project } from '../../model/project.js';
import { atValue, spanOf } from '../place.js';
import type { Rule } from '../rule.js';
import { leavesOf } from '../walk/walk-conditions.js';
import { configMap, mapAt, mapsAt, textAt, triggersOf, type YamlMap } from '../yaml-map.js';

/** A trigger watches a segment or stage that depends on what lifecycle itself sent. */
export const enteredByMessage: Rule = {
  code: 'LC216',
  name: 'entered-by-message',
  severity: 'error',
  summary: 'A trigger watches a segment or stage that depends on what lifecycle itself sent.',
  docs: `Who comes into a segment or stage, or leaves it, is found in your data, and what was sent stands in the ledger: a group that asks for it cannot start a campaign. The stages are asked in order, so one that asks for it makes all of them such.

Put the question where it belongs: in the "audience", or in the "when" of a step. What people did with a message ("was: clicked") may be asked everywhere, for it comes with your events.`,
  example: {
    file: 'lifecycle.config.yaml',
    bad: 'big_spenders: {message: {campaign: cart, step: help, was: sent}}',
    good: 'big_spenders: {event: order_placed, sum: {value: {gte: 500}}}',
  },
  *check(project) {
    for (const campaign of project.campaigns) {
      for (const trigger of triggersOf(campaign)) {
        const group = mapAt(trigger, 'enters') ?? mapAt(trigger, 'leaves');
        for (const kind of ['segment', 'stage']) {
          const name = textAt(group, kind);
          if (group === null || name === null || !asksWhatWasSent(project, [group], new Set())) continue;
          yield {
            message: `${kind} "${name}" asks which messages were sent, and cannot start a campaign`,
            span: spanOf(project, atValue(group, kind)),
            help: ['ask for the message in the audience or in the "when" of a step'],
          };
        }
      }
    }
  },
};

/** Whether any of the leaves does, or what it refers to. */
function asksWhatWasSent(project: Project, leaves: readonly YamlMap[], seen: Set<string>): boolean {
  const config = configMap(project);
  return leaves.some((leaf) => {
    if (textAt(mapAt(leaf, 'message'), 'was') === 'sent') return true;
    return (['segment', 'stage'] as const).some((kind) => {
      const name = textAt(leaf, kind);
      const key = kind === 'stage' ? 'stages' : `segment ${name}`;
      if (name === null || seen.has(key)) return false;
      seen.add(key);
      const behind =
        kind === 'stage'
          ? mapsAt(config, 'stages').flatMap(({ item }) => leavesOf(item.when))
          : leavesOf(mapAt(config, 'segments')?.[name]);
      return asksWhatWasSent(project, behind, seen);
    });
  });
}
