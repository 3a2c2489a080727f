import type { Project } from '../../model/project.js';
import { configMap } from '../declared-events.js';
import { atValue, type Place, spanOf } from '../place.js';
import type { Rule } from '../rule.js';
import { leavesOf } from '../walk-conditions.js';
import { mapAt, mapsAt, textAt } from '../yaml-map.js';

/** A segment or stage is defined by itself, directly or through others. */
export const definitionCycle: Rule = {
  code: 'LC212',
  name: 'definition-cycle',
  severity: 'error',
  summary: 'A segment or stage is defined by itself, directly or through others.',
  docs: `Who is in it could only be known when it is known who is in it. A stage also depends on every stage before it, as a profile is in the first that matches.

Take one of the references out.`,
  example: {
    file: 'lifecycle.config.yaml',
    bad: 'buyers: {all: [{event: order_placed}, {stage: lapsed}]}',
    good: 'buyers: {event: order_placed, count: {gte: 1}}',
  },
  *check(project) {
    const edges = references(project);
    const done = new Set<string>();
    for (const start of edges.keys()) {
      const found = findCycle(start, edges, [], done);
      if (found === null) continue;
      const words = found.cycle.map((name) => name.replace(/(\w+) (.*)/, '$1 "$2"'));
      yield {
        message: `${words[0]} is defined by itself`,
        span: spanOf(project, found.place),
        label: 'closes the circle',
        ...(words.length > 2 ? { notes: [`the circle: ${words.join(' → ')}`] } : {}),
        help: ['take one of these references out'],
      };
    }
  },
};

interface Reference {
  readonly to: string;
  readonly place: Place;
}

function references(project: Project): ReadonlyMap<string, readonly Reference[]> {
  const config = configMap(project);
  const stages = mapsAt(config, 'stages');
  const inside = (condition: unknown) =>
    leavesOf(condition).flatMap((leaf) =>
      ['segment', 'stage'].flatMap((kind) => {
        const name = textAt(leaf, kind);
        return name === null ? [] : [{ to: `${kind} ${name}`, place: atValue(leaf, kind) }];
      }),
    );
  return new Map<string, readonly Reference[]>([
    ...Object.entries(mapAt(config, 'segments') ?? {}).map(
      ([name, condition]) => [`segment ${name}`, inside(condition)] as const,
    ),
    // A profile is in the first stage that matches, so a stage asks all the conditions above it too.
    ...stages.map(({ item }, index) => {
      const asked = stages.slice(0, index + 1).flatMap((stage) => inside(stage.item.when));
      return [`stage ${String(item.id)}`, asked] as const;
    }),
  ]);
}

function findCycle(
  name: string,
  edges: ReadonlyMap<string, readonly Reference[]>,
  path: readonly string[],
  done: Set<string>,
): { cycle: string[]; place: Place } | null {
  if (done.has(name)) return null;
  for (const { to, place } of edges.get(name) ?? []) {
    const from = [...path, name].indexOf(to);
    if (from >= 0) {
      const cycle = [...path, name].slice(from);
      for (const one of cycle) done.add(one);
      return { cycle: [...cycle, to], place };
    }
    const found = findCycle(to, edges, [...path, name], done);
    if (found !== null) return found;
  }
  done.add(name);
  return null;
}
