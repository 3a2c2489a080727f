import { describe, expect, it } from 'vitest';
import type { Condition, Trait } from '../../src/model/condition.js';
import type { DateTrigger, Trigger } from '../../src/model/plan.js';
import type { Tick } from '../../src/model/tick.js';
import type { ValueType } from '../../src/model/value.js';
import { at } from './fixture.js';
import { known } from './known.js';
import { attribute, lasting } from './plan.js';
import { done, EVER, type Open, type Row, shop } from './shop.js';

const NOBODY = known();
const within = (text: string) => ({ kind: 'within', duration: lasting(text) }) as const;
const daily = (hour: number, zone: 'profile' | 'project'): Trigger => ({
  kind: 'schedule',
  zone,
  schedule: {
    kind: 'cron',
    text: `0 ${hour} * * *`,
    minutes: [0],
    hours: [hour],
    daysOfMonth: range(1, 31),
    months: range(1, 12),
    weekdays: [1, 2, 3, 4, 5, 6, 7],
    eitherDay: false,
  },
});

/** What every warehouse adapter must do, over real files. */
export function testWarehouse(name: string, open: Open): void {
  describe(`${name}: facts`, () => {
    it('gives typed attributes, the zone, locale and address, and events by time then id', async () => {
      const { warehouse } = await shop(open, {
        plan: {
          attributes: { n: attribute('number'), b: attribute('boolean'), d: attribute('date'), t: attribute('time') },
          events: { order: { value: 'number', sku: 'string' } },
        },
        uses: ['order'],
        profiles: [
          {
            id: 'ann',
            email: 'ann@X.test',
            tz: 'europe/london',
            lang: 'de_de',
            n: 1.5,
            b: false,
            d: '1990-02-28',
            t: '2026-01-01T00:00:00.9999Z',
          },
        ],
        events: [
          ['order', 'ann', '2026-03-02T10:00:00Z', { value: 3, sku: 'b' }, '🙂'],
          ['order', 'ann', '2026-03-02T10:00:00Z', { value: 2 }, '\uE000'],
          ['order', 'ann', '2026-03-02T09:59:59.9999Z', { sku: 7 }, 'z'],
        ],
      });
      const [ann] = await warehouse.facts(['nobody', 'ann'], at('2026-03-03T00:00:00Z'));
      expect(ann).toEqual({
        profileId: 'ann',
        attributes: { n: 1.5, b: false, d: '1990-02-28', t: at('2026-01-01T00:00:00.999Z') },
        zone: 'Europe/London',
        locale: 'de-DE',
        email: 'ann@x.test',
        emailProblem: null,
        phone: null,
        phoneProblem: null,
        events: [
          { id: 'z', name: 'order', time: at('2026-03-02T09:59:59.999Z'), properties: { value: null, sku: '7' } },
          { id: '🙂', name: 'order', time: at('2026-03-02T10:00:00Z'), properties: { value: 3, sku: 'b' } },
          { id: '\uE000', name: 'order', time: at('2026-03-02T10:00:00Z'), properties: { value: 2, sku: null } },
        ],
      });
      expect(Object.getPrototypeOf(ann!.attributes)).toBeNull();
      expect(Object.getPrototypeOf(ann!.events[0]!.properties)).toBeNull();
      await warehouse.close();
    });

    it('leaves out later events and those that nothing uses, also when asked again', async () => {
      const { warehouse } = await shop(open, {
        uses: ['order'],
        profiles: ['ann'],
        events: [
          ['order', 'ann', '2026-03-01T00:00:00Z'],
          ['order', 'ann', '2026-03-02T00:00:00Z'],
          ['visit', 'ann', '2026-03-01T00:00:00Z'],
          ['unsubscribed', 'ann', '2026-03-01T06:00:00Z', { topic: 'offers' }],
        ],
      });
      const seen = async (now: string) =>
        (await warehouse.facts(['ann'], at(now)))[0]!.events.map((e) => `${e.name} ${JSON.stringify(e.properties)}`);
      expect(await seen('2026-03-02T00:00:00Z')).toEqual(['order {}', 'unsubscribed {"topic":"offers"}', 'order {}']);
      expect(await seen('2026-03-01T23:59:59.999Z')).toEqual(['order {}', 'unsubscribed {"topic":"offers"}']);
      expect(await seen('2026-02-28T00:00:00Z')).toEqual([]);
      await warehouse.close();
    });

    it('takes hostile names and values as data', async () => {
      const evil = `x'"); DROP TABLE events; --${'é'.repeat(300)}`;
      const { warehouse } = await shop(open, {
        plan: {
          attributes: Object.fromEntries(
            [evil, '__proto__', 'constructor', '$.a', '*'].map((key) => [key, attribute('string')]),
          ),
          events: {
            [evil]: Object.fromEntries([evil, '__proto__', '/a~b', ''].map((key) => [key, 'string' as ValueType])),
          },
        },
        uses: [evil],
        profiles: [
          JSON.parse(
            `{"id": ${JSON.stringify(evil)}, ${JSON.stringify(evil)}: ${JSON.stringify(evil)}, "__proto__": "p", "constructor": "c", "$.a": "d", "*": "s"}`,
          ) as object,
        ],
        events: [
          [
            evil,
            evil,
            '2026-03-01T00:00:00Z',
            JSON.parse(`{${JSON.stringify(evil)}: "v", "__proto__": "p", "/a~b": "t", "": "e"}`) as object,
            evil,
          ],
        ],
      });
      const [facts] = await warehouse.facts([evil], at('2026-03-02T00:00:00Z'));
      expect({ ...facts!.attributes }).toEqual(
        Object.assign(JSON.parse('{"__proto__": "p"}'), { [evil]: evil, constructor: 'c', '$.a': 'd', '*': 's' }),
      );
      expect(Object.entries(facts!.events[0]!.properties).sort()).toEqual([
        ['', 'e'],
        ['/a~b', 't'],
        ['__proto__', 'p'],
        [evil, 'v'],
      ]);
      await warehouse.close();
    });
  });

  describe(`${name}: candidates`, () => {
    const hour = 3_600_000;
    const NOW = at('2026-03-10T12:00:00Z');
    const tick = (previous: number | null = NOW - hour): Tick => ({
      previous,
      now: NOW,
      starts: { c: 0 },
      knownGroups: {},
      tests: {},
    });
    const ago = (ms: number) => new Date(NOW - ms).toISOString();

    it('finds trigger events that match, back to lateness and the longest unless', async () => {
      const { warehouse } = await shop(open, {
        plan: { events: { cart: { value: 'number' }, order: {} } },
        triggers: [
          {
            kind: 'event',
            event: 'cart',
            where: [{ property: 'value', test: { op: 'gte', value: 20 } }],
            key: null,
            unless: [{ event: 'order', where: [], within: lasting('30m') }],
          },
        ],
        profiles: ['new', 'cheap', 'late', 'waiting', 'old', 'future'],
        events: [
          ['cart', 'new', ago(0), { value: 20 }],
          ['cart', 'cheap', ago(0), { value: 19 }],
          ['cart', 'late', ago(13 * hour - 1), { value: 50 }],
          ['cart', 'waiting', ago(13.5 * hour - 1), { value: 50 }],
          ['cart', 'old', ago(13.5 * hour), { value: 50 }],
          ['cart', 'future', ago(-1), { value: 50 }],
        ],
      });
      expect((await warehouse.candidates(tick(), NOBODY)).profileIds).toEqual(['late', 'new', 'waiting']);
      await warehouse.close();
    });

    it('finds those whose inactivity runs out', async () => {
      const { warehouse } = await shop(open, {
        triggers: [{ kind: 'inactive', event: 'visit', for: lasting('30d') }],
        profiles: ['due', 'fresh', 'long-gone'],
        events: [
          ['visit', 'due', ago(30 * 24 * hour)],
          ['visit', 'fresh', ago(20 * 24 * hour)],
          ['visit', 'long-gone', ago(60 * 24 * hour)],
        ],
      });
      expect((await warehouse.candidates(tick(), NOBODY)).profileIds).toEqual(['due']);
      await warehouse.close();
    });

    it('finds inactivity that the end of a short month brings early', async () => {
      const { warehouse } = await shop(open, {
        triggers: [{ kind: 'inactive', event: 'visit', for: lasting('1mo') }],
        profiles: ['ann'],
        events: [['visit', 'ann', '2026-01-31T12:00:00Z']],
      });
      const now = at('2026-02-28T12:30:00Z');
      const found = await warehouse.candidates(
        { previous: now - hour, now, starts: {}, knownGroups: {}, tests: {} },
        NOBODY,
      );
      expect(found.profileIds).toEqual(['ann']);
      await warehouse.close();
    });

    it('finds who entered or left a segment, who crossed its edges and came back, and its members', async () => {
      const { warehouse } = await shop(open, {
        plan: { segments: { buyers: done('order', within('1d')) } },
        triggers: [{ kind: 'enters', group: { kind: 'segment', segment: 'buyers' } }],
        profiles: ['came', 'left', 'stays', 'back', 'thins', 'never'],
        events: [
          ['order', 'came', ago(1)],
          ['order', 'left', ago(24 * hour)],
          ['order', 'stays', ago(2 * hour)],
          ['order', 'back', ago(24.5 * hour)],
          ['order', 'back', ago(1)],
          ['order', 'thins', ago(24.5 * hour)],
          ['order', 'thins', ago(2 * hour)],
        ],
      });
      const before = known([], [], { 'segment:buyers': ['back', 'left', 'stays', 'thins'] });
      const first = await warehouse.candidates(tick(), before);
      expect(first.changes['segment:buyers']).toEqual({ joined: ['came'], left: ['left'] });
      expect(first.profileIds).toEqual(['back', 'came', 'left', 'thins']);
      expect((await warehouse.candidates(tick(null), NOBODY)).profileIds).toEqual([]);
      await warehouse.close();
    });

    it('finds whose dated attribute passed the edge of a segment', async () => {
      const { warehouse } = await shop(open, {
        plan: {
          attributes: { due: attribute('date') },
          segments: { soon: { kind: 'attribute', name: 'due', test: { op: 'within', duration: lasting('7d') } } },
        },
        triggers: [{ kind: 'enters', group: { kind: 'segment', segment: 'soon' } }],
        profiles: [
          { id: 'tokyo', tz: 'Asia/Tokyo', due: '2026-03-11' },
          { id: 'berlin', due: '2026-03-11' },
          { id: 'gone', tz: 'Asia/Tokyo', due: '2026-03-03' },
        ],
        events: [],
      });
      const midnight = at('2026-03-10T15:00:00Z');
      const found = await warehouse.candidates(
        { previous: midnight - 1, now: midnight, starts: {}, knownGroups: {}, tests: {} },
        known([], [], { 'segment:soon': ['gone'] }),
      );
      expect(found).toEqual({
        profileIds: ['gone', 'tokyo'],
        changes: { 'segment:soon': { joined: ['tokyo'], left: ['gone'] } },
      });
      await warehouse.close();
    });

    it('finds who came into a stage or left it, and the members of each', async () => {
      const group = (stage: string) => ({ kind: 'stage', stage }) as const;
      const { warehouse } = await shop(open, {
        plan: {
          stages: [
            { id: 'active', when: done('order', within('1d')) },
            { id: 'lapsed', when: done('order') },
            { id: 'rest', when: null },
          ],
        },
        triggers: [
          { kind: 'enters', group: group('lapsed') },
          { kind: 'leaves', group: group('active') },
        ],
        profiles: ['fresh', 'lapses', 'returns', 'gone', 'never'],
        events: [
          ['order', 'fresh', ago(2 * hour)],
          ['order', 'lapses', ago(24.5 * hour)],
          ['order', 'returns', ago(24.5 * hour)],
          ['order', 'returns', ago(0.2 * hour)],
          ['order', 'gone', ago(90 * hour)],
        ],
      });
      const members = { 'stage:active': ['fresh', 'lapses', 'returns'], 'stage:lapsed': ['gone'] };
      expect(await warehouse.candidates(tick(), known([], [], members))).toEqual({
        profileIds: ['lapses', 'returns'],
        changes: {
          'stage:active': { joined: [], left: ['lapses'] },
          'stage:lapsed': { joined: ['lapses'], left: [] },
        },
      });
      await warehouse.close();
    });

    it.each<[string, Partial<DateTrigger>, readonly string[]]>([
      ['the day', {}, ['today']],
      ['so long before', { offset: { direction: 'before', duration: lasting('14d') } }, ['in two weeks']],
      ['so long after', { offset: { direction: 'after', duration: lasting('2mo') } }, ['in january']],
      ['every year', { yearly: true }, ['last year', 'today']],
      [
        'every year on 1 March',
        { yearly: true, offset: { direction: 'after', duration: lasting('9d') } },
        ['leap day', 'on 1 March'],
      ],
      ['a time', { attribute: 'ends' }, ['ends']],
      ['a time every year', { attribute: 'ends', yearly: true }, ['ended', 'ends']],
    ])('finds for whom a day came: %s', async (_, trigger, expected) => {
      const { warehouse } = await shop(open, {
        plan: { attributes: { day: attribute('date'), ends: attribute('time') } },
        triggers: [{ kind: 'date', attribute: 'day', offset: null, yearly: false, at: 12 * 60 + 30, ...trigger }],
        profiles: [
          { id: 'today', day: '2026-03-10' },
          { id: 'last year', day: '2025-03-10' },
          { id: 'in two weeks', day: '2026-03-24' },
          { id: 'in january', day: '2026-01-10' },
          { id: 'leap day', day: '1992-02-29' },
          { id: 'on 1 March', day: '1993-03-01' },
          { id: 'ends', ends: '2026-03-10T10:00:00Z' },
          { id: 'ended', ends: '1999-03-10T10:00:00Z' },
          { id: 'unknown' },
          { id: 'summer', day: '1990-07-10', ends: '1990-07-10T10:00:00Z' },
        ],
        events: [],
      });
      expect((await warehouse.candidates(tick(), NOBODY)).profileIds).toEqual(expected);
      expect((await warehouse.candidates(tick(null), NOBODY)).profileIds).toEqual([]);
      await warehouse.close();
    });

    it('looks back in the first tick of a campaign as far as it is back-filled', async () => {
      const found = async (trigger: Trigger, first: boolean, backfill: string | null) => {
        const { warehouse } = await shop(open, {
          plan: {
            attributes: { day: attribute('date') },
            events: { cart: {} },
            segments: { buyers: done('order', within('2d')) },
          },
          triggers: [trigger],
          campaign: {
            backfill: backfill === null ? null : lasting(backfill),
            audience: { kind: 'not', of: done('visit') },
          },
          profiles: ['cart', 'order', 'visitor', { id: 'born', day: '1990-03-05' }],
          events: [
            ['cart', 'cart', ago(100 * hour)],
            ['order', 'order', ago(100 * hour)],
            ['visit', 'visitor', ago(1000 * hour)],
          ],
        });
        const starts = { c: first ? NOW : 0 };
        const all = await warehouse.candidates({ ...tick(first ? null : NOW - hour), starts }, NOBODY);
        await warehouse.close();
        return all.profileIds;
      };
      const cart: Trigger = { kind: 'event', event: 'cart', where: [], key: null, unless: [] };
      const quiet: Trigger = { kind: 'inactive', event: 'order', for: lasting('1d') };
      const leaves: Trigger = { kind: 'leaves', group: { kind: 'segment', segment: 'buyers' } };
      const born: Trigger = { kind: 'date', attribute: 'day', offset: null, yearly: true, at: null };
      const once: Trigger = {
        kind: 'schedule',
        schedule: { kind: 'once', local: '2026-03-06T09:00' },
        zone: 'profile',
      };
      for (const [trigger, expected] of [
        [cart, ['cart']],
        [quiet, ['order']],
        [leaves, ['order']],
        [born, ['born']],
        [once, ['born', 'cart', 'order']],
      ] as const) {
        expect(await found(trigger, true, '7d'), trigger.kind).toEqual(expected);
        expect(await found(trigger, true, null), trigger.kind).toEqual([]);
        expect(await found(trigger, false, '7d'), trigger.kind).toEqual([]);
      }
    });

    it('compares days with midnights on the clock of the profile', async () => {
      const born = (op: 'before' | 'after', moment: string): Condition => ({
        kind: 'attribute',
        name: 'born',
        test: { op, moment },
      });
      const segments = {
        a: born('before', '2026-03-02'),
        b: born('after', '2026-03-02'),
        c: born('after', '2026-03-02T00:00:01'),
      };
      const { warehouse } = await shop(open, {
        plan: { attributes: { born: attribute('date') }, segments },
        triggers: ['a', 'b', 'c'].map((segment) => ({ kind: 'enters', group: { kind: 'segment', segment } })),
        profiles: ['2026-03-01', '2026-03-02', '2026-03-03'].map((day) => ({ id: day, born: day })),
        events: [],
      });
      const { changes } = await warehouse.candidates(tick(null), NOBODY);
      expect(changes).toEqual({
        'segment:a': { joined: ['2026-03-01'], left: [] },
        'segment:b': { joined: ['2026-03-02', '2026-03-03'], left: [] },
        'segment:c': { joined: ['2026-03-03'], left: [] },
      });
      await warehouse.close();
    });

    it('finds the audience of a schedule as it was at each firing on each clock', async () => {
      const plan = {
        attributes: { country: attribute('string') },
        stages: [
          { id: 'active', when: done('order', within('2h')) },
          { id: 'rest', when: null },
        ],
      };
      const profiles = [
        { id: 'berlin', country: 'DE' },
        { id: 'tokyo', country: 'DE', tz: 'Asia/Tokyo' },
        { id: 'vienna', country: 'AT' },
        { id: 'lazy', country: 'DE' },
      ];
      const events: Row[] = [
        ...['berlin', 'tokyo', 'vienna'].map((id): Row => ['order', id, '2026-03-10T10:30:00Z']),
        ['order', 'lazy', '2026-03-10T10:00:00Z'],
      ];
      const audience: Condition = { kind: 'attribute', name: 'country', test: { op: 'is', value: 'DE' } };
      const asked = async (trigger: Trigger) => {
        const { warehouse } = await shop(open, {
          plan,
          profiles,
          events,
          triggers: [trigger],
          campaign: { audience, stages: ['active'] },
        });
        const found = await warehouse.candidates(tick(), NOBODY);
        await warehouse.close();
        return found.profileIds;
      };
      // 13:00 in Berlin is 12:00Z: the order of 10:30Z is within two hours of it, that of 10:00Z no more. 13:00 in Tokyo was 04:00Z.
      expect(await asked(daily(13, 'profile'))).toEqual(['berlin']);
      expect(await asked(daily(13, 'project'))).toEqual(['berlin', 'tokyo']);
      // 12:00 in Berlin is 11:00Z, the end of the tick before.
      expect(await asked(daily(12, 'profile'))).toEqual([]);
    });

    it('finds those inside who are due or have an event that some exit speaks of', async () => {
      const { warehouse } = await shop(open, {
        plan: {
          traits: {
            orders: {
              trait: { kind: 'count', event: 'order', where: [], window: EVER },
              type: 'number',
              nullable: false,
            },
          },
          segments: { bought: { kind: 'attribute', name: 'orders', test: { op: 'gte', value: 1 } } },
        },
        campaign: { exitOn: [{ kind: 'segment', segment: 'bought' }] },
        profiles: ['due', 'bought', 'waits', 'outside', 'earlier'],
        events: [
          ['order', 'bought', ago(1)],
          ['order', 'outside', ago(1)],
          ['order', 'earlier', ago(20 * hour)],
        ],
      });
      const inside = known(['due', 'bought', 'waits', 'earlier'], ['due']);
      expect((await warehouse.candidates(tick(), inside)).profileIds).toEqual(['bought', 'due']);
      await warehouse.close();
    });

    it('counts a message condition as whatever misses nobody', async () => {
      const message: Condition = { kind: 'message', campaign: 'c', step: 's' };
      const segments = { got: message, missed: { kind: 'not', of: message } } as const;
      const { warehouse } = await shop(open, {
        plan: { segments },
        triggers: [
          { kind: 'enters', group: { kind: 'segment', segment: 'got' } },
          { kind: 'enters', group: { kind: 'segment', segment: 'missed' } },
        ],
        profiles: ['ann'],
        events: [],
      });
      expect(await warehouse.candidates(tick(), NOBODY)).toEqual({
        profileIds: [],
        changes: { 'segment:got': { joined: ['ann'], left: [] }, 'segment:missed': { joined: ['ann'], left: [] } },
      });
      await warehouse.close();
    });

    it('names everybody in a group that was never recorded only to a campaign that looks back further', async () => {
      const group = { kind: 'segment', segment: 'got' } as const;
      const { warehouse } = await shop(open, {
        plan: { segments: { got: { kind: 'message', campaign: 'c', step: 's' } } },
        triggers: [{ kind: 'enters', group }],
        campaign: { backfill: lasting('1d') },
        profiles: ['ann'],
        events: [],
      });
      const first = { ...tick(), starts: { c: NOW } };
      expect((await warehouse.candidates(first, NOBODY)).profileIds).toEqual(['ann']);
      expect((await warehouse.candidates(tick(), NOBODY)).profileIds).toEqual([]);
      await warehouse.close();
    });
  });

  describe(`${name}: traits`, () => {
    const members = async (trait: Trait, test: string | null, events: Row[]) => {
      const { warehouse } = await shop(open, {
        plan: {
          events: { view: { kind: 'string' } },
          traits: { trait: { trait, type: 'string', nullable: true } },
          segments: {
            s: {
              kind: 'attribute',
              name: 'trait',
              test: test === null ? { op: 'exists', value: false } : { op: 'is', value: test },
            },
          },
        },
        triggers: [{ kind: 'enters', group: { kind: 'segment', segment: 's' } }],
        profiles: ['ann'],
        events,
      });
      const found = await warehouse.candidates(
        { previous: null, now: at('2026-03-10T00:00:00Z'), starts: {}, knownGroups: {}, tests: {} },
        NOBODY,
      );
      await warehouse.close();
      return found.changes['segment:s']?.joined;
    };
    const selection = { event: 'view', where: [], window: EVER, property: 'kind' } as const;
    const views = (...list: readonly (readonly [day: number, kind: string | null])[]): Row[] =>
      list.map(([day, kind]) => ['view', 'ann', `2026-03-0${day}T00:00:00Z`, { kind }]);

    it.each([
      ['the value seen most', views([1, 'b'], [2, 'b'], [3, 'a']), 'b'],
      ['of a tie the one seen last', views([1, 'b'], [2, 'a'], [3, 'b'], [4, 'a'], [5, 'a'], [6, 'b']), 'b'],
      ['of a tie at one time the smallest', views([1, '\uE000'], [1, '🙂']), '🙂'],
      ['nothing when all are unknown', views([1, null]), null],
    ])('most_frequent is %s', async (_, events, wanted) => {
      expect(await members({ kind: 'most_frequent', ...selection }, wanted, events)).toEqual(['ann']);
    });

    it('first and last are of the first and last event, also when it lacks the value', async () => {
      expect(await members({ kind: 'last', ...selection }, null, views([1, 'a'], [2, null]))).toEqual(['ann']);
      expect(await members({ kind: 'first', ...selection }, null, views([1, null], [2, 'a']))).toEqual(['ann']);
      expect(await members({ kind: 'first', ...selection }, 'a', views([2, 'b'], [1, 'a']))).toEqual(['ann']);
    });
  });
}

function range(first: number, last: number): readonly number[] {
  return Array.from({ length: last - first + 1 }, (_, i) => first + i);
}
