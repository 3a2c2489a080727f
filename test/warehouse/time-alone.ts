import { describe, expect, it } from 'vitest';
import type { Condition, Test } from '../../src/model/condition.js';
import type { Plan, PlanTrait } from '../../src/model/plan.js';
import type { Population } from '../../src/model/population.js';
import type { Tick } from '../../src/model/tick.js';
import { at } from './fixture.js';
import { known } from './known.js';
import { attribute, lasting } from './plan.js';
import { EVER, type Open, type Row, type Shop, shop } from './shop.js';

/** No group was looked at before, so a member now is news for no other reason than the one that a test is about. */
const NOBODY = known();
const NOW = at('2026-03-20T12:00:00Z');
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

const since = (previous: number): Tick => ({ previous, now: NOW, starts: { c: 0 }, knownGroups: {}, tests: {} });
const ago = (ms: number) => new Date(NOW - ms).toISOString();
const asks = (name: string, test: Test): Condition => ({ kind: 'attribute', name, test });
const part = (population: Population, name: string): PlanTrait => ({
  trait: { kind: 'frozen', population, part: name },
  type: 'number',
  nullable: true,
});

/** A shop in which a campaign waits for people to enter a segment. */
const watching = (traits: Plan['traits'], group: Condition, rest: Omit<Shop, 'plan' | 'triggers'>): Shop => ({
  plan: { traits, segments: { group }, events: { order: { value: 'number' } }, timezone: 'UTC' },
  triggers: [{ kind: 'enters', group: { kind: 'segment', segment: 'group' } }],
  ...rest,
});

/** What every warehouse adapter must find although nothing happened to the person: points that faded, and refreshes. */
export function testTimeAlone(name: string, open: Open): void {
  const candidates = async (of: Shop, previous: number): Promise<readonly string[]> => {
    const { warehouse } = await shop(open, of);
    try {
      return (await warehouse.candidates(since(previous), NOBODY)).profileIds;
    } finally {
      await warehouse.close();
    }
  };

  describe(`${name}: what time alone does`, () => {
    const points: PlanTrait = {
      trait: {
        kind: 'score',
        weights: [
          { event: 'click', weight: 4 },
          { event: 'complaint', weight: -4 },
        ],
        halfLife: DAY,
      },
      type: 'number',
      nullable: false,
    };
    const people: Pick<Shop, 'profiles' | 'events'> = {
      profiles: ['above', 'at the end', 'below', 'in and out', 'nobody', 'sulks', 'twice'],
      events: [
        ['click', 'above', ago(2 * DAY - 1)],
        ['click', 'at the end', ago(2 * DAY)],
        ['click', 'below', ago(12 * DAY)],
        ['click', 'in and out', ago(7 * DAY)],
        ['complaint', 'sulks', ago(7 * DAY)],
        ['click', 'twice', ago(8 * DAY)],
        ['click', 'twice', ago(8 * DAY)],
      ],
    };

    it.each<[string, Test, readonly string[]]>([
      ['a limit', { op: 'gt', value: 1 }, ['at the end', 'in and out', 'twice']],
      [
        'two limits, in and out in one tick',
        { op: 'between', low: 0.5, high: 1 },
        ['at the end', 'in and out', 'twice'],
      ],
      ['a limit below zero', { op: 'lt', value: -1 }, ['sulks']],
      ['one value', { op: 'is', value: 2 }, ['above', 'at the end', 'in and out', 'twice']],
      [
        'several at once',
        {
          op: 'every',
          of: [
            { op: 'gte', value: 0.5 },
            { op: 'lt', value: 0.75 },
          ],
        },
        ['in and out', 'twice'],
      ],
    ])('finds whose points faded past %s', async (_, test, expected) => {
      // Two days hide nobody who clicked before the tick began; an event in the tick is found by itself.
      const untouched = { ...people, events: people.events.filter(([, id]) => id !== 'above' && id !== 'at the end') };
      const long = await candidates(watching({ points }, asks('points', test), untouched), NOW - 6.5 * DAY);
      expect(long).toEqual(expected.filter((id) => id !== 'above' && id !== 'at the end'));
      const short = await candidates(watching({ points }, asks('points', test), people), NOW - 1.5 * DAY);
      const soon = ['above', 'at the end'].filter((id) => expected.includes(id));
      expect(short.filter((id) => soon.includes(id))).toEqual(soon);
    });

    it('finds whose points were all used up, in a shop with clocks of its own', async () => {
      const brief: PlanTrait = {
        ...points,
        trait: { kind: 'score', weights: [{ event: 'click', weight: 1 }], halfLife: 60_000 },
      };
      const of = watching({ brief }, asks('brief', { op: 'gt', value: 0 }), {
        profiles: [
          { id: 'gone', tz: 'Asia/Tokyo' },
          { id: 'left', tz: 'America/New_York' },
        ],
        events: [
          ['click', 'gone', ago(1000 * 60_000)],
          ['click', 'left', ago(1000 * 60_000 - 1)],
        ],
      });
      expect(await candidates(of, NOW - 1)).toEqual(['gone']);
    });

    const spent: Population = {
      kind: 'rfm',
      event: 'order',
      property: 'value',
      where: [],
      refresh: 'daily',
      within: lasting('10d'),
      bins: 2,
      weights: { recency: 0, frequency: 0, monetary: 1 },
      stop: null,
    };
    // Bob's order is ten days old on the 17th; Cid's counts from the 19th.
    const orders: readonly Row[] = [
      ['order', 'ann', '2026-03-12T10:00:00Z', { value: 50 }],
      ['order', 'bob', '2026-03-06T10:00:00Z', { value: 100 }],
      ['order', 'cid', '2026-03-18T10:00:00Z', { value: 100 }],
      ['order', 'eve', '2026-03-12T10:00:00Z', { value: 10 }],
    ];
    const top = asks('rfm.percentile', { op: 'gt', value: 0.9 });

    it('finds whom refreshes brought into a group and out of it again within one tick', async () => {
      const of = watching({ 'rfm.percentile': part(spent, 'percentile') }, top, {
        profiles: ['ann', 'bob', 'cid', 'eve'],
        events: orders,
      });
      expect(await candidates(of, at('2026-03-16T12:00:00Z'))).toEqual(['ann', 'bob', 'cid']);
      expect(await candidates(of, at('2026-03-19T12:00:00Z'))).toEqual([]);
    });

    it('finds them on the very instant of the refresh, and asks about everybody after very many', async () => {
      const of = watching({ 'rfm.percentile': part(spent, 'percentile') }, top, {
        profiles: ['ann', 'bob', 'cid', 'eve', 'none'],
        events: orders,
      });
      const { warehouse } = await shop(open, of);
      const midnight = at('2026-03-17T00:00:00Z');
      const tick = (previous: number, now: number) => ({ ...since(previous), now });
      try {
        expect((await warehouse.candidates(tick(midnight - 1, midnight), NOBODY)).profileIds).toEqual(['ann', 'bob']);
        expect((await warehouse.candidates(tick(midnight - 2, midnight - 1), NOBODY)).profileIds).toEqual([]);
        expect((await warehouse.candidates(tick(midnight, midnight + 1), NOBODY)).profileIds).toEqual([]);
        expect((await warehouse.candidates(since(NOW - 20 * DAY), NOBODY)).profileIds).toContain('none');
      } finally {
        await warehouse.close();
      }
    });

    it('finds somebody without any event whom a refresh brings into a group, also behind another segment', async () => {
      const gaps: Population = {
        kind: 'purchase_gap',
        event: 'order',
        where: [],
        refresh: 'weekly',
        within: null,
        minRepeaters: 1,
        followUp: 0,
      };
      const brisk = asks('gap.population_p50', { op: 'lte', value: 3 });
      const of = watching(
        { 'gap.population_p50': part(gaps, 'population_p50') },
        { kind: 'all', of: [{ kind: 'segment', segment: 'brisk' }, asks('country', { op: 'is', value: 'DE' })] },
        {
          profiles: [{ id: 'ann' }, { id: 'here', country: 'DE' }, { id: 'there', country: 'FR' }],
          events: [
            ['order', 'ann', '2026-03-09T10:00:00Z'],
            ['order', 'ann', '2026-03-11T10:00:00Z'],
          ],
        },
      );
      const plan = { ...of.plan, attributes: { country: attribute('string') } };
      const found = await candidates(
        { ...of, plan: { ...plan, segments: { ...of.plan?.segments, brisk } } },
        at('2026-03-14T12:00:00Z'),
      );
      expect(found).toEqual(['here']);
    });

    it('finds whom a refresh moves while only the ledger knows the rest', async () => {
      const of = watching(
        { 'rfm.percentile': part(spent, 'percentile') },
        { kind: 'all', of: [top, { kind: 'not', of: { kind: 'message', campaign: 'c', step: 's' } }] },
        { profiles: ['ann', 'bob', 'cid', 'eve'], events: orders },
      );
      expect(await candidates(of, at('2026-03-16T12:00:00Z'))).toEqual(['ann', 'bob', 'cid']);
    });

    it('keeps events of the windows of traits apart from refreshes', async () => {
      const of = watching(
        {
          'rfm.percentile': part(spent, 'percentile'),
          orders: {
            trait: { kind: 'count', event: 'order', where: [], window: EVER },
            type: 'number',
            nullable: false,
          },
        },
        { kind: 'any', of: [top, asks('orders', { op: 'gte', value: 1 })] },
        { profiles: ['ann', 'bob', 'eve'], events: orders.filter(([, id]) => id !== 'cid') },
      );
      expect(await candidates(of, at('2026-03-16T12:00:00Z'))).toEqual([]);
    });
  });
}
