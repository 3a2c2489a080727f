import { BOOLEAN, DOUBLE, INTEGER } from '@duckdb/node-api';
import { localDay } from '../../calendar/local-time.js';
import type { Exposure } from '../../model/exposure.js';
import { invariant } from '../../model/failure.js';
import type { Instant } from '../../model/value.js';
import { readColumns } from '../connection.js';
import type { World } from '../world.js';
import { TableWriter } from './table-writer.js';
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
 * and `spans`. Costs about a second for half a million.
 */
export async function loadExposures(
  world: World,
  exposures: Iterable<Exposure>,
  spans: TimeSpans,
  asOf: Instant,
): Promise<ExposureNames> {
  const { connection, plan, ids } = world;
  const [zones = []] = await readColumns(connection, 'SELECT CAST(zone AS INTEGER) FROM profiles ORDER BY pid');
  const zoneNames = new Map(world.zones.map(({ code, name }) => [code, name]));
  const campaigns = new Numbers(plan.campaigns.map(({ id }) => id));
  const people = new Numbers(ids);
  const channels = new Numbers([]);
  const incentives = new Numbers([]);
  const salts = new Numbers([]);
  const messages: string[] = [];
  const writer = await TableWriter.create(connection, 'exposures', [
    ...COLUMNS,
    ...spans.columns.map((column) => [column, DOUBLE] as const),
  ]);
  for (const { campaign, salt, unit, profileId, messageId, at, u, share, arm, by, channel, incentive } of exposures) {
    if (at > asOf) continue;
    const code = campaigns.of(campaign);
    const pid = people.of(profileId);
    const zone = pid < ids.length ? zoneNames.get(zones[pid] as number) : plan.timezone;
    invariant(zone, 'every profile has a zone');
    const window = plan.campaigns[code]?.kpi.window ?? NO_TIME;
    const { began, ends, day } = windowAround(at, window, zone, plan.timezone);
    writer.add([
      code,
      messages.push(messageId) - 1,
      salts.of(salt),
      unit === profileId ? pid : people.of(unit),
      pid,
      at,
      u,
      share,
      arm === 'held',
      by === 'global',
      channels.of(channel),
      incentive === null ? null : incentives.of(incentive),
      localDay(at, plan.timezone),
      began,
      ends,
      day,
      ...spans.at(at, zone, plan.timezone),
    ]);
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
