import { dayText } from '../../calendar/local-time.js';
import type { Buyers } from '../../measure/models/buying-history.js';
import type { Counts } from '../../measure/models/habit-strength.js';
import type { Cell } from '../../measure/models/likelihood.js';
import type { Spender } from '../../measure/models/order-value.js';
import { LIKELIHOOD_BINS, type Population } from '../../model/population.js';
import { readColumns, readRows } from '../connection.js';
import type { PopulationTables } from '../layout.js';
import type { World } from '../world.js';
import { historiesAt, WEEK } from './customer-value.js';
import { daysOf, makeDayTable } from './day-table.js';
import { cellsAt } from './likelihood.js';
import { windows } from './windows.js';

/** People with the same history up to a day: how many of them came after it, and on how many days in all. */
export interface BuyersLater extends Buyers {
  readonly did: number;
  readonly seen: number;
}

/** People with the same counts up to a day, and what those of them who did anything after it did. */
export interface CountsLater extends Counts {
  readonly laterPeople: number;
  readonly laterPart: number;
  readonly laterWhole: number;
}

/** What the models of a population learn from: days before `until` are known, those from it and before `upTo` are what came. Days are numbers, in the project's zone. */
export interface Lessons {
  /** The first day with such an event; null without any. */
  readonly firstDay: number | null;
  buyers(until: number, upTo: number): Promise<readonly BuyersLater[]>;
  spenders(until: number): Promise<readonly Spender[]>;
  cells(until: number, upTo: number): Promise<readonly Cell[]>;
  counts(until: number, upTo: number): Promise<readonly CountsLater[]>;
}

/** Sums the events of a population up by person and day, once. Open one at a time. */
export async function openLessons(world: World, population: Population): Promise<Lessons> {
  const { connection } = world;
  const tables: PopulationTables = { population, people: 'lessons', everybody: 'lessons', traits: [] };
  if (world.zones.length > 0) await makeDayTable(world, tables);
  const table = daysOf(tables);
  const at = (day: number): string => windows(population, [dayText(day)]);
  const later = (until: number, upTo: number, what: string): string =>
    `(SELECT pid, ${what} FROM ${table} WHERE day >= ${until} AND day < ${upTo} GROUP BY pid)`;
  // Sorted, so that sums of fractions do not depend on the order of the rows.
  const read = async (columns: number, query: string): Promise<readonly (readonly number[])[]> => {
    if (world.zones.length === 0) return [];
    const order = Array.from({ length: columns }, (_, i) => i + 1).join(', ');
    const found = await readColumns(connection, `${query} ORDER BY ${order}`);
    return (found[0] ?? []).map((_, row) => found.map((column) => Number(column[row])));
  };
  const [[first] = []] = world.zones.length === 0 ? [] : await readRows(connection, `SELECT min(day) FROM ${table}`);
  return {
    firstDay: first === null || first === undefined ? null : Number(first),
    buyers: async (until, upTo) => {
      const rows = await read(
        3,
        `SELECT h.repeats, h.last, h.age, CAST(count(*) AS DOUBLE), CAST(count(n.pid) AS DOUBLE), CAST(coalesce(sum(n.days), 0) AS DOUBLE)
          FROM (${historiesAt(tables, at(until))}) h LEFT JOIN ${later(until, upTo, 'count(*) AS days')} n ON n.pid = h.pid
          GROUP BY h.repeats, h.last, h.age`,
      );
      return rows.map(([repeats = 0, last = 0, age = 0, people = 0, did = 0, seen = 0]) => {
        return { repeats, last: last / WEEK, age: age / WEEK, people, did, seen };
      });
    },
    spenders: async (until) => {
      const rows = await read(2, `SELECT repeats, mean FROM (${historiesAt(tables, at(until))}) WHERE repeats > 0`);
      return rows.map(([repeats = 0, mean = 0]) => ({ repeats, mean }));
    },
    cells: async (until, upTo) => {
      const rows = await read(
        1,
        `SELECT c.cell, CAST(count(*) AS DOUBLE), CAST(count(n.pid) AS DOUBLE)
          FROM (${cellsAt(tables, at(until))}) c LEFT JOIN ${later(until, upTo, 'count(*) AS days')} n ON n.pid = c.pid GROUP BY c.cell`,
      );
      const byCell = new Map(rows.map(([cell = 0, people = 0, did = 0]) => [cell, { people, did }]));
      return Array.from({ length: LIKELIHOOD_BINS ** 2 }, (_, cell) => byCell.get(cell) ?? { people: 0, did: 0 });
    },
    counts: async (until, upTo) => {
      const sums = 'sum(part) AS part, sum(whole) AS whole';
      const rows = await read(
        2,
        `SELECT CAST(p.part AS DOUBLE), CAST(p.whole AS DOUBLE), CAST(count(*) AS DOUBLE), CAST(count(n.pid) AS DOUBLE),
            CAST(coalesce(sum(n.part), 0) AS DOUBLE), CAST(coalesce(sum(n.whole), 0) AS DOUBLE)
          FROM (SELECT d.pid, ${sums} FROM ${table} d JOIN ${at(until)} r ON d.day < r.refresh AND d.day >= r.start GROUP BY d.pid) p
          LEFT JOIN ${later(until, upTo, sums)} n ON n.pid = p.pid GROUP BY p.part, p.whole`,
      );
      return rows.map(([part = 0, whole = 0, people = 0, laterPeople = 0, laterPart = 0, laterWhole = 0]) => {
        return { part, whole, people, laterPeople, laterPart, laterWhole };
      });
    },
  };
}
