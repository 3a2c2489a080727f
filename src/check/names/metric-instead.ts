import { comparesOf } from '../../model/compares-of.js';
import type { Project } from '../../model/project.js';
import { suggest } from '../../model/suggest.js';
import { metricNodes, partsNamed } from '../walk/walk-metrics.js';
import { configMap, mapAt, textAt } from '../yaml-map.js';
import { metricMeasures } from './metric-measures.js';

/** What to measure by in place of a metric that no holdout can be compared by: what it is made of, one of nearly the same name, the money, or the first that would do. */
export function metricInstead(project: Project, name: string): string {
  const doing = [...metricMeasures(project)].flatMap(([one, { measure, better }]) =>
    one !== name && comparesOf(measure) === 'holdout' && better === 'higher' ? [one] : [],
  );
  const parts = metricNodes(project).flatMap((one) => (one.name === name ? partsNamed(one.node) : []));
  const money = textAt(mapAt(configMap(project), 'economics'), 'revenue');
  const nearest = [
    ...parts.map(({ metric }) => metric),
    ...suggest(name, doing),
    ...(money === null ? [] : [money]),
    ...doing,
  ];
  const found = nearest.find((one) => doing.includes(one));
  return found === undefined
    ? 'measure what people do because of the messages, such as an order or a visit: declare {share: …} of that event under "metrics"'
    : `measure what people do because of the messages, such as "${found}"; what is only to be seen goes under "secondary"`;
}
