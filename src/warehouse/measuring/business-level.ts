import { localTime, wallClock } from '../../calendar/local-time.js';
import { invariant } from '../../model/failure.js';
import type { EventMeasure, Measure } from '../../model/metric.js';
import type { Instant } from '../../model/value.js';
import { readRows } from '../connection.js';
import { Lowering } from '../sql/lowering.js';
import { allOf, literal } from '../sql/text.js';
import type { World } from '../world.js';
import { eventsWithEdges } from './doings-sql.js';

/** The whole local days that are looked at. */
interface Days {
  readonly from: string;
  readonly until: string;
  readonly began: Instant;
  readonly asOf: Instant;
}

/** What each metric that is made of money spent comes to, over everybody and whole local days from that of `since` to that of `asOf`; null where nothing is divided, or what it divides cannot be counted so. */
export async function businessLevel(
  world: World,
  names: readonly string[],
  since: Instant,
  asOf: Instant,
): Promise<Readonly<Record<string, number | null>>> {
  const zone = world.plan.timezone;
  const from = localTime(since, zone).date;
  const days = { from, until: localTime(asOf, zone).date, began: wallClock(from, 0, zone), asOf };
  const values: Record<string, number | null> = {};
  for (const name of names) {
    const measure = world.plan.metrics[name]?.measure;
    if (measure !== undefined && isMadeOfCosts(measure)) values[name] = await amountOf(world, measure, days);
  }
  return values;
}

function isMadeOfCosts(measure: Measure): boolean {
  return measure.kind === 'cost' || (measure.kind === 'ratio' && measure.of.some(isMadeOfCosts));
}

async function amountOf(world: World, measure: Measure, days: Days): Promise<number | null> {
  switch (measure.kind) {
    case 'cost':
      return spent(world, measure.of, days);
    case 'ratio': {
      const [above, below] = [await amountOf(world, measure.of[0], days), await amountOf(world, measure.of[1], days)];
      return above === null || below === null || below === 0 ? null : above / below;
    }
    case 'count':
    case 'sum':
      return countEvents(world, measure, days);
    case 'share':
      return (measure.atLeast ?? 1) > 1 || measure.newTo !== undefined || measure.above !== undefined
        ? null
        : countEvents(world, measure, days);
    default:
      return null;
  }
}

async function spent({ connection }: World, kinds: readonly string[], { from, until }: Days): Promise<number> {
  const [row] = await readRows(
    connection,
    `SELECT coalesce(sum(amount), 0) FROM costs WHERE kind IN (${kinds.map(literal).join(', ')}) AND day BETWEEN ${literal(from)} AND ${literal(until)}`,
  );
  return Number(row?.[0] ?? 0);
}

async function countEvents(
  { connection, plan, layout, zones }: World,
  measure: Extract<EventMeasure, { kind: 'share' | 'count' | 'sum' }>,
  { began, asOf }: Days,
): Promise<number> {
  const code = layout.eventCodes.get(measure.event);
  invariant(code !== undefined, `${measure.event} was loaded`);
  const lowering = new Lowering(plan, layout);
  const passes = allOf([
    `e.name = ${code} AND e.time >= ${began} AND e.time <= ${asOf}`,
    lowering.matches(measure.event, measure.where),
  ]);
  const events = eventsWithEdges(
    lowering,
    zones.map((zone) => ({ zone, at: asOf })),
  );
  const [row] = await readRows(connection, `SELECT ${amountSql(lowering, measure)} FROM ${events} e WHERE ${passes}`);
  return Number(row?.[0] ?? 0);
}

function amountSql(lowering: Lowering, measure: Extract<EventMeasure, { kind: 'share' | 'count' | 'sum' }>): string {
  if (measure.kind === 'count') return 'CAST(count(*) AS DOUBLE)';
  if (measure.kind === 'share') return 'CAST(count(DISTINCT e.pid) AS DOUBLE)';
  const { value, type } = lowering.property(measure.event, measure.property);
  return type === 'number' ? `coalesce(sum(CAST(${value} AS DOUBLE)), 0)` : '0';
}
