import { unknownName } from '../names/unknown-name.js';
import { atValue } from '../place.js';
import type { Rule } from '../rule.js';
import { groupMentions } from '../walk/walk-groups.js';
import { configMap, mapAt } from '../yaml-map.js';

/** A condition or trigger names a segment that the configuration does not have. */
export const unknownSegment: Rule = {
  code: 'LC202',
  name: 'unknown-segment',
  severity: 'error',
  summary: 'A condition or trigger names a segment that the configuration does not have.',
  docs: `Segments are named conditions, declared once under "segments" in lifecycle.config.yaml and used anywhere.

Correct the name, or declare the segment.`,
  example: { file: 'campaigns/cart.yaml', bad: 'segment: big_spender}', good: 'segment: big_spenders}' },
  *check(project) {
    const segments = Object.keys(mapAt(configMap(project), 'segments') ?? {});
    for (const { kind, name, holder } of groupMentions(project)) {
      if (kind !== 'segment' || segments.includes(name)) continue;
      yield unknownName(project, {
        message: `there is no segment "${name}"`,
        word: name,
        place: atValue(holder, 'segment'),
        candidates: segments,
        plural: 'segments',
        otherwise: `declare "${name}" under "segments" in ${project.configFile}`,
      });
    }
  },
};
