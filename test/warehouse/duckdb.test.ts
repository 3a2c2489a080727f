import { openDuckdb } from '../../src/warehouse/duckdb.js';
import { testWarehouse } from './conformance.js';

testWarehouse('duckdb', openDuckdb);
