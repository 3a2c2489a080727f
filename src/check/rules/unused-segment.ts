import { unusedNames } from '../names/unused-names.js';
import type { Rule } from '../rule.js';
import { groupMentions } from '../walk/walk-groups.js';
import { configMap, mapAt } from '../yaml-map.js';

/** A segment that no condition and no trigger asks for. */
export const unusedSegment: Rule = {
  code: 'LC230',
  name: 'unused-segment',
  severity: 'warning',
  summary: 'A segment that no condition and no trigger asks for.',
  docs: `Often the campaign that should ask for it asks for another one, or was taken out. A segment that nothing asks for is kept up by readers for nothing. Use it, or take it out; git remembers it.`,
  example: {
    file: 'lifecycle.config.yaml',
    bad: '  big_spenders: {event: order_placed, sum: {value: {gte: 500}}}\n  idle: {not: {event: order_placed}}\n',
    good: '  big_spenders: {event: order_placed, sum: {value: {gte: 500}}}\n',
  },
  *check(project) {
    const segments = mapAt(configMap(project), 'segments') ?? {};
    const names = groupMentions(project).flatMap(({ kind, name }) => (kind === 'segment' ? [name] : []));
    const hasUnknown = names.some((name) => segments[name] === undefined);
    yield* unusedNames(project, 'segments', 'segment', { used: new Set(names), hasUnknown });
  },
};
