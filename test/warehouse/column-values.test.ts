import fc from 'fast-check';
import { expect, it } from 'vitest';
import { openDatabase, readColumns } from '../../src/warehouse/connection.js';

const text = fc.oneof(
  fc.string({ maxLength: 14 }),
  fc.string({ maxLength: 14, unit: 'binary' }),
  fc.constantFrom(
    '',
    'a',
    'twelve bytes',
    'sku-1000-end',
    'sku-2000-end',
    'abcdefghé',
    'thirteen byte',
    'né',
    '🙂🙂🙂',
    '🙂🙂🙂!',
    'a\0b',
    '\0',
    'x'.repeat(300),
  ),
);
const row = fc.record(
  {
    text: fc.option(text),
    double: fc.option(fc.double()),
    int: fc.option(fc.integer()),
    small: fc.option(fc.integer({ min: -32_768, max: 32_767 })),
    flag: fc.option(fc.boolean()),
  },
  { noNullPrototype: true },
);

it('reads every value as the API says it is: nulls, texts of any length and script, over several chunks', async () => {
  const { connection, close } = await openDatabase(0);
  await connection.run(
    'CREATE TABLE t (n INTEGER, text VARCHAR, double DOUBLE, int INTEGER, small SMALLINT, flag BOOLEAN)',
  );
  await fc.assert(
    fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 60, size: 'max' }), async (some) => {
      await connection.run('DELETE FROM t');
      const appender = await connection.createAppender('t');
      // Of several chunks, with the same texts again and again and with chunks without a null.
      const rows = Array.from({ length: 2_100 }, (_, i) => some[i % some.length]!);
      for (const [n, { text, double, int, small, flag }] of rows.entries()) {
        appender.appendInteger(n);
        if (text === null) appender.appendNull();
        else appender.appendVarchar(text);
        if (double === null) appender.appendNull();
        else appender.appendDouble(double);
        if (int === null) appender.appendNull();
        else appender.appendInteger(int);
        if (small === null) appender.appendNull();
        else appender.appendSmallInt(small);
        if (flag === null) appender.appendNull();
        else appender.appendBoolean(flag);
        appender.endRow();
      }
      appender.closeSync();
      const asked = 'SELECT text, double, int, small, flag FROM t ORDER BY n';
      const api = await (await connection.run(asked)).getColumns();
      expect(await readColumns(connection, asked)).toEqual(api);
      expect(api[0]).toEqual(rows.map((each) => each.text));
    }),
    { numRuns: 40 },
  );
  expect(await readColumns(connection, 'SELECT 1 AS one, NULL AS two WHERE FALSE')).toEqual([[], []]);
  close();
});
