import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import type { FactEvent } from '../../src/model/facts.js';
import type { Plan } from '../../src/model/plan.js';
import type { Instant, Value } from '../../src/model/value.js';
import { DAYS, END, START, someEvents, somePlan, someZone } from '../decide/arbitraries.js';
import { HOUR } from '../decide/world.js';

/** One row of the profiles, with what this person did. */
export interface Someone {
  readonly id: string;
  readonly attributes: Readonly<Record<string, Value>>;
  readonly zone: string;
  readonly events: readonly FactEvent[];
}

/** A plan, its people, when it ticks, and the tick before which the late events are not there yet. */
export interface TestWorld {
  readonly plan: Plan;
  readonly people: readonly Someone[];
  readonly ticks: readonly Instant[];
  readonly arrival: number;
}

const someone = fc.record({
  attributes: fc.record({
    email: fc.constantFrom('ada@people.example', 'ada@people.example', 'ada@people.example', '', 'not an address'),
    phone: fc.constantFrom('+12025550123', '+12025550123', '', 'no number'),
    consent: fc.constantFrom('true', 'true', 'true', 'false', ''),
    country: fc.constantFrom('DE', 'FR', ''),
    renews: fc.constantFrom('2026-03-25', '2026-03-30', '2026-04-05', ''),
    seen: fc.constantFrom('2026-03-24T13:30:00Z', '2025-03-29T01:00:00Z', '2026-03-29T01:00:00Z', ''),
    born: fc.constantFrom('1992-02-29', '1980-03-29', '2001-04-01', '1977-04-30', ''),
  }),
  zone: fc.oneof({ weight: 5, arbitrary: someZone }, { weight: 1, arbitrary: fc.constant('') }),
  events: someEvents,
});

/** Fifteen people under one plan of so many campaigns (1 to 3), ticked at odd moments, some on the minute at which events happen. */
export const someWorld = (campaigns: fc.Arbitrary<number>): fc.Arbitrary<TestWorld> =>
  fc
    .record({
      plan: somePlan,
      people: fc.array(someone, { minLength: 15, maxLength: 15 }),
      cuts: fc.uniqueArray(fc.integer({ min: 1, max: DAYS * 1440 - 1 }), { minLength: 2, maxLength: 8 }),
      after: fc.constantFrom(0, 0, 7),
      arrival: fc.integer({ min: 1, max: 8 }),
      count: campaigns,
    })
    .map(({ plan, people, cuts, after, arrival, count }) => ({
      plan: {
        ...plan,
        campaigns: plan.campaigns.slice(0, count),
        identity: { ...plan.identity, phone: 'phone' },
        data: { profiles: ['profiles.csv'], events: ['events.ndjson', 'late.*'], ledger: 'ledger.db', maxBadRatio: 1 },
      },
      people: people.map(({ events, ...one }, i) => ({
        ...one,
        id: `p${i}`,
        events: events.map((event, n) => ({ ...event, id: `p${i}/${n % 7}${n}` })),
      })),
      ticks: [START, ...cuts.sort((a, b) => a - b).map((minute) => START + minute * 60_000 + after), END],
      arrival: Math.min(arrival, cuts.length),
    }));

/** A folder with the world's data: profiles as CSV, events as NDJSON, and those that come late as CSV. Some lines are there twice. */
export class WorldFiles {
  readonly root = mkdtempSync(join(tmpdir(), 'lifecycle-engine-'));
  /** Ids of the events that come late. */
  readonly late: ReadonlySet<string>;
  readonly #lateText: string;

  constructor({ plan, people, ticks, arrival }: TestWorld) {
    const names = ['email', 'phone', 'consent', 'country', 'renews', 'seen', 'born'];
    this.#write('profiles.csv', [
      ['id', 'tz', ...names].join(','),
      ...people.map(({ id, zone, attributes }) => [id, zone, ...names.map((name) => attributes[name])].join(',')),
    ]);
    const { months, days, exact } = plan.policies.lateness;
    const reach = months * 28 * 24 * HOUR + days * 23 * HOUR + exact;
    const [onTime, late]: [string[], string[]] = [[], []];
    const ids = new Set<string>();
    for (const { id, events } of people)
      for (const [n, event] of events.entries()) {
        const line = { id: event.id, profile_id: id, name: event.name, time: new Date(event.time).toISOString() };
        const isLate = n % 3 === 0 && event.time > (ticks[arrival - 1] as Instant) - reach;
        if (isLate) {
          ids.add(event.id);
          late.push(row([...Object.values(line), JSON.stringify(event.properties)]));
        } else onTime.push(JSON.stringify({ ...line, properties: event.properties }));
      }
    this.#write('events.ndjson', [...onTime, ...onTime.filter((_, i) => i % 5 === 0)]);
    this.#write('late.csv', ['id,profile_id,name,time,properties']);
    this.late = ids;
    this.#lateText = ['id,profile_id,name,time,properties', ...late].join('\n');
  }

  /** The late events come in. */
  arrive(): void {
    this.#write('late.csv', [this.#lateText]);
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }

  #write(name: string, lines: readonly string[]): void {
    writeFileSync(join(this.root, name), `${lines.join('\n')}\n`);
  }
}

function row(cells: readonly string[]): string {
  return cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',');
}
