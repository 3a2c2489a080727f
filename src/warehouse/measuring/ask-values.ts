import type { DuckDBConnection } from '@duckdb/node-api';
import { readColumns } from '../connection.js';
import { hasBefore, type PersonalMetric, type PersonMeasure, partsOfMetric } from './asked.js';
import type { Doings } from './doings-sql.js';
import type { People } from './read-people.js';
import type { PersonValues } from './sum-days.js';
import { countsOnlyKnown, valueSql } from './value-sql.js';

/** Asks what one metric counts of every person: eight bytes for each number of each person, until it is summed. */
export async function askValues(
  connection: DuckDBConnection,
  doings: Doings,
  metric: PersonalMetric,
  people: People,
  events: string,
  columnOf: ReadonlyMap<string, string>,
): Promise<PersonValues> {
  const ask = (measure: PersonMeasure) => {
    const attribute = measure.kind === 'attribute' ? columnOf.get(measure.name) : undefined;
    return askPart(connection, valueSql(doings, measure, events, attribute), people.count, countsOnlyKnown(measure));
  };
  const { y, x } = await ask(metric.above);
  const below = metric.below === null ? null : (await ask(metric.below)).y;
  if (metric.inverted) for (let person = 0; person < y.length; person++) y[person] = 1 - y[person]!;
  const ends = partsOfMetric(metric).map((part) => (doings.spans.indexOf(part) ?? -1) + 1);
  const { kind } = metric.above;
  return {
    y,
    below,
    before: hasBefore(metric) ? x : null,
    ends: [...new Set(ends)],
    keepsValues: below === null && (kind === 'sum' || kind === 'score'),
  };
}

async function askPart(
  connection: DuckDBConnection,
  sql: string,
  count: number,
  isUnknownElse: boolean,
): Promise<{ readonly y: Float64Array; readonly x: Float64Array }> {
  const y = new Float64Array(count);
  const x = new Float64Array(count);
  if (isUnknownElse) y.fill(Number.NaN);
  const [persons = [], ys = [], xs = []] = await readColumns(
    connection,
    `SELECT person, CAST(y AS DOUBLE), CAST(x AS DOUBLE) FROM (${sql})`,
  );
  for (let i = 0; i < persons.length; i++) {
    const person = persons[i] as number;
    y[person] = ys[i] as number;
    x[person] = (xs[i] ?? 0) as number;
  }
  return { y, x };
}
