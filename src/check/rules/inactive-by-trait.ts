import { parseDuration } from '../../model/duration.js';
import { GAP_DAYS } from '../../model/population.js';
import { unknownName } from '../names/unknown-name.js';
import { atValue } from '../place.js';
import type { Rule } from '../rule.js';
import { configMap, mapAt, textAt, triggersOf } from '../yaml-map.js';

/** A time of inactivity is taken from something that is no length of time. */
export const inactiveByTrait: Rule = {
  code: 'LC222',
  name: 'inactive-by-trait',
  severity: 'error',
  summary: 'A time of inactivity is taken from something that is no length of time.',
  docs: `How long somebody must be inactive is a duration (45d), or a number of days that a purchase_gap trait tells: gap.own, gap.expected, gap.population_mean, gap.population_p50 or gap.population_p80. Nothing else is known to be a length of time.

Name one of these, or write a duration.`,
  example: {
    file: 'campaigns/monthly.yaml',
    bad: 'inactive: {event: order_placed, for: last_order}',
    good: 'enters: {segment: big_spenders}',
  },
  *check(project) {
    const traits = mapAt(configMap(project), 'traits') ?? {};
    const lengths = Object.keys(traits)
      .filter((name) => textAt(mapAt(traits, name), 'purchase_gap') !== null)
      .flatMap((name) => GAP_DAYS.map((part) => `${name}.${part}`));
    for (const campaign of project.campaigns) {
      for (const trigger of triggersOf(campaign)) {
        const inactive = mapAt(trigger, 'inactive');
        const length = textAt(inactive, 'for');
        if (inactive === null || length === null || parseDuration(length) !== null || lengths.includes(length))
          continue;
        yield unknownName(project, {
          message: `"${length}" is neither a duration nor a trait in days`,
          word: length,
          place: atValue(inactive, 'for'),
          candidates: lengths,
          plural: 'traits in days',
          otherwise: 'write a duration such as 45d',
        });
      }
    }
  },
};
