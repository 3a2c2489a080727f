import type { FactEvent } from '../model/facts.js';
import { invariant } from '../model/failure.js';
import type { Instant, Value } from '../model/value.js';
import { askedProperties } from './asked-properties.js';
import { ColumnReader } from './column-values.js';
import { eachChunk, readColumns } from './connection.js';
import type { PropertyColumn } from './layout.js';
import { emptyRecord } from './record.js';
import { plain } from './sql/convert.js';
import { eventsOf, inStretches, type Stretch } from './sql/stretches.js';
import { textKey } from './sql/text.js';
import type { World } from './world.js';

/** Events by pid, and how many there are. */
export interface EventsRead {
  readonly byProfile: ReadonlyMap<number, readonly FactEvent[]>;
  readonly count: number;
}

/** A property of an event, and the place of its column in the query that reads it. */
interface Place {
  readonly property: string;
  readonly column: number;
}

/** Reads all of the events of the people in the table `asked`. */
export function readEvents(world: World): Promise<EventsRead> {
  const { properties, eventNames } = world.layout;
  const columns = ['id', ...properties.map((each) => plain(each.column, each.type))];
  const placesOf = eventNames.map((event) =>
    properties.flatMap(({ property, events }, i) => (events.includes(event) ? [{ property, column: 1 + i }] : [])),
  );
  return read(world, columns, (code, time, values, row) => ({
    id: values[0]!(row) as string,
    name: eventNames[code]!,
    time,
    properties: fill(emptyRecord(null), placesOf[code]!, (column) => values[column]!(row)),
  }));
}

/**
 * Reads the same of the events in `whole` stretches of time, and of the others only what conditions ask for: most of what reading costs is unpacking what nobody looks at. Whoever
 * asks for more of one fails.
 */
export async function readAskedOfEvents(world: World, whole: readonly Stretch[]): Promise<EventsRead> {
  const { properties, eventNames } = world.layout;
  const asked = askedProperties(world.plan);
  const isAsked = ({ property, events }: PropertyColumn) => events.some((event) => asked.get(event)?.has(property));
  const [lean, rest] = [properties.filter(isAsked), properties.filter((each) => !isAsked(each))];
  const further = await readWhole(world, rest, whole);
  const shapes = eventNames.map((event) => {
    const declared = properties.filter(({ events }) => events.includes(event));
    const isKnown = ({ property }: PropertyColumn) => asked.get(event)?.has(property) === true;
    const unknown = declared.filter((each) => !isKnown(each)).map(({ property }) => property);
    const isFree = !declared.some(({ property }) => property === 'toJSON');
    const guard = guardOf(isFree && unknown.length > 0 ? [...unknown, 'toJSON'] : unknown);
    return {
      // Where nothing but name and time is asked for, all events of a name share one record.
      none: declared.some(isKnown) ? null : emptyRecord(guard),
      known: declared.filter(isKnown).map((each) => ({ property: each.property, column: lean.indexOf(each) })),
      all: declared.map((each) => ({ property: each.property, near: lean.indexOf(each), far: rest.indexOf(each) })),
      guard,
    };
  });
  const columns = lean.map((each) => plain(each.column, each.type));
  const result = await read(world, columns, (code, time, values, row, pid): FactEvent => {
    const [name, { none, known, all, guard }] = [eventNames[code]!, shapes[code]!];
    if (!isIn(whole, time))
      return new AskedOfEvent(name, time, none ?? fill(emptyRecord(guard), known, (column) => values[column]!(row)));
    const at = further.next(pid, time);
    const record = emptyRecord(null);
    for (const { property, near, far } of all)
      record[property] = (near < 0 ? further.values[far]![at] : values[near]!(row)) as Value;
    return { id: further.ids[at] as string, name, time, properties: record };
  });
  invariant(further.isDone(), 'each event of late was met');
  return result;
}

/** An event of which only what conditions ask for was read. */
class AskedOfEvent implements FactEvent {
  constructor(
    readonly name: string,
    readonly time: Instant,
    readonly properties: FactEvent['properties'],
  ) {}

  get id(): string {
    return unread('the id');
  }
}

function unread(what: string): never {
  invariant(false, `${what} of an event that can start nothing any more is not asked for`);
}

/** What stands behind the properties that were read: whoever asks for another one fails; so does whoever writes all of them down. */
function guardOf(unasked: readonly string[]): object {
  const guard = emptyRecord(null);
  for (const property of unasked) Object.defineProperty(guard, property, { get: () => unread(`"${property}"`) });
  return guard;
}

/** What only the events in some stretches of time have need of, in the order in which these are met. */
async function readWhole(world: World, rest: readonly PropertyColumn[], stretches: readonly Stretch[]) {
  const columns = rest.map(({ column, type }) => `, ${plain(column, type)}`).join('');
  const [pids = [], times = [], ids = [], ...values] =
    stretches.length === 0
      ? []
      : await readColumns(
          world.connection,
          `SELECT pid, CAST(time AS DOUBLE), id${columns} FROM ${eventsOf(stretches, world)}
            WHERE ${inStretches(stretches)} AND pid IN (SELECT pid FROM asked) ORDER BY pid, time, ${textKey('id')}`,
        );
  let row = -1;
  return {
    ids,
    values,
    next: (pid: number, time: Instant): number => {
      row += 1;
      invariant(pids[row] === pid && times[row] === time, 'events are met in the order in which they were read');
      return row;
    },
    isDone: () => row === pids.length - 1,
  };
}

function isIn(stretches: readonly Stretch[], time: Instant): boolean {
  for (const [after, upTo] of stretches) if (time > after && time <= upTo) return true;
  return false;
}

function fill(
  record: Record<string, Value>,
  places: readonly Place[],
  valueIn: (column: number) => unknown,
): Record<string, Value> {
  // A column of another event's property is not read.
  for (const { property, column } of places) record[property] = valueIn(column) as Value;
  return record;
}

type Make = (
  code: number,
  time: Instant,
  values: readonly ((row: number) => unknown)[],
  row: number,
  pid: number,
) => FactEvent;

async function read(world: World, columns: readonly string[], make: Make): Promise<EventsRead> {
  const { connection } = world;
  const byProfile = new Map<number, FactEvent[]>();
  const reader = new ColumnReader();
  let count = 0;
  let [last, list]: [number, FactEvent[]] = [-1, []];
  await eachChunk(
    connection,
    `SELECT ${['pid', 'name', 'CAST(time AS DOUBLE)', ...columns].join(', ')} FROM events JOIN asked USING (pid) ORDER BY pid, ord`,
    (chunk) => {
      const all = Array.from({ length: 3 + columns.length }, (_, i) => reader.valuesOf(chunk.getColumnVector(i)));
      const [pids, codes, times, ...values] = all;
      const rows = chunk.rowCount;
      for (let row = 0; row < rows; row++) {
        const pid = pids!(row) as number;
        if (pid !== last) {
          [last, list] = [pid, []];
          byProfile.set(pid, list);
        }
        list.push(make(codes!(row) as number, times!(row) as number, values, row, pid));
      }
      count += rows;
    },
  );
  return { byProfile, count };
}
