import { BOOLEAN, DOUBLE, INTEGER } from '@duckdb/node-api';
import { localDay } from '../../calendar/local-time.js';
import type { Exposure } from '../../model/exposure.js';
import { invariant } from '../../model/failure.js';
import type { Instant } from '../../model/value.js';
import { readColumns, readNumbers } from '../connection.js';
import type { World } from '../world.js';
import { NumberWriter } from './number-writer.js';
import { type TimeSpans, windowAround } from './time-spans.js';

/** The names behind the numbers in the table of exposures: each name's number is its place. */
export interface ExposureNames {
  /** First those of the plan, in its order. */
  readonly campaigns: readonly string[];
  /** First every profile of the data, by its `pid`: profiles and units alike. */
  readonly people: readonly string[];
  readonly channels: readonly string[];
  readonly incentives: readonly string[];
  readonly salts: readonly string[];
  /** By place of the exposure, counted from 0 as they came. */
  readonly messages: readonly string[];
}

/** Stands for no incentive: a NULL costs as much as ten numbers. */
const NONE = -1;

const COLUMNS = [
  ['campaign', INTEGER],
  ['place', INTEGER],
  ['salt', INTEGER],
  ['unit', INTEGER],
  ['pid', INTEGER],
  ['t', DOUBLE],
  ['u', DOUBLE],
  ['share', DOUBLE],
  ['held', BOOLEAN],
  ['global', BOOLEAN],
  ['channel', INTEGER],
  ['incentive', INTEGER],
  ['first_day', INTEGER],
  ['began', DOUBLE],
  ['ends', DOUBLE],
  ['ends_day', INTEGER],
] as const;

/**
 * Loads exposures up to `asOf` into the table `exposures`, with the campaign's window around each (by the calendar of the profile's zone; of the project's zone for a profile that is not in the data)
 * and `spans`. Incentive -1 is none. Costs about a second for half a million.
 */
export async function loadExposures(
  world: World,
  exposures: Iterable<Exposure>,
  spans: TimeSpans,
  asOf: Instant,
): Promise<ExposureNames> {
  const { connection, plan } = world;
  const [ids = []] = await readColumns(connection, 'SELECT id FROM profiles ORDER BY pid');
  const [zones] = await readNumbers(connection, 'SELECT CAST(zone AS INTEGER) FROM profiles ORDER BY pid');
  const zoneNames = new Map(world.zones.map(({ code, name }) => [code, name]));
  const campaigns = new Numbers(plan.campaigns.map(({ id }) => id));
  const people = new Numbers(ids as readonly string[]);
  const channels = new Numbers([]);
  const incentives = new Numbers([]);
  const salts = new Numbers([]);
  const messages: string[] = [];
  const columns = [...COLUMNS, ...spans.columns.map((column) => [column, DOUBLE] as const)];
  const writer = await NumberWriter.create(connection, 'exposures', columns);
  const row = new Float64Array(columns.length);
  for (const { campaign, salt, unit, profileId, messageId, at, u, share, arm, by, channel, incentive } of exposures) {
    if (at > asOf) continue;
    const code = campaigns.of(campaign);
    const pid = people.of(profileId);
    const zone = pid < ids.length ? zoneNames.get(zones![pid]!) : plan.timezone;
    invariant(zone, 'every profile has a zone');
    const window = plan.campaigns[code]?.kpi.window ?? NO_TIME;
    const { began, ends, day } = windowAround(at, window, zone, plan.timezone);
    row[0] = code;
    row[1] = messages.push(messageId) - 1;
    row[2] = salts.of(salt);
    row[3] = unit === profileId ? pid : people.of(unit);
    row[4] = pid;
    row[5] = at;
    row[6] = u;
    row[7] = share;
    row[8] = Number(arm === 'held');
    row[9] = Number(by === 'global');
    row[10] = channels.of(channel);
    row[11] = incentive === null ? NONE : incentives.of(incentive);
    row[12] = localDay(at, plan.timezone);
    row[13] = began;
    row[14] = ends;
    row[15] = day;
    spans.fill(row, COLUMNS.length, at, zone, plan.timezone);
    writer.add(row);
  }
  writer.close();
  return {
    campaigns: campaigns.names,
    people: people.names,
    channels: channels.names,
    incentives: incentives.names,
    salts: salts.names,
    messages,
  };
}

const NO_TIME = { months: 0, days: 0, exact: 0, text: '' };

/** Gives names numbers, in the order in which they come. */
class Numbers {
  readonly #known = new Map<string, number>();
  readonly names: string[];

  constructor(names: readonly string[]) {
    this.names = [...names];
    for (let i = 0; i < names.length; i++) this.#known.set(names[i]!, i);
  }

  of(name: string): number {
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    this.#known.set(name, this.names.length);
    return this.names.push(name) - 1;
  }
}
