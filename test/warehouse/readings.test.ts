import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { addDuration } from '../../src/calendar/local-time.js';
import { shareOf } from '../../src/decide/assign.js';
import type { Exposure } from '../../src/model/exposure.js';
import type { Measure } from '../../src/model/metric.js';
import { openDuckdb } from '../../src/warehouse/duckdb.js';
import { openReadings } from '../../src/warehouse/measuring/open-readings.js';
import { reportSql } from '../../src/warehouse/measuring/report-sql.js';
import { event, NOW, names, properties, TYPES, times, where, ZONES } from './arbitraries.js';
import { folderWith } from './fixture.js';
import { attribute, campaignWith, lasting, planWith } from './plan.js';
import { runReportSql } from './run-report-sql.js';
import { readMetricSlowly, readSlowly } from './slow-reading.js';

const WORLDS = Number(process.env.LIFECYCLE_READINGS ?? 12);

const eventName = fc.constantFrom('A', 'A', 'B', "C'; drop table events --");
const duration = fc.constantFrom('1d', '2d', '7d', '1mo', '1d 12h').map(lasting);
const chosen = {
  event: eventName,
  where: fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: where }),
};
const share = fc.record({
  kind: fc.constant('share' as const),
  ...chosen,
});
const ofShare = fc
  .record({
    atLeast: fc.option(fc.constantFrom(1, 2), { nil: undefined }),
    newTo: fc.option(names, { nil: undefined, freq: 2 }),
    above: fc.option(fc.constantFrom('n', 't'), { nil: undefined, freq: 2 }),
  })
  .chain((more) => share.map((each): Measure => ({ ...each, ...JSON.parse(JSON.stringify(more)) })));
const retention = fc.tuple(duration, duration).chain(([after, within]) =>
  fc.record({
    kind: fc.constant('retention' as const),
    ...chosen,
    after: fc.constant(after),
    within: fc.constant(within),
  }),
);
const count = fc.record({ kind: fc.constant('count' as const), ...chosen });
const sum = fc.record({ kind: fc.constant('sum' as const), ...chosen, property: fc.constantFrom('n', 'n', 't') });
const plain: fc.Arbitrary<Measure> = fc.oneof(ofShare, count, sum, retention);
const measure: fc.Arbitrary<Measure> = fc.oneof(
  { weight: 6, arbitrary: plain },
  {
    weight: 4,
    arbitrary: fc.oneof(
      fc.tuple(plain, plain).map((of): Measure => ({ kind: 'ratio', of })),
      fc.oneof(share, retention).map((of): Measure => ({ kind: 'complement', of })),
      fc.record({
        kind: fc.constant('survey' as const),
        ...chosen,
        property: fc.constant('n'),
        scale: fc.constantFrom('nps' as const, 'csat' as const, 'ces' as const),
      }),
      fc.record({
        kind: fc.constant('score' as const),
        points: fc.constantFrom({ A: 1, B: 3 }, { A: 2.5 }, { B: -1, A: 0.1 }),
        halfLife: fc.constantFrom('1h', '1d', '30d').map(lasting),
      }),
      fc.constantFrom('n', 'orders').map((name): Measure => ({ kind: 'attribute', name })),
    ),
  },
);

const exposure = fc
  .record({
    campaign: fc.constantFrom('one', 'one', 'two', 'gone'),
    step: fc.constantFrom('first', 'second'),
    profile: fc.nat(5),
    unit: fc.constantFrom(null, null, 'household 1', 'p2'),
    salt: fc.constantFrom('a/holdout/v1', 'a/holdout/v1', 'a/holdout/v1', 'a/holdout/v2'),
    share: fc.constantFrom(0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.48),
    at: fc.tuple(times, fc.constantFrom(0, 10, 32, 40)).map(([t, days]) => t - days * 24 * 3_600_000),
    isGlobal: fc.nat(9).map((n) => n === 0),
    isWrong: fc.nat(14).map((n) => n === 0),
    channel: fc.constantFrom('email' as const, 'sms' as const),
    incentive: fc.constantFrom(null, 'ten'),
  })
  .map(({ profile, unit, isGlobal, isWrong, ...rest }): Omit<Exposure, 'messageId'> => {
    const profileId = `p${profile}`;
    const who = unit ?? profileId;
    const u = shareOf(rest.salt, who);
    const isHeld = isGlobal || u < rest.share !== isWrong;
    return {
      ...rest,
      profileId,
      unit: who,
      u,
      arm: isHeld ? 'held' : 'sent',
      by: isGlobal ? 'global' : isHeld ? 'campaign' : null,
      variant: null,
      plan: 'sha256:plan',
    };
  });

/** What a file of comma-separated values could trip over. */
const hostile = fc
  .tuple(properties, fc.constantFrom('a",\r\nb', 'a\n', '"', 'a,b', ''))
  .map(([given, s]) => ({ ...given, s }));

const history = fc.record({
  measures: fc.array(measure, { minLength: 6, maxLength: 6 }),
  windows: fc.tuple(duration, duration),
  profiles: fc.array(fc.record({ tz: fc.constantFrom(...ZONES), attributes: properties }), {
    minLength: 5,
    maxLength: 5,
  }),
  events: fc.array(event, { maxLength: 80, size: 'max' }),
  exposures: fc.array(exposure, { minLength: 20, maxLength: 30, size: 'max' }),
  /** Events in people's windows, and at the very moments at which they begin and end. */
  doings: fc.array(
    fc.record({
      exposure: fc.nat(29),
      place: fc.constantFrom(0, 1, -0.5, 0.5, 0.7, 1.2),
      off: fc.constantFrom(0, 1, -1),
      name: eventName,
      properties: fc.oneof({ weight: 4, arbitrary: properties }, { weight: 1, arbitrary: hostile }),
    }),
    { minLength: 100, maxLength: 160, size: 'max' },
  ),
  asOf: fc.oneof(
    fc.constant(NOW),
    times.filter((t) => t <= NOW),
  ),
});

it('agrees with plain loops over facts about every campaign, metric, day and arm', { timeout: 900_000 }, async () => {
  let counted = 0;
  await fc.assert(
    fc.asyncProperty(history, async ({ measures, windows, profiles, events, exposures: drawn, doings, asOf }) => {
      const campaigns = ['one', 'two'].map((id, i) =>
        campaignWith({
          id,
          kpi: {
            ...campaignWith({}).kpi,
            metric: i === 0 ? 'm0' : 'm1',
            window: windows[i]!,
            secondary: i === 0 ? ['m1', 'm2', 'm3', 'm4', 'm5'] : ['m2', 'm5'],
          },
        }),
      );
      const plan = planWith({
        attributes: Object.fromEntries(Object.entries(TYPES).map(([name, type]) => [name, attribute(type)])),
        events: Object.fromEntries(['A', 'B', "C'; drop table events --"].map((name) => [name, TYPES])),
        traits: {
          orders: {
            trait: { kind: 'count', event: 'A', where: [], window: { kind: 'ever' } },
            type: 'number',
            nullable: false,
          },
        },
        metrics: Object.fromEntries(measures.map((each, i) => [`m${i}`, { measure: each, better: 'higher' as const }])),
        stages: [
          {
            id: 'lately',
            when: {
              kind: 'event',
              event: 'A',
              where: [],
              window: { kind: 'within', duration: lasting('7d') },
              measure: { kind: 'count', test: { op: 'gte', value: 1 } },
            },
          },
          { id: 'got one', when: { kind: 'message', campaign: 'one', step: 'first' } },
          { id: 'rest', when: null },
        ],
        campaigns,
      });
      const exposures = drawn.map((each, i): Exposure => ({ ...each, messageId: `m${i}` }));
      const atEdges = doings.flatMap(({ exposure: i, place, off, name, properties: values }, n) => {
        const exposed = exposures[i];
        if (exposed === undefined || exposed.profileId === 'p5') return [];
        const { tz } = profiles[Number(exposed.profileId.slice(1))]!;
        const zone = tz === null || tz === 'Nowhere/Land' ? plan.timezone : tz;
        const ends = addDuration(exposed.at, windows[exposed.campaign === 'two' ? 1 : 0]!, zone);
        const time = Math.round(exposed.at + place * (ends - exposed.at)) + off;
        return [{ id: `doing ${n}`, profile_id: exposed.profileId, name, time, properties: values }];
      });
      const root = folderWith({
        'profiles.ndjson': profiles.map(({ tz, attributes }, i) => ({
          id: `p${i}`,
          email: null,
          tz,
          lang: null,
          ...attributes,
        })),
        'events.ndjson': [...events.map((e) => ({ ...e, profile_id: `p${e.profile}` })), ...atEdges].map(
          ({ id, profile_id, name, time, properties: values }) => ({
            id,
            profile_id,
            name,
            time: new Date(time).toISOString(),
            properties: values,
          }),
        ),
      });
      const warehouse = await openDuckdb(plan, root, asOf, 'report');
      const readings = await openReadings(plan, root, exposures, asOf);
      try {
        const folder = folderWith({});
        await readings.export(folder);
        const fresh = await runReportSql(folder);
        const flipped = exposures.filter(
          ({ campaign, at, by, arm, u, share: of }) =>
            campaign !== 'gone' && at <= asOf && by !== 'global' && (arm === 'held') !== u < of,
        );
        // The file works the arms out again, so what was written wrong is right there.
        const honest = exposures.map(
          (each): Exposure => ({ ...each, arm: each.by === 'global' || each.u < each.share ? 'held' : 'sent' }),
        );
        expect(fresh.wrongArms.length).toBe(flipped.length);
        const facts = await warehouse.facts(await warehouse.profileIds(), asOf);
        for (const campaign of campaigns) {
          const { metrics, ...reading } = await readings.read(campaign.id);
          const { metrics: _, ...expected } = readSlowly(plan, campaign, facts, exposures, asOf);
          expect(reading).toEqual(expected);
          for (const [name, metric] of Object.entries(metrics)) {
            const slow = readMetricSlowly(plan, campaign, facts, exposures, asOf, name);
            expect(differences(metric, slow), JSON.stringify(plan.metrics[name])).toEqual([]);
            const again = readMetricSlowly(plan, campaign, facts, honest, asOf, name);
            expect(differences(fresh.metric(campaign.id, name), again.days), name).toEqual([]);
            counted += metric.days.reduce((n, { sums }) => n + sums.active, 0);
          }
        }
      } finally {
        await warehouse.close();
        readings.close();
      }
    }),
    { numRuns: WORLDS, endOnFailure: true, ...(process.env.LIFECYCLE_READINGS === undefined ? { seed: 7 } : {}) },
  );
  // Or nothing was compared.
  expect(counted).toBeGreaterThan(WORLDS * 4);
});

it('ends windows by the calendar of the person, and lets no later event near points that have faded', async () => {
  const order = { event: 'A', where: [] };
  const at = Date.parse('2026-03-07T17:00:00Z');
  // In New York the night to 8 March is an hour short: a day is over after 23 hours.
  const times = [at + 22.5 * 3_600_000, at + 23.5 * 3_600_000, at + 40 * 24 * 3_600_000];
  const plan = planWith({
    events: { A: {} },
    metrics: {
      orders: { measure: { kind: 'count', ...order }, better: 'higher' },
      points: { measure: { kind: 'score', points: { A: 4 }, halfLife: lasting('30m') }, better: 'higher' },
      back: {
        measure: { kind: 'retention', ...order, after: lasting('30d'), within: lasting('60d') },
        better: 'higher',
      },
    },
    campaigns: [
      campaignWith({
        kpi: { ...campaignWith({}).kpi, metric: 'orders', window: lasting('1d'), secondary: ['points', 'back'] },
      }),
    ],
  });
  const root = folderWith({
    'profiles.ndjson': [{ id: 'p0', email: null, tz: 'America/New_York', lang: null }],
    'events.ndjson': times.map((time, i) => ({
      id: `${i}`,
      profile_id: 'p0',
      name: 'A',
      time: new Date(time).toISOString(),
    })),
  });
  const salt = 'campaign/holdout/v1';
  const who = { unit: 'p0', profileId: 'p0', salt, u: shareOf(salt, 'p0'), share: 0, arm: 'sent' as const, by: null };
  const sent = {
    messageId: 'm',
    campaign: 'campaign',
    step: 's',
    channel: 'email' as const,
    variant: null,
    incentive: null,
  };
  const readings = await openReadings(plan, root, [{ ...who, ...sent, at, plan: 'p' }], at + 90 * 24 * 3_600_000);
  try {
    const { metrics } = await readings.read('campaign');
    const { orders, points, back } = metrics;
    expect([orders, points, back].map((metric) => metric?.days)).toMatchObject([
      [{ day: '2026-03-08', arm: 'sent', sums: { people: 1, sum: 1 } }],
      [{ day: '2026-03-08', arm: 'sent', sums: { people: 1, sum: 2 } }],
      [{ day: '2026-05-06', arm: 'sent', sums: { people: 1, sum: 1 } }],
    ]);
  } finally {
    readings.close();
  }
});

it('writes the same SQL for the same plan', async () => {
  const order = { event: 'order_placed', where: [] };
  const large = [{ property: 'total', test: { op: 'gte' as const, value: 50 } }];
  const measures: Record<string, Measure> = {
    buyers: { kind: 'share', event: 'order_placed', where: large },
    revenue: { kind: 'sum', ...order, property: 'total' },
    order_value: {
      kind: 'ratio',
      of: [
        { kind: 'sum', ...order, property: 'total' },
        { kind: 'count', ...order },
      ],
    },
    churn: { kind: 'complement', of: { kind: 'retention', ...order, after: lasting('30d'), within: lasting('60d') } },
    nps: { kind: 'survey', event: 'survey_answered', property: 'score', where: [], scale: 'nps' },
  };
  const kpi = { ...campaignWith({}).kpi, metric: 'buyers', secondary: ['revenue', 'order_value', 'churn', 'nps'] };
  const plan = planWith({
    events: { order_placed: { total: 'number' }, survey_answered: { score: 'number' } },
    metrics: Object.fromEntries(
      Object.entries(measures).map(([name, of]) => [name, { measure: of, better: 'higher' }]),
    ),
    campaigns: [campaignWith({ id: 'win-back', kpi })],
  });
  const { text } = reportSql(plan, Date.parse('2026-05-01T00:00:00Z'));
  await expect(text).toMatchFileSnapshot('report.sql');
});

it('finds no fault with data that know more than the day of the report', async () => {
  const plan = planWith({ campaigns: [campaignWith({})] });
  const root = folderWith({
    'profiles.ndjson': [{ id: 'p0', email: null, tz: null, lang: null }],
    'events.ndjson': [{ id: '1', profile_id: 'p0', name: 'A', time: new Date(NOW).toISOString(), properties: {} }],
  });
  const readings = await openReadings(plan, root, [], NOW - 30 * 24 * 3_600_000);
  readings.close();
  expect(readings.quality.events).toEqual({ rows: 1, setAside: 0 });
});

it('never writes over files that are no earlier export', async () => {
  const plan = planWith({ campaigns: [campaignWith({})] });
  const root = folderWith({
    'profiles.ndjson': [{ id: 'p0', email: null, tz: null, lang: null }],
    'events.ndjson': [],
  });
  const folder = folderWith({ 'events.csv': 'the only copy' });
  const readings = await openReadings(plan, root, [], NOW);
  try {
    await expect(readings.export(folder)).rejects.toMatchObject({ code: 'LC948' });
    expect(readdirSync(folder)).toEqual(['events.csv']);
    expect(readFileSync(join(folder, 'events.csv'), 'utf8')).toBe('the only copy');
    // Read as `events.*`: it would come back as data.
    await expect(readings.export(root)).rejects.toMatchObject({ code: 'LC948' });
    expect(readdirSync(root).sort()).toEqual(['events.ndjson', 'profiles.ndjson']);
    const fresh = join(folder, 'export');
    await readings.export(fresh);
    await readings.export(fresh);
    expect(readdirSync(fresh).sort()).toEqual(['events.csv', 'exposures.csv', 'report.sql']);
    expect((await runReportSql(fresh)).people).toEqual([]);
  } finally {
    readings.close();
  }
});

/** Tells where two readings differ by more than the last bits of their sums. */
function differences(seen: unknown, expected: unknown, path = ''): readonly string[] {
  if (typeof seen === 'number' && typeof expected === 'number')
    return Math.abs(seen - expected) <= 1e-7 + 1e-12 * Math.abs(expected) ? [] : [`${path}: ${seen}, not ${expected}`];
  if (typeof seen !== 'object' || typeof expected !== 'object' || seen === null || expected === null)
    return seen === expected ? [] : [`${path}: ${String(seen)}, not ${String(expected)}`];
  const [a, b] = [new Map(Object.entries(seen)), new Map(Object.entries(expected))];
  return [...new Set([...a.keys(), ...b.keys()])].flatMap((key) =>
    differences(a.get(key), b.get(key), `${path}.${key}`),
  );
}
