import type { Condition, PropertyTest, Window } from '../../src/model/condition.js';
import type { Plan, Trigger } from '../../src/model/plan.js';
import type { Instant } from '../../src/model/value.js';
import type { Warehouse } from '../../src/warehouse/warehouse.js';
import { at, folderWith } from './fixture.js';
import { campaignWith, planWith } from './plan.js';

/** Opens the adapter under test over a project folder. */
export type Open = (plan: Plan, root: string, now: Instant) => Promise<Warehouse>;

/** The window of all time. */
export const EVER = { kind: 'ever' } as const;

/** Has done it, at least once. */
export const done = (event: string, window: Window = EVER, where: readonly PropertyTest[] = []): Condition => ({
  kind: 'event',
  event,
  where,
  window,
  measure: { kind: 'count', test: { op: 'gte', value: 1 } },
});

/** One event: name, profile, time, properties, id. */
export type Row = readonly [name: string, profile: string, time: string, properties?: object, id?: string];

/** What a test says of its shop. */
export interface Shop {
  readonly plan?: Partial<Plan>;
  /** Events that a campaign uses, so that they are loaded. */
  readonly uses?: readonly string[];
  readonly triggers?: readonly Trigger[];
  readonly campaign?: Parameters<typeof campaignWith>[0];
  readonly profiles: readonly (string | object)[];
  readonly events: readonly Row[];
}

/** Writes the shop's files, builds its plan and opens the adapter over them. */
export async function shop(
  open: Open,
  { plan = {}, uses = [], triggers = [], campaign = {}, profiles, events }: Shop,
): Promise<{ readonly warehouse: Warehouse }> {
  const root = folderWith({
    'profiles.ndjson': profiles.map((profile) => (typeof profile === 'string' ? { id: profile } : profile)),
    'events.ndjson': events.map(([name, profile_id, time, properties, id], i) => ({
      id: id ?? `e${i}`,
      profile_id,
      name,
      time,
      properties,
    })),
  });
  const using = uses.map((event, i) => campaignWith({ id: `uses-${i}`, exitOn: [done(event)] }));
  const campaigns = [campaignWith({ id: 'c', triggers, ...campaign }), ...using];
  return { warehouse: await open(planWith({ ...plan, campaigns }), root, at('2026-06-01T00:00:00Z')) };
}
