import { parseDuration, ZERO } from '../../model/duration.js';
import type { Measure, Metric } from '../../model/metric.js';
import type { Project } from '../../model/project.js';
import type { Duration } from '../../model/value.js';
import { remember } from '../remember.js';
import { configMap, isMap, listAt, mapAt, textAt, type YamlMap } from '../yaml-map.js';

/** What every metric of a project counts, by name, as far as it can be told; tests on properties are left out. */
export const metricMeasures = remember((project: Project): ReadonlyMap<string, Metric> => {
  const metrics = mapAt(configMap(project), 'metrics') ?? {};
  return new Map(
    Object.keys(metrics).flatMap((name): [string, Metric][] => {
      const metric = readPart(metrics, name, new Set());
      return metric === null ? [] : [[name, metric]];
    }),
  );
});

/** What a part of a metric counts: a name, or a metric written in its place. Null where that cannot be told. */
export function measureOfPart(project: Project, part: unknown): Measure | null {
  return readPart(mapAt(configMap(project), 'metrics') ?? {}, part, new Set())?.measure ?? null;
}

/** A part is a name or a metric; null where it is misspelt, or made of itself. */
function readPart(metrics: YamlMap, part: unknown, inside: ReadonlySet<string>): Metric | null {
  const node = typeof part === 'string' ? mapAt(metrics, part) : isMap(part) ? part : null;
  if (node === null || (typeof part === 'string' && inside.has(part))) return null;
  const names = typeof part === 'string' ? new Set([...inside, part]) : inside;
  const measure = readMeasure(metrics, node, names);
  if (measure === null) return null;
  const isTurned = node.complement !== undefined && readPart(metrics, node.complement, names)?.better === 'higher';
  return {
    measure,
    better: (textAt(node, 'better') ?? (isTurned ? 'lower' : 'higher')) === 'lower' ? 'lower' : 'higher',
  };
}

function readMeasure(metrics: YamlMap, node: YamlMap, inside: ReadonlySet<string>): Measure | null {
  const where = [] as const;
  const [share, count, retention] = ['share', 'count', 'retention'].map((key) => textAt(node, key));
  if (share != null) {
    const [newTo, above] = ['new', 'above'].map((key) => textAt(node, key));
    const atLeast = typeof node.at_least === 'number' ? node.at_least : 1;
    const more = { ...(newTo == null ? {} : { newTo }), ...(above == null ? {} : { above }) };
    return { kind: 'share', event: share, where, atLeast, ...more };
  }
  if (count != null) return { kind: 'count', event: count, where };
  const length = (key: string): Duration => parseDuration(textAt(node, key) ?? '') ?? ZERO;
  if (retention != null)
    return { kind: 'retention', event: retention, where, after: length('after'), within: length('within') };
  for (const kind of ['sum', 'survey'] as const) {
    const text = textAt(node, kind);
    const [event = '', property = ''] = text?.split('.') ?? [];
    if (text !== null)
      return kind === 'sum' ? { kind, event, property, where } : { kind, event, property, where, scale: 'nps' };
  }
  const parts = listAt(node, 'ratio')?.map((part) => readPart(metrics, part, inside)?.measure);
  if (parts !== undefined) {
    const [above, below] = parts;
    return above === undefined || below === undefined ? null : { kind: 'ratio', of: [above, below] };
  }
  if (node.complement !== undefined) {
    const of = readPart(metrics, node.complement, inside)?.measure;
    return of?.kind === 'share' || of?.kind === 'retention' ? { kind: 'complement', of } : null;
  }
  const points = mapAt(node, 'score');
  if (points !== null)
    return {
      kind: 'score',
      points: Object.fromEntries(Object.keys(points).map((event) => [event, 1])),
      halfLife: ZERO,
    };
  const [attribute, incremental] = ['attribute', 'incremental'].map((key) => textAt(node, key));
  if (attribute != null) return { kind: 'attribute', name: attribute };
  if (incremental != null) return { kind: 'incremental', metric: incremental };
  return listAt(node, 'cost') === null ? null : { kind: 'cost', of: [] };
}
