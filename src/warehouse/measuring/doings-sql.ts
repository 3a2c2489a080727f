import type { PropertyTest } from '../../model/condition.js';
import type { Instant } from '../../model/value.js';
import type { Moment } from '../sql/edges.js';
import type { Lowering } from '../sql/lowering.js';
import { allOf } from '../sql/text.js';
import type { PersonMeasure } from './asked.js';
import { STATE } from './people-sql.js';
import type { TimeSpans } from './time-spans.js';

/**
 * What people did in their windows and as long before them, as the table `doings`: one row for each event of each person in each campaign that asks for it. Measures share what they select: `s0`, … say
 * which events pass, `v0`, … hold numbers, `r0`, … tell events within the span of a retention.
 */
export class Doings {
  readonly #passes = new Map<string, string>();
  readonly #values = new Map<string, string>();
  readonly #codes = new Set<number>();

  constructor(
    readonly lowering: Lowering,
    readonly spans: TimeSpans,
  ) {}

  /** A column that is TRUE for the events that a measure selects. */
  passing(event: string, where: readonly PropertyTest[]): string {
    const code = this.lowering.layout.eventCodes.get(event);
    if (code !== undefined) this.#codes.add(code);
    return remember(this.#passes, this.lowering.matches(event, where), 's');
  }

  /** A column with a number property of an event; NULL for a property that holds no numbers. */
  value(event: string, property: string): string {
    const { value, type } = this.lowering.property(event, property);
    return remember(
      this.#values,
      type === 'number' || type === 'time' ? `CAST(${value} AS DOUBLE)` : 'CAST(NULL AS DOUBLE)',
      'v',
    );
  }

  /** SQL that makes the table from events (with edges), `members`, `people` and `asked(campaign, event)`, once every measure has said what it looks at. */
  sql(events: string, asOf: Instant): string {
    const { spans } = this;
    const untils = spans.indexes.map((i) => `p.until${i}`);
    const last = untils.length === 0 ? 'p.ends' : `greatest(p.ends, ${untils.join(', ')})`;
    const soonest = untils.length === 0 ? 'p.ends' : `least(p.ends, ${untils.join(', ')})`;
    const columns = [
      'p.person, e.ord, e.time',
      'e.time > p.t AND e.time <= p.ends AS inside',
      'e.time > p.began AND e.time <= p.t AS before',
      'CASE WHEN e.time > p.t THEN p.ends ELSE p.t END AS seen_at, e.name',
      ...spans.indexes.map((i) => `e.time > p.after${i} AND e.time <= p.until${i} AS r${i}`),
      ...[...this.#passes, ...this.#values].map(([sql, column]) => `${sql} AS ${column}`),
    ];
    return `CREATE TABLE doings AS SELECT ${columns.join(',\n  ')}
FROM ${events} e JOIN members g ON g.pid = e.pid JOIN people p ON p.person = g.person
JOIN asked a ON a.campaign = p.campaign AND a.event = e.name
WHERE e.name IN (${[...this.#codes].sort((x, y) => x - y).join(', ') || 'NULL'}) AND e.time > p.began AND e.time <= ${last} AND ${soonest} <= ${asOf}`;
  }
}

/** The events with the moments that tests of their properties compare with, where there are any. */
export function eventsWithEdges(lowering: Lowering, zones: readonly Moment[]): string {
  const { columns } = lowering.edges;
  if (columns.length === 0) return 'events';
  const edges = columns.map((column) => `z.${column}`).join(', ');
  return `(SELECT ev.*, ${edges} FROM events ev JOIN ${lowering.edges.relation(zones)} z ON z.zone = ev.zone)`;
}

/** SQL for `lifetimes` of a measure: every event of its name that counted people ever had up to the end of their window, with whether it counts. */
export function lifetimesSql(
  lowering: Lowering,
  events: string,
  measure: Extract<PersonMeasure, { kind: 'share' }>,
): string {
  const code = lowering.layout.eventCodes.get(measure.event);
  const before = 'PARTITION BY p.person ORDER BY e.time, e.ord ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING';
  const isNew = () => {
    const { value } = lowering.property(measure.event, measure.newTo!);
    return `${value} IS NOT NULL AND row_number() OVER (PARTITION BY p.person, ${value} ORDER BY e.time, e.ord) = 1`;
  };
  const isHigher = () => {
    const { value } = lowering.property(measure.event, measure.above!);
    return `coalesce(${value} > max(${value}) OVER (${before}), FALSE)`;
  };
  const counts = allOf([
    'e.time > p.t',
    lowering.matches(measure.event, measure.where),
    ...(measure.newTo === undefined ? [] : [isNew()]),
    ...(measure.above === undefined ? [] : [isHigher()]),
  ]);
  return `SELECT p.person, ${counts} AS counts
FROM ${events} e JOIN members g ON g.pid = e.pid JOIN people p ON p.person = g.person
JOIN asked a ON a.campaign = p.campaign AND a.event = e.name
WHERE e.name = ${code ?? 'NULL'} AND e.time <= p.ends AND p.state = ${STATE.counted}`;
}

function remember(names: Map<string, string>, sql: string, prefix: string): string {
  const name = names.get(sql) ?? `${prefix}${names.size}`;
  names.set(sql, name);
  return name;
}
