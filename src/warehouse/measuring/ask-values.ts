import type { DuckDBConnection } from '@duckdb/node-api';
import { readNumbers } from '../connection.js';
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
  const ask = (measure: PersonMeasure, wantsBefore: boolean) => {
    const attribute = measure.kind === 'attribute' ? columnOf.get(measure.name) : undefined;
    return askPart(
      connection,
      valueSql(doings, measure, events, attribute),
      people.count,
      countsOnlyKnown(measure),
      wantsBefore,
    );
  };
  const { y, x } = await ask(metric.above, hasBefore(metric));
  const below = metric.below === null ? null : (await ask(metric.below, false)).y;
  if (metric.inverted) for (let person = 0; person < y.length; person++) y[person] = 1 - y[person]!;
  const ends = partsOfMetric(metric).map((part) => (doings.spans.indexOf(part) ?? -1) + 1);
  const { kind } = metric.above;
  return {
    y,
    below,
    before: x,
    ends: [...new Set(ends)],
    keepsValues: below === null && (kind === 'sum' || kind === 'score'),
  };
}

async function askPart(
  connection: DuckDBConnection,
  sql: string,
  count: number,
  isUnknownElse: boolean,
  wantsBefore: boolean,
): Promise<{ readonly y: Float64Array; readonly x: Float64Array | null }> {
  const y = new Float64Array(count);
  const x = wantsBefore ? new Float64Array(count) : null;
  if (isUnknownElse) y.fill(Number.NaN);
  const [persons, ys, xs] = await readNumbers(
    connection,
    `SELECT person, CAST(coalesce(y, 0) AS DOUBLE)${wantsBefore ? ', CAST(coalesce(x, 0) AS DOUBLE)' : ''} FROM (${sql})`,
  );
  for (let i = 0; i < persons!.length; i++) y[persons![i]!] = ys![i]!;
  if (x !== null) for (let i = 0; i < persons!.length; i++) x[persons![i]!] = xs![i]!;
  return { y, x };
}
