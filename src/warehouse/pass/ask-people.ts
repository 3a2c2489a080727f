import type { Condition } from '../../model/condition.js';
import { readColumns } from '../connection.js';
import { pidSlices } from '../pid-slices.js';
import type { Moment } from '../sql/edges.js';
import { Lowering } from '../sql/lowering.js';
import { anyOf } from '../sql/text.js';
import type { World } from '../world.js';
import { Evaluator, TOGETHER } from './evaluator.js';
import { EventReader } from './event-reader.js';
import { PersonEvents } from './person-events.js';
import { isAskable, Program } from './program.js';
import { packed, type ScanChunk, scan } from './scan.js';

/** What is asked: at one moment for each zone (nobody of a zone without one), of everybody or of those in a table of pids, each there once. */
export interface Asked {
  readonly moments: readonly Moment[];
  readonly among?: string;
  /** Whether a condition (by its place) is asked at a moment; without it, each at all. */
  readonly isAsked?: (condition: number, moment: Moment) => boolean;
  /** What is added up on the way; only where one of the conditions `isAskable`. */
  readonly tally?: Tally;
}

/** A number of each event, in SQL over `events` and the columns of their moments, and who takes each person's sum. */
export interface Tally {
  readonly sql: (lowering: Lowering) => string;
  readonly take: (pid: number, sum: number) => void;
}

/**
 * For each condition the pids for whom it holds, in order; what only the ledger knows counts as true (false under `not`). One walk through the people and their events for all conditions
 * together; those that such a walk cannot answer are asked in one query.
 */
export async function askPeople(
  world: World,
  conditions: readonly Condition[],
  asked: Asked,
): Promise<readonly Int32Array[]> {
  const found = conditions.map(() => new PidList());
  if (asked.moments.length === 0 || conditions.length === 0) return found.map((list) => list.pids());
  const walked = conditions.flatMap((condition, i) => (isAskable(condition, world.plan) ? [i] : []));
  const others = conditions.flatMap((condition, i) => (isAskable(condition, world.plan) ? [] : [i]));
  if (walked.length > 0) {
    const program = new Program(world.plan, world.layout);
    const questions = walked.map((i): Question => {
      const { moments, isAsked = () => true } = asked;
      const wanted = Uint8Array.from(moments, (moment) => (isAsked(i, moment) ? 1 : 0));
      return { part: program.add(conditions[i]!), wanted, found: found[i]! };
    });
    await walk(world, program, asked, questions);
  }
  if (others.length > 0) {
    const { isAsked = () => true } = asked;
    const answers = await askInSql(
      world,
      others.map((i) => conditions[i]!),
      { ...asked, isAsked: (n, moment) => isAsked(others[n]!, moment) },
    );
    for (const [n, i] of others.entries()) for (const pid of answers[n]!) found[i]!.add(pid);
  }
  return found.map((list) => list.pids());
}

/** The slow way, and the meaning of the other: one query over everybody's features. */
export async function askInSql(
  world: World,
  conditions: readonly Condition[],
  { moments, among, isAsked = () => true }: Asked,
): Promise<readonly (readonly number[])[]> {
  if (moments.length === 0) return conditions.map(() => []);
  const lowering = new Lowering(world.plan, world.layout);
  const outputs = conditions.map((condition, i) => `${lowering.condition(condition)} AS o${i}`);
  const any = anyOf(conditions.map((_, i) => `o${i}`));
  const query = lowering.query(lowering.edges.relation(moments), outputs, [], isAmong(among));
  const [pids = [], places = [], ...answers] = await readColumns(
    world.connection,
    `SELECT pid, mno, ${conditions.map((_, i) => `o${i}`).join(', ')} FROM (${query}) WHERE ${any} ORDER BY pid`,
  );
  return answers.map((answer, i) =>
    (pids as readonly number[]).filter((_, row) => answer[row] === true && isAsked(i, moments[Number(places[row])]!)),
  );
}

function isAmong(table: string | undefined): string {
  return table === undefined ? 'TRUE' : `pid IN (SELECT pid FROM ${table})`;
}

/** One condition: its part of the program, by place whether it is asked at a moment (1), and for whom it was found to hold. */
interface Question {
  readonly part: number;
  readonly wanted: Uint8Array;
  readonly found: PidList;
}

/** Goes through the people and their events side by side, slice by slice. */
async function walk(
  world: World,
  program: Program,
  { moments, among, tally }: Asked,
  questions: readonly Question[],
): Promise<void> {
  const { connection } = world;
  const { people, happenings, codes, eventBits, columns } = program;
  const [words, marks] = [packed(program.personBits), packed(eventBits)];
  const events = new PersonEvents(world.layout.eventNames.length, marks.length, columns.length);
  const evaluator = new Evaluator(program, moments, events);
  const tallied = tally === undefined ? [] : [`CAST(${tally.sql(happenings)} AS INTEGER)`];
  const slices = among === undefined ? pidSlices(world.people.count, 'pid') : [isAmong(among)];
  // Each pid is there once: its place is looked up, where a search would take its hash.
  const joined = among === undefined ? '' : `JOIN ${among} ON ${among}.pid = events.pid`;
  const isInOrder = world.isSorted && among === undefined;
  const there = new Set(moments.map(({ zone }) => zone.code));
  // Written out: a list would be a join, as one of names.
  const here = there.size === world.zones.length ? 'TRUE' : anyOf([...there].map((code) => `zone = ${code}`));
  // Of a few people it costs more to look than to read what nobody asks for.
  const asking = among === undefined ? isLateEnough(evaluator.unasked()) : 'TRUE';
  for (const slice of slices) {
    const standing: ScanChunk[] = [];
    const outputs = ['CAST(mno AS INTEGER) AS place', ...words.map((sql, i) => `${sql} AS b${i}`)];
    const query = people.query(people.edges.relation(moments), outputs, [], slice);
    const shown = ['pid', 'place', ...words.map((_, i) => `b${i}`)];
    for await (const chunk of scan(connection, `SELECT ${shown.join(', ')} FROM (${query}) ORDER BY pid`))
      standing.push(chunk);
    // A list of names would be a join too: then the rows come in another order.
    const happened = scan(
      connection,
      `SELECT pid, CAST(name AS INTEGER), CAST(time AS DOUBLE)${[...marks, ...columns, ...tallied].map((sql) => `, ${sql}`).join('')}
        FROM (SELECT events.*, ${happenings.edges.inline(moments)} FROM events ${joined}
          WHERE time <= ${Math.max(...moments.map(({ at }) => at))} AND ${asking} AND ${here} AND ${among === undefined ? slice : 'TRUE'})${isInOrder ? '' : ' ORDER BY pid, ord'}`,
    );
    const reader = new EventReader(happened, events, codes, marks.length, columns.length, tallied.length > 0);
    for (const chunk of standing) {
      const [pids, places] = [chunk.words(0), chunk.words(1)];
      const bits = words.map((_, i) => chunk.words(2 + i));
      evaluator.begin(chunk.rows);
      for (let row = 0; row < chunk.rows; ) {
        row = addPeople(row, chunk.rows, pids, places, reader, evaluator, tally);
        if (row < chunk.rows) await reader.next();
      }
      const answers = evaluator.answer(chunk.rows, bits);
      for (const { part, wanted, found } of questions) collect(answers[part]!, chunk.rows, pids, places, wanted, found);
    }
    await happened.return(undefined);
  }
}

/** Adds people from a row on whose events are there; returns the row of the first for whom more has to be read. Apart from the waiting: what runs millions of times is compiled alone. */
function addPeople(
  from: number,
  rows: number,
  pids: Int32Array,
  places: Int32Array,
  reader: EventReader,
  evaluator: Evaluator,
  tally: Tally | undefined,
): number {
  for (let row = from; row < rows; row++) {
    const pid = pids[row]!;
    if (!reader.fill(pid)) return row;
    evaluator.add(row, places[row]!);
    tally?.take(pid, reader.sum);
  }
  return rows;
}

/** SQL for events that are asked for: of each name those after a moment. A look into a list costs next to nothing for each event. */
function isLateEnough(unasked: readonly number[]): string {
  if (unasked.every((moment) => moment === Number.NEGATIVE_INFINITY)) return 'TRUE';
  return `time > [${unasked.map((moment) => Math.max(-EVER, Math.min(moment, EVER))).join(', ')}][name + 1]`;
}

/** Beyond all that a clock can say, in milliseconds. */
const EVER = 9e15;

/** Adds whom an answer holds for and who was asked about. */
function collect(
  answers: Int32Array,
  rows: number,
  pids: Int32Array,
  places: Int32Array,
  wanted: Uint8Array,
  found: PidList,
): void {
  for (let word = 0, from = 0; from < rows; word++, from += TOGETHER)
    for (let bits = answers[word]!; bits !== 0; bits &= bits - 1) {
      const row = from + (TOGETHER - 1) - Math.clz32(bits & -bits);
      if (row < rows && wanted[places[row]!] === 1) found.add(pids[row]!);
    }
}

/** A list of very many whole numbers. */
class PidList {
  #items = new Int32Array(16);
  #size = 0;

  add(pid: number): void {
    if (this.#size === this.#items.length) {
      const grown = new Int32Array(this.#size * 2);
      grown.set(this.#items);
      this.#items = grown;
    }
    this.#items[this.#size] = pid;
    this.#size += 1;
  }

  pids(): Int32Array {
    return this.#items.subarray(0, this.#size);
  }
}
