import type { Project } from '../../model/project.js';
import { type Arrow, findCycles } from '../logic/find-cycle.js';
import { atValue, type Place, spanOf } from '../place.js';
import type { Rule } from '../rule.js';
import { leavesOf } from '../walk/walk-conditions.js';
import { metricNodes, partsNamed } from '../walk/walk-metrics.js';
import { configMap, mapAt, mapsAt, textAt } from '../yaml-map.js';

/** A segment, stage or metric is defined by itself, directly or through others. */
export const definitionCycle: Rule = {
  code: 'LC212',
  name: 'definition-cycle',
  severity: 'error',
  summary: 'A segment, stage or metric is defined by itself, directly or through others.',
  docs: `Who is in it could only be known when it is known who is in it. A stage also depends on every stage before it, as a profile is in the first that matches. What a metric counts can only be known when what it is made of is.

Take one of the references out.`,
  example: {
    file: 'lifecycle.config.yaml',
    bad: 'buyers: {all: [{event: order_placed}, {stage: lapsed}]}',
    good: 'buyers: {event: order_placed, count: {gte: 1}}',
  },
  *check(project) {
    for (const { names, why } of findCycles(references(project))) {
      yield {
        message: `${names[0]} is defined by itself`,
        span: spanOf(project, why),
        label: 'closes the circle',
        ...(names.length > 2 ? { notes: [`the circle: ${names.join(' → ')}`] } : {}),
        help: ['take one of these references out'],
      };
    }
  },
};

function references(project: Project): ReadonlyMap<string, readonly Arrow<Place>[]> {
  const stages = mapsAt(configMap(project), 'stages');
  const inside = (condition: unknown) =>
    leavesOf(condition).flatMap((leaf) =>
      ['segment', 'stage'].flatMap((kind) => {
        const name = textAt(leaf, kind);
        return name === null ? [] : [{ to: `${kind} "${name}"`, why: atValue(leaf, kind) }];
      }),
    );
  const segments = Object.entries(mapAt(configMap(project), 'segments') ?? {});
  const metrics = new Map<string, Arrow<Place>[]>();
  for (const { name, node } of metricNodes(project)) {
    const parts = partsNamed(node).map(({ metric, place }) => ({ to: `metric "${metric}"`, why: place }));
    metrics.set(name, [...(metrics.get(name) ?? []), ...parts]);
  }
  return new Map<string, readonly Arrow<Place>[]>([
    ...segments.map(([name, condition]) => [`segment "${name}"`, inside(condition)] as const),
    // A profile is in the first stage that matches, so a stage asks all the conditions above it too.
    ...stages.map(({ item }, index) => {
      const asked = stages.slice(0, index + 1).flatMap((stage) => inside(stage.item.when));
      return [`stage "${String(item.id)}"`, asked] as const;
    }),
    ...[...metrics].map(([name, parts]) => [`metric "${name}"`, parts] as const),
  ]);
}
