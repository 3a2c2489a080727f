import { describe, expect, it } from 'vitest';
import type { Facts } from '../../src/model/facts.js';
import type { Plan } from '../../src/model/plan.js';
import type { Tick } from '../../src/model/tick.js';
import { askedProperties } from '../../src/warehouse/asked-properties.js';
import { openDuckdb } from '../../src/warehouse/duckdb.js';
import { at, folderWith } from './fixture.js';
import { campaignWith, lasting, planWith } from './plan.js';

const PROPERTIES = { color: 'string', size: 'number', shop: 'string', note: 'string' } as const;
const NOW = at('2026-03-10T12:00:00Z');
const tick: Tick = {
  previous: NOW - 3_600_000,
  now: NOW,
  starts: { c: NOW - 86_400_000 },
  knownGroups: {},
  tests: {},
};

const plan: Plan = planWith({
  data: { profiles: ['profiles.ndjson'], events: ['events.ndjson'], ledger: 'ledger.db', maxBadRatio: 1 },
  events: { Bought: PROPERTIES, Seen: PROPERTIES },
  traits: {
    shop: {
      trait: { kind: 'last', event: 'Bought', property: 'shop', where: [], window: { kind: 'ever' } },
      type: 'string',
      nullable: true,
    },
  },
  campaigns: [
    campaignWith({
      id: 'c',
      triggers: [
        {
          kind: 'event',
          event: 'Bought',
          where: [{ property: 'note', test: { op: 'is', value: 'x' } }],
          key: null,
          unless: [{ event: 'Seen', where: [], within: lasting('1d') }],
        },
        { kind: 'inactive', event: 'Seen', for: lasting('30d') },
      ],
      audience: {
        kind: 'event',
        event: 'Bought',
        where: [{ property: 'color', test: { op: 'is', value: 'red' } }],
        window: { kind: 'ever' },
        measure: { kind: 'sum', property: 'size', test: { op: 'gte', value: 1 } },
      },
    }),
  ],
});

const files = {
  'profiles.ndjson': [{ id: 'ann', email: 'ann@x.test' }],
  'events.ndjson': ['2026-01-01', '2026-02-08', '2026-03-09', '2026-03-10'].map((day, i) => ({
    id: `e${i}`,
    profile_id: 'ann',
    name: i === 1 ? 'Seen' : 'Bought',
    time: `${day}T09:00:00Z`,
    properties: { color: 'red', size: i, shop: 'Ulm', note: 'x' },
  })),
};

async function read(ask: (warehouse: Awaited<ReturnType<typeof openDuckdb>>) => Promise<readonly Facts[]>) {
  const warehouse = await openDuckdb(plan, folderWith(files), NOW);
  try {
    const [facts] = await ask(warehouse);
    return facts!.events;
  } finally {
    await warehouse.close();
  }
}

describe('what is read of events', () => {
  it('is what conditions and traits ask for of an event that starts nothing any more, and all of the others', async () => {
    const events = await read((warehouse) => warehouse.facts(['ann'], NOW, undefined, tick));
    const whole = await read((warehouse) => warehouse.facts(['ann'], NOW));
    expect(events.map((event) => Object.keys(event.properties))).toEqual([
      ['size', 'color', 'shop'],
      // Seen thirty days ago.
      ['size', 'color', 'note', 'shop'],
      ['size', 'color', 'note', 'shop'],
      ['size', 'color', 'note', 'shop'],
    ]);
    expect(events.slice(1)).toEqual(whole.slice(1));
    expect(events[0]).toMatchObject({ name: 'Bought', properties: { color: 'red', size: 0, shop: 'Ulm' } });
  });

  it('cannot be taken for all: whoever asks for what was left out fails', async () => {
    const [first] = await read((warehouse) => warehouse.facts(['ann'], NOW, undefined, tick));
    expect(() => first!.id).toThrow(/the id/);
    expect(() => first!.properties.note).toThrow(/"note"/);
    expect(() => JSON.stringify(first!.properties)).toThrow(/not asked for/);
    expect(first!.properties.unheard).toBeUndefined();
  });

  it('is no more than what conditions ask for where no tick is decided, unless more was read already', async () => {
    const events = await read((warehouse) => warehouse.facts(['ann'], NOW, undefined, 'conditions'));
    for (const event of events) expect(() => event.id).toThrow();
    const again = await read(async (warehouse) => {
      await warehouse.facts(['ann'], NOW, undefined, tick);
      return warehouse.facts(['ann'], NOW, undefined, 'conditions');
    });
    expect(again.map((event) => Object.hasOwn(event, 'id'))).toEqual([false, true, true, true]);
  });

  it('is all of them for whoever decides a second tick, and for whoever asks for all after a tick', async () => {
    const later = await read(async (warehouse) => {
      await warehouse.facts(['ann'], NOW, undefined, tick);
      return warehouse.facts(['ann'], NOW, undefined, { ...tick, previous: NOW - 1 });
    });
    const all = await read(async (warehouse) => {
      await warehouse.facts(['ann'], NOW, undefined, tick);
      return warehouse.facts(['ann'], NOW);
    });
    expect(later).toEqual(all);
    expect(all.map(({ id }) => id)).toEqual(['e0', 'e1', 'e2', 'e3']);
  });

  it('goes by name: what is asked of one event is not read of another', () => {
    const asked = askedProperties(plan);
    expect([...asked.get('Bought')!].sort()).toEqual(['color', 'shop', 'size']);
    expect(asked.get('Seen')).toBeUndefined();
    expect([...asked.get('unsubscribed')!]).toEqual(['topic']);
    expect([...asked.get('email_bounced')!]).toEqual(['kind']);
  });
});
