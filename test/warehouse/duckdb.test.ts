import { openDuckdb } from '../../src/warehouse/duckdb.js';
import { testWarehouse } from './conformance.js';
import { testTimeAlone } from './time-alone.js';

testWarehouse('duckdb', openDuckdb);
testTimeAlone('duckdb', openDuckdb);
