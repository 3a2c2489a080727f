import type { DuckDBConnection } from '@duckdb/node-api';
import { compareText } from '../model/diagnostic.js';
import { readColumns } from './connection.js';
import { literal } from './sql/text.js';

/** Pairs that are remembered between calls: whoever was found is asked for next. */
const REMEMBERED = 200_000;
/** Asked in the text of the query; more are handed over as a table. */
const FEW = 500;

/** Who is in the data: ids of profiles and their numbers, `pid`, from 0 without gaps. Ten million ids are never in memory at once, unless all are asked for. */
export class People {
  readonly #ids = new Map<number, string>();
  readonly #pids = new Map<string, number>();
  #turn: Promise<unknown> = Promise.resolve();

  constructor(
    readonly connection: DuckDBConnection,
    /** How many there are; each pid is below it. */
    readonly count: number,
  ) {}

  /** The ids of pids that are there, in the order asked. */
  idsOf(pids: readonly number[]): Promise<readonly string[]> {
    return this.#inTurn(async () => {
      const known = await this.#find('pid', pids, this.#ids);
      return pids.map((pid) => known.get(pid)!);
    });
  }

  /** The pids of ids in the order asked; null for one that is not there. */
  pidsOf(ids: readonly string[]): Promise<readonly (number | null)[]> {
    return this.#inTurn(async () => {
      const known = await this.#find('id', ids, this.#pids);
      return ids.map((id) => known.get(id) ?? null);
    });
  }

  /** Every id, sorted by code units. */
  async everyId(): Promise<readonly string[]> {
    const [ids = []] = await readColumns(this.connection, 'SELECT id FROM profiles ORDER BY pid');
    return (ids as string[]).sort(compareText);
  }

  /** Every pid. */
  *everyPid(): Iterable<number> {
    for (let pid = 0; pid < this.count; pid++) yield pid;
  }

  #inTurn<T>(ask: () => Promise<T>): Promise<T> {
    const answer = this.#turn.then(ask);
    this.#turn = answer.catch(() => undefined);
    return answer;
  }

  async #find<K extends string | number, V>(
    column: 'pid' | 'id',
    asked: readonly K[],
    remembered: ReadonlyMap<K, V>,
  ): Promise<ReadonlyMap<K, V>> {
    const missing = [...new Set(asked.filter((key) => !remembered.has(key)))];
    if (missing.length === 0) return remembered;
    if (this.#ids.size + missing.length > REMEMBERED) {
      this.#ids.clear();
      this.#pids.clear();
      if (missing.length > REMEMBERED) return new Map(await this.#read<K, V>(column, [...new Set(asked)]));
      return this.#find(column, asked, remembered);
    }
    for (const [key, value] of await this.#read<K, V>(column, missing)) {
      const [pid, id] = (column === 'pid' ? [key, value] : [value, key]) as [number, string];
      this.#ids.set(pid, id);
      this.#pids.set(id, pid);
    }
    return remembered;
  }

  async #read<K, V>(column: 'pid' | 'id', keys: readonly (string | number)[]): Promise<Iterable<[K, V]>> {
    const { connection } = this;
    const listed = keys.map((key) => (typeof key === 'number' ? String(key) : literal(key)));
    const among =
      keys.length > FEW ? `JOIN asked_people ON key = ${column}` : `WHERE ${column} IN (${listed.join(', ')})`;
    if (keys.length > FEW) {
      await connection.run(
        `CREATE OR REPLACE TEMP TABLE asked_people (key ${column === 'pid' ? 'INTEGER' : 'VARCHAR'})`,
      );
      const appender = await connection.createAppender('asked_people');
      for (const key of keys) {
        if (typeof key === 'number') appender.appendInteger(key);
        else appender.appendVarchar(key);
        appender.endRow();
      }
      appender.closeSync();
    }
    const other = column === 'pid' ? 'id' : 'pid';
    const [found = [], values = []] = await readColumns(
      connection,
      `SELECT ${column}, ${other} FROM profiles ${among}`,
    );
    return found.map((key, i) => [key, values[i]] as [K, V]);
  }
}
