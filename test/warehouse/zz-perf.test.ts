import { it } from 'vitest';
import { openDuckdb } from '../../src/warehouse/duckdb.js';
import { addParquet, at, folderWith } from './fixture.js';
import { attribute, campaignWith, lasting, planWith } from './plan.js';

it('perf', async () => {
  const root = folderWith({});
  await addParquet(
    root,
    'profiles.parquet',
    `select 'u'||i as id, 'user'||i||'@example.test' as email, (['Europe/Berlin','America/New_York','Asia/Tokyo','Europe/London','America/Los_Angeles','Asia/Kolkata'])[i%6+1] as tz, 'de-DE' as lang, 'F'||i as first, (['DE','AT','US'])[i%3+1] as country, i%2=0 as consent, date '1980-01-01'+ cast(i%9000 as int) as born from range(20000) t(i)`,
  );
  await addParquet(
    root,
    'events.parquet',
    `select 'e'||i as id, 'u'||(hash(i)%20000) as profile_id, (['product_viewed','product_viewed','product_viewed','cart_updated','order_placed','email_opened'])[cast(hash(i+7)%6+1 as int)] as name, timestamp '2026-01-01' + interval (i*39) second as time, '{"sku":"sku-'||(i%500)||'","category":"c'||(i%12)||'","value":'||(i%200)||'.5,"cart_id":"c'||i||'","order_id":"o'||i||'"}' as properties from range(400000) t(i)`,
  );
  const ev = (event: string, within: string | null, value = 1) =>
    ({
      kind: 'event',
      event,
      where: [],
      window: within ? { kind: 'within', duration: lasting(within) } : { kind: 'ever' },
      measure: { kind: 'count', test: { op: 'gte', value } },
    }) as const;
  const plan = planWith({
    attributes: {
      first: attribute('string'),
      country: attribute('string'),
      consent: attribute('boolean'),
      born: attribute('date'),
    },
    events: {
      product_viewed: { sku: 'string', category: 'string' },
      cart_updated: { cart_id: 'string', value: 'number' },
      order_placed: { order_id: 'string', value: 'number', sku: 'string' },
      email_opened: { campaign: 'string' },
    },
    traits: {
      spend: {
        trait: {
          kind: 'sum',
          event: 'order_placed',
          property: 'value',
          where: [],
          window: { kind: 'within', duration: lasting('365d') },
        },
        type: 'number',
        nullable: false,
      },
      top: {
        trait: {
          kind: 'most_frequent',
          event: 'product_viewed',
          property: 'category',
          where: [],
          window: { kind: 'within', duration: lasting('90d') },
        },
        type: 'string',
        nullable: true,
      },
      last_order: {
        trait: { kind: 'last', event: 'order_placed', property: null, where: [], window: { kind: 'ever' } },
        type: 'time',
        nullable: true,
      },
    },
    segments: {
      vip: {
        kind: 'all',
        of: [{ kind: 'attribute', name: 'spend', test: { op: 'gte', value: 600 } }, ev('order_placed', '60d', 2)],
      },
      cat: { kind: 'attribute', name: 'top', test: { op: 'is', value: 'c1' } },
      lapsed: { kind: 'not', of: ev('order_placed', '45d') },
    },
    stages: [
      { id: 'active', when: ev('order_placed', '90d') },
      { id: 'inactive', when: ev('order_placed', null) },
      { id: 'prospect', when: null },
    ],
    campaigns: [
      campaignWith({
        id: 'cart',
        triggers: [
          {
            kind: 'event',
            event: 'cart_updated',
            where: [{ property: 'value', test: { op: 'gte', value: 20 } }],
            key: 'cart_id',
            unless: [{ event: 'order_placed', where: [], within: lasting('30m') }],
          },
        ],
        exitOn: [ev('order_placed', null)],
      }),
      campaignWith({ id: 'vip', triggers: [{ kind: 'enters', segment: 'vip' }] }),
      campaignWith({ id: 'cat', triggers: [{ kind: 'enters', segment: 'cat' }] }),
      campaignWith({ id: 'lap', triggers: [{ kind: 'enters', segment: 'lapsed' }] }),
      campaignWith({ id: 'win', triggers: [{ kind: 'inactive', event: 'order_placed', for: lasting('60d') }] }),
      campaignWith({
        id: 'news',
        stages: ['active'],
        audience: { kind: 'attribute', name: 'country', test: { op: 'is', value: 'DE' } },
        triggers: [
          {
            kind: 'schedule',
            zone: 'profile',
            schedule: {
              kind: 'cron',
              text: '0 9 * * *',
              minutes: [0],
              hours: [9],
              daysOfMonth: Array.from({ length: 31 }, (_, i) => i + 1),
              months: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12],
              weekdays: [1, 2, 3, 4, 5, 6, 7],
              eitherDay: false,
            },
          },
        ],
      }),
    ],
  });
  const NOW = at('2026-07-01T00:00:00Z');
  let t = performance.now();
  const lap = (what: string) => {
    const n = performance.now();
    console.log(what, Math.round(n - t));
    t = n;
  };
  const w = await openDuckdb(plan, root, NOW);
  lap('open');
  console.log(w.quality);
  const starts = Object.fromEntries(plan.campaigns.map((c) => [c.id, 0]));
  let members = {};
  for (let d = 3; d >= 0; d--) {
    const c = await w.candidates(
      { previous: NOW - (d + 1) * 864e5, now: NOW - d * 864e5, starts, knownSegments: {} },
      { inside: [], members },
    );
    members = c.members;
    lap('candidates ' + c.profileIds.length + ' ' + Object.values(c.members).map((m) => m.length));
  }
  const ids = await w.profileIds();
  t = performance.now();
  const f = await w.facts(ids.slice(0, 5000), NOW);
  lap('facts ' + f.length + ' ' + f.reduce((n, x) => n + x.events.length, 0));
  await w.facts(ids.slice(0, 5000), NOW - 864e5);
  lap('facts again');
  await w.facts(ids, NOW);
  lap('facts all');
  console.log(JSON.stringify(f[3]).slice(0, 600));
  await w.close();
});
