import type { Project } from '../../model/project.js';
import type { Span } from '../../model/span.js';
import { atValue, type Place, spanOf } from '../place.js';
import { configMap, isMap, mapAt, textAt, type YamlMap } from '../yaml-map.js';

/** A part of the language that is read but cannot be run yet. */
export interface Unsupported {
  /** Goes after "not supported yet:". */
  readonly what: string;
  readonly span: Span;
}

/** Every place that uses such a part. */
export function findUnsupported(project: Project): Unsupported[] {
  const at = (what: string, place: Place) => ({ what, span: spanOf(project, place) });
  return inConfig(configMap(project)).map(([what, place]): Unsupported => at(what, place));
}

type Use = readonly [what: string, place: Place];

function inConfig(config: YamlMap): Use[] {
  const data = mapAt(config, 'data');
  const tables = ['profiles', 'events'].filter((key) => isMap(data?.[key]));
  const postgres = /^postgres(ql)?:|^\$\{/;
  return [
    ...(data === null ? [] : tables.map((key): Use => ['data in PostgreSQL', atValue(data, key)])),
    ...(postgres.test(textAt(config, 'ledger') ?? '')
      ? [['a ledger in PostgreSQL', atValue(config, 'ledger')] as const]
      : []),
  ];
}
