import { parseDuration } from '../../model/duration.js';
import { parsePercentage } from '../../model/percentage.js';
import type { Project } from '../../model/project.js';
import { atKey, atValue, type Place, spanOf } from '../place.js';
import type { Finding, Rule } from '../rule.js';
import { configMap, mapAt, textAt, type YamlMap } from '../yaml-map.js';

/** A trait is defined so that it could tell nothing. */
export const impossibleTrait: Rule = {
  code: 'LC223',
  name: 'impossible-trait',
  severity: 'error',
  summary: 'A trait is defined so that it could tell nothing.',
  docs: `Traits that compare people (rfm, purchase_gap, best_hour, share) count whole days before their refresh, so their "within" is a number of days or longer. A half-life is an exact length, and a horizon a number of days: a month has none. A stop rule resumes where it stops, or above. At least one weight of an rfm is above 0. A share without "where" and "of" is a share of itself, always 1.`,
  example: {
    file: 'lifecycle.config.yaml',
    bad: 'orders: {score: {order_placed: 1}, half_life: 1mo}',
    good: 'orders: {count: order_placed, within: 365d}',
  },
  *check(project) {
    const traits = mapAt(configMap(project), 'traits') ?? {};
    for (const name of Object.keys(traits)) {
      const trait = mapAt(traits, name);
      if (trait !== null) yield* inTrait(project, name, trait);
    }
  },
};

function* inTrait(project: Project, name: string, trait: YamlMap): Generator<Finding> {
  const say = (place: Place, message: string, help: string): Finding => ({
    message: `trait "${name}" ${message}`,
    span: spanOf(project, place),
    help: [help],
  });
  const within = parseDuration(textAt(trait, 'within') ?? '');
  const compares = ['rfm', 'purchase_gap', 'best_hour', 'share'].some((kind) => kind in trait);
  if (compares && within !== null && (within.exact > 0 || within.months + within.days === 0))
    yield say(atValue(trait, 'within'), 'counts whole days', 'write a number of days, such as 365d');
  const halfLife = parseDuration(textAt(trait, 'half_life') ?? '');
  if (halfLife !== null && halfLife.months > 0)
    yield say(atValue(trait, 'half_life'), 'fades by months, which are not all as long', 'write it in days or weeks');
  else if (halfLife !== null && halfLife.days + halfLife.exact === 0)
    yield say(atValue(trait, 'half_life'), 'fades in no time', 'write how long it takes to count half, such as 30d');
  const horizon = parseDuration(textAt(trait, 'horizon') ?? '');
  if (horizon !== null && (horizon.months + horizon.exact > 0 || horizon.days === 0))
    yield say(atValue(trait, 'horizon'), 'looks ahead by whole days', 'write days or weeks, such as 365d');
  const stop = mapAt(trait, 'stop');
  const [at, resume] = [textAt(stop, 'at'), textAt(stop, 'resume')].map((text) => parsePercentage(text ?? ''));
  if (stop !== null && at != null && resume != null && resume < at)
    yield say(
      atValue(stop, 'resume'),
      'would resume below where it stops',
      'write the same percentage as "at", or a higher one',
    );
  const weights = mapAt(trait, 'weights');
  if (weights !== null && ['recency', 'frequency', 'monetary'].every((axis) => weights[axis] === 0))
    yield say(atKey(trait, 'weights'), 'weighs nothing', 'give at least one part a weight above 0');
  const part = textAt(trait, 'share');
  if (part !== null && !('where' in trait) && (textAt(trait, 'of') ?? part) === part)
    yield say(
      atKey(trait, 'share'),
      'is a share of itself, always 1',
      'say which of them under "where", or of what under "of"',
    );
}
