import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import type { MetricReading } from '../../src/model/reading.js';

type Row = Readonly<Record<string, unknown>>;

/** What `report.sql` says in a database that knows nothing but the files beside it. */
export async function runReportSql(folder: string): Promise<{
  readonly wrongArms: readonly Row[];
  readonly people: readonly Row[];
  metric(campaign: string, metric: string): MetricReading['days'];
}> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  try {
    await connection.run(`SET file_search_path = '${folder}'`);
    const statements = await connection.extractStatements(readFileSync(join(folder, 'report.sql'), 'utf8'));
    const answers: Row[][] = [];
    for (let i = 0; i < statements.count; i++) {
      const result = await (await statements.prepare(i)).runAndReadAll();
      if (!result.columnNames().includes('Count')) answers.push(result.getRowObjects() as Row[]);
    }
    const [wrongArms = [], people = [], sums = []] = answers;
    const pair = (row: Row, name: string) =>
      row[`${name}_sum`] === null
        ? null
        : {
            sum: Number(row[`${name}_sum`]),
            sumOfSquares: Number(row[`${name}_sum_of_squares`]),
            product: Number(row[`${name}_product`]),
          };
    return {
      wrongArms,
      people,
      metric: (campaign, metric) =>
        sums
          .filter((row) => row.campaign === campaign && row.metric === metric)
          .map((row) => ({
            day: String(row.day),
            arm: row.arm === 'held' ? 'held' : 'sent',
            sums: {
              people: Number(row.people),
              sum: Number(row.sum),
              sumOfSquares: Number(row.sum_of_squares),
              active: Number(row.active),
              negative: Number(row.negative),
              below: pair(row, 'below'),
              before: pair(row, 'before'),
            },
          })),
    };
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}
