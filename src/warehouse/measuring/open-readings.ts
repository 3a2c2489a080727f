import { INTEGER } from '@duckdb/node-api';
import type { PastMessage } from '../../model/decision.js';
import type { Exposure } from '../../model/exposure.js';
import type { DataQuality } from '../../model/facts.js';
import { invariant } from '../../model/failure.js';
import type { TestVerdict } from '../../model/message-test.js';
import type { Plan } from '../../model/plan.js';
import type { MetricReading, Reading } from '../../model/reading.js';
import type { Instant } from '../../model/value.js';
import { openWorld } from '../open-world.js';
import { FactsReader } from '../read-facts.js';
import { Lowering } from '../sql/lowering.js';
import type { World } from '../world.js';
import { askValues } from './ask-values.js';
import { type Asked, askedEvents, askedPersonally, attributeColumns, measuredBy, partsOfMetric } from './asked.js';
import { businessLevel } from './business-level.js';
import { countMessages, type MessageCounts } from './count-messages.js';
import { Doings, eventsWithEdges } from './doings-sql.js';
import { exportReadings } from './export-readings.js';
import { knowAttributes } from './known-attributes.js';
import { type ExposureNames, loadExposures } from './load-exposures.js';
import { MEMBERS_SQL, peopleSql } from './people-sql.js';
import { type People, readPeople } from './read-people.js';
import { readWho } from './read-who.js';
import { keepSent, stageMoves } from './stage-moves.js';
import { sumDays } from './sum-days.js';
import { TableWriter } from './table-writer.js';
import { keepDrawn, plannedTests, readTests } from './tested-variants.js';
import { TimeSpans } from './time-spans.js';
import { lookAt } from './value-sql.js';

/** What is done, one after the other, while readings are opened. */
export type Stage = 'data' | 'exposures' | 'people' | 'doings' | 'metrics' | 'messages';

/** What may be told to whoever opens readings, and asked of them. */
export interface ReadingOptions {
  /** Those on record of message tests; without them none has a winner. */
  readonly verdicts?: readonly TestVerdict[];
  /** Called after each stage. */
  readonly done?: (what: Stage) => void;
}

/** What the data say of every campaign's experiment, read once for all of them. */
export interface Readings {
  readonly quality: DataQuality;
  /** What they say of one campaign of the plan. Everything was counted when the readings were opened, but for moves between stages: those cost some twenty microseconds for each person and event. */
  read(campaign: string): Promise<Reading>;
  /** Writes everything from which the counts can be worked out again into a folder, and answers the names of the files: see `exportReadings`. */
  export(folder: string): Promise<readonly string[]>;
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
  { verdicts = [], done = () => {} }: ReadingOptions = {},
): Promise<Readings> {
  const { world, quality, close } = await openWorld(plan, root, asOf, 'report');
  done('data');
  try {
    const sent = new Map<string, PastMessage[]>();
    const planned = plannedTests(plan, verdicts, asOf);
    const drawn: Exposure[] = [];
    const counted = await countEverything(
      world,
      keepSent(plan, keepDrawn(planned, exposures, drawn), sent),
      asOf,
      done,
    );
    const tests = await readTests(world, planned, drawn, async (variants) => {
      const found = await countEverything(variants, drawn, asOf, () => {});
      return (code) => readCounted(found, code);
    });
    let reader: FactsReader | null = null;
    return {
      quality,
      read: async (campaign) => {
        const code = plan.campaigns.findIndex(({ id }) => id === campaign);
        invariant(code >= 0, `${campaign} is a campaign of the plan`);
        reader ??= plan.stages.length === 0 ? null : new FactsReader(world);
        const stages = reader === null ? [] : await stageMoves(world, reader, sent, code, asOf);
        const read = readCounted(counted, code);
        const names = plan.campaigns[code] === undefined ? [] : measuredBy(plan, plan.campaigns[code]);
        const business = read.since === null ? {} : await businessLevel(world, names, read.since, asOf);
        return { campaign, asOf, ...read, business, stages, tests: tests.get(campaign) ?? [] };
      },
      export: (folder) => exportReadings(world, root, counted.names, folder, asOf),
      close,
    };
  } catch (cause) {
    close();
    throw cause;
  }
}

interface Counted {
  readonly names: ExposureNames;
  readonly people: People;
  /** By number of the campaign, then metric. */
  readonly metrics: ReadonlyMap<number, Readonly<Record<string, MetricReading>>>;
  /** By number of the campaign: whether a person did what its KPI counts. */
  readonly used: ReadonlyMap<number, (person: number) => boolean>;
  readonly messages: MessageCounts;
}

async function countEverything(
  world: World,
  exposures: Iterable<Exposure>,
  asOf: Instant,
  done: (what: Stage) => void,
): Promise<Counted> {
  const { connection, plan } = world;
  const asked = askedPersonally(plan);
  const parts = [...asked.keys()].flatMap(partsOfMetric);
  const spans = new TimeSpans(parts);
  const names = await loadExposures(world, exposures, spans, asOf);
  done('exposures');
  await connection.run(peopleSql(spans));
  await connection.run(MEMBERS_SQL);
  const people = await readPeople(connection, spans);
  done('people');

  const doings = new Doings(new Lowering(plan, world.layout), spans);
  for (const part of parts) lookAt(doings, part);
  await writeAsked(world, asked);
  const events = eventsWithEdges(
    doings.lowering,
    world.zones.map((zone) => ({ zone, at: asOf })),
  );
  await connection.run(doings.sql(events, asOf));
  done('doings');
  const attributes = attributeColumns(parts);
  await knowAttributes(world, attributes, asOf);

  const metrics = new Map<number, Record<string, MetricReading>>(plan.campaigns.map((_, code) => [code, {}]));
  const used = new Map<number, (person: number) => boolean>();
  for (const [metric, campaigns] of asked) {
    const values = await askValues(connection, doings, metric, people, events, attributes);
    for (const code of campaigns) {
      const range = people.ranges.get(code) ?? [0, 0];
      metrics.get(code)![metric.name] = sumDays(metric.name, people, range, values, asOf);
      if (plan.campaigns[code]?.kpi.metric === metric.name) used.set(code, didSomething(values.y, range));
    }
  }
  done('metrics');
  const messages = await countMessages(connection, names, asOf);
  done('messages');
  return { names, people, metrics, used, messages };
}

/** Which campaign asks for which events. */
async function writeAsked({ connection, layout }: World, asked: Asked): Promise<void> {
  const writer = await TableWriter.create(connection, 'asked', [
    ['campaign', INTEGER],
    ['event', INTEGER],
  ]);
  for (const [campaign, event] of askedEvents(asked)) {
    const code = layout.eventCodes.get(event);
    invariant(code !== undefined, `the data are opened with ${event}`);
    writer.add([campaign, code]);
  }
  writer.close();
}

/** Who has anything but nothing, kept as one bit for each person. */
function didSomething(y: Float64Array, [from, to]: readonly [number, number]): (person: number) => boolean {
  const did = new Uint8Array(to - from);
  for (let person = from; person < to; person++)
    did[person - from] = y[person] !== 0 && !Number.isNaN(y[person]) ? 1 : 0;
  return (person) => did[person - from] === 1;
}

function readCounted(
  { names, people, metrics, used, messages }: Counted,
  code: number,
): Omit<Reading, 'campaign' | 'asOf' | 'stages' | 'business' | 'tests'> {
  return {
    ...readWho(people, names.salts, code),
    messages: messages(code, used.get(code) ?? (() => false)),
    metrics: metrics.get(code) ?? {},
  };
}
