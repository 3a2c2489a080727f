import { BOOLEAN, DOUBLE, INTEGER } from '@duckdb/node-api';
import { expect, test } from 'vitest';
import { openDatabase, readNumbers } from '../../src/warehouse/connection.js';
import { NumberWriter } from '../../src/warehouse/measuring/number-writer.js';

test.each([0, 1, 2047, 2048, 2049, 5000])(
  '%i rows of numbers come back as they were written, in their order',
  async (count) => {
    const { connection, close } = await openDatabase(0);
    try {
      const writer = await NumberWriter.create(connection, 'numbers', [
        ['place', INTEGER],
        ['amount', DOUBLE],
        ['odd', BOOLEAN],
      ]);
      const row = new Float64Array(3);
      for (let i = 0; i < count; i++) {
        row.set([i - 3, i / 7, i % 2]);
        writer.add(row);
      }
      writer.close();
      const sql =
        'SELECT place, amount, odd, CASE WHEN odd THEN place END, CAST(place AS BIGINT) FROM numbers ORDER BY place';
      const [places, amounts, odds, oddPlaces, big] = await readNumbers(connection, sql);
      const numbers = Array.from({ length: count }, (_, i) => i);
      expect([...places!]).toEqual(numbers.map((i) => i - 3));
      expect([...amounts!]).toEqual(numbers.map((i) => i / 7));
      expect([...odds!]).toEqual(numbers.map((i) => i % 2));
      expect([...oddPlaces!]).toEqual(numbers.map((i) => (i % 2 === 1 ? i - 3 : Number.NaN)));
      expect([...big!]).toEqual(numbers.map((i) => i - 3));
    } finally {
      close();
    }
  },
);
