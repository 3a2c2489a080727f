import { INTEGER } from '@duckdb/node-api';
import type { Exposure } from '../../model/exposure.js';
import type { DataQuality } from '../../model/facts.js';
import { invariant } from '../../model/failure.js';
import { eventMeasures } from '../../model/metric.js';
import type { Plan } from '../../model/plan.js';
import type { MetricReading, Reading } from '../../model/reading.js';
import type { Instant } from '../../model/value.js';
import { openWorld } from '../open-world.js';
import { Lowering } from '../sql/lowering.js';
import type { World } from '../world.js';
import { askValues } from './ask-values.js';
import { measuredBy, type PersonalMetric, partsOfMetric, personalMetric } from './asked.js';
import { countMessages, type MessageCounts } from './count-messages.js';
import { Doings } from './doings-sql.js';
import { knowAttributes } from './known-attributes.js';
import { type ExposureNames, loadExposures } from './load-exposures.js';
import { MEMBERS_SQL, peopleSql } from './people-sql.js';
import { type People, readPeople } from './read-people.js';
import { readWho } from './read-who.js';
import { sumDays } from './sum-days.js';
import { TableWriter } from './table-writer.js';
import { TimeSpans } from './time-spans.js';
import { lookAt } from './value-sql.js';

/** What the data say of every campaign's experiment, read once for all of them. */
export interface Readings {
  readonly quality: DataQuality;
  /** What they say of one campaign of the plan. Everything was counted when the readings were opened, but for moves between stages: those cost some twenty microseconds for each person and event. */
  read(campaign: string): Promise<Reading>;
  close(): void;
}

/**
 * Opens the plan's data under `root` and counts, for each campaign, what its people did in their windows, as far as `exposures` and data go up to `asOf`. One pass over the events for the whole portfolio,
 * then one over what it found for each metric: some ten seconds for a million exposures. In memory: the data, the exposures, and a hundred bytes for each person.
 */
export async function openReadings(
  plan: Plan,
  root: string,
  exposures: Iterable<Exposure>,
  asOf: Instant,
): Promise<Readings> {
  const { world, quality, close } = await openWorld(plan, root, asOf, 'report');
  try {
    const counted = await countEverything(world, exposures, asOf);
    return { quality, read: async (campaign) => readCampaign(world, counted, campaign, asOf), close };
  } catch (cause) {
    close();
    throw cause;
  }
}

interface Counted {
  readonly names: ExposureNames;
  readonly people: People;
  /** By campaign, then metric. */
  readonly metrics: ReadonlyMap<string, Readonly<Record<string, MetricReading>>>;
  /** By number of the campaign: whether a person did what its KPI counts. */
  readonly used: ReadonlyMap<number, (person: number) => boolean>;
  readonly messages: MessageCounts;
}

async function countEverything(world: World, exposures: Iterable<Exposure>, asOf: Instant): Promise<Counted> {
  const { connection, plan } = world;
  const asked = askedPersonally(plan);
  const parts = [...asked.keys()].flatMap(partsOfMetric);
  const spans = new TimeSpans(parts);
  const names = await loadExposures(world, exposures, spans, asOf);
  await connection.run(peopleSql(spans));
  await connection.run(MEMBERS_SQL);
  const people = await readPeople(connection, spans);

  const zones = world.zones.map((zone) => ({ zone, at: asOf }));
  const doings = new Doings(new Lowering(plan, world.layout), spans);
  for (const part of parts) lookAt(doings, part);
  await writeAsked(world, asked);
  await connection.run(doings.sql(zones, asOf));
  const attributes = parts.flatMap((part) => (part.kind === 'attribute' ? [part.name] : []));
  const columnOf = await knowAttributes(world, [...new Set(attributes)], asOf);

  const metrics = new Map<string, Record<string, MetricReading>>(plan.campaigns.map(({ id }) => [id, {}]));
  const used = new Map<number, (person: number) => boolean>();
  for (const [metric, campaigns] of asked) {
    const values = await askValues(connection, doings, metric, people, zones, columnOf);
    for (const code of campaigns) {
      const campaign = plan.campaigns[code]!;
      const range = people.ranges.get(code) ?? [0, 0];
      metrics.get(campaign.id)![metric.name] = sumDays(metric.name, people, range, values, asOf);
      if (campaign.kpi.metric === metric.name) used.set(code, didSomething(values.y, range));
    }
  }
  return { names, people, metrics, used, messages: await countMessages(connection, names, asOf) };
}

/** Every metric that some campaign is measured by, with the numbers of those campaigns. */
function askedPersonally(plan: Plan): ReadonlyMap<PersonalMetric, readonly number[]> {
  const byName = new Map<string, number[]>();
  for (const [code, campaign] of plan.campaigns.entries())
    for (const name of measuredBy(plan, campaign)) byName.set(name, [...(byName.get(name) ?? []), code]);
  return new Map(
    [...byName].flatMap(([name, campaigns]) => {
      const metric = personalMetric(name, plan.metrics[name]!.measure);
      return metric === null ? [] : [[metric, campaigns] as const];
    }),
  );
}

/** Which campaign asks for which events. */
async function writeAsked(world: World, asked: ReadonlyMap<PersonalMetric, readonly number[]>): Promise<void> {
  const writer = await TableWriter.create(world.connection, 'asked', [
    ['campaign', INTEGER],
    ['event', INTEGER],
  ]);
  const pairs = new Set<string>();
  for (const [metric, campaigns] of asked)
    for (const { event } of partsOfMetric(metric).flatMap(eventMeasures))
      for (const code of campaigns) {
        const eventCode = world.layout.eventCodes.get(event);
        invariant(eventCode !== undefined, `the data are opened with ${event}`);
        const pair = `${code} ${eventCode}`;
        if (!pairs.has(pair)) writer.add([code, eventCode]);
        pairs.add(pair);
      }
  writer.close();
}

/** Who has anything but nothing, kept as one bit for each person. */
function didSomething(y: Float64Array, [from, to]: readonly [number, number]): (person: number) => boolean {
  const did = Uint8Array.from(y.subarray(from, to), (value) => (value !== 0 && !Number.isNaN(value) ? 1 : 0));
  return (person) => did[person - from] === 1;
}

async function readCampaign(
  { plan }: World,
  { people, metrics, used, messages }: Counted,
  campaign: string,
  asOf: Instant,
): Promise<Reading> {
  const code = plan.campaigns.findIndex(({ id }) => id === campaign);
  invariant(code >= 0, `${campaign} is a campaign of the plan`);
  return {
    campaign,
    asOf,
    ...readWho(people, code),
    messages: messages(code, used.get(code) ?? (() => false)),
    metrics: metrics.get(campaign) ?? {},
    stages: [],
  };
}
