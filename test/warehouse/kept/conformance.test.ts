import { expect } from 'vitest';
import { openDuckdb } from '../../../src/warehouse/duckdb.js';
import { testWarehouse } from '../conformance.js';
import type { Open } from '../shop.js';
import { testTimeAlone } from '../time-alone.js';

/** Opens twice: the first makes the kept data, the second answers from them. */
const openKept: Open = async (plan, root, now) => {
  await (await openDuckdb(plan, root, now, 'run', 0)).close();
  const warehouse = await openDuckdb(plan, root, now, 'run', 0);
  expect(warehouse.isKept).toBe(true);
  return warehouse;
};

testWarehouse('duckdb, kept', openKept);
testTimeAlone('duckdb, kept', openKept);
