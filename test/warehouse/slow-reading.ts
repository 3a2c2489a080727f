import { addDuration, localTime, subtractDuration } from '../../src/calendar/local-time.js';
import { stageOf } from '../../src/decide/evaluate.js';
import { matchesWhere } from '../../src/decide/matching-events.js';
import { fade } from '../../src/decide/score.js';
import { traitValue } from '../../src/decide/trait-value.js';
import type { Arm, Exposure } from '../../src/model/exposure.js';
import type { FactEvent, Facts } from '../../src/model/facts.js';
import { type EventMeasure, eventMeasures, type Measure } from '../../src/model/metric.js';
import type { Plan, PlanCampaign } from '../../src/model/plan.js';
import type { MetricReading, Reading, Sums } from '../../src/model/reading.js';
import type { Instant } from '../../src/model/value.js';

interface Someone {
  readonly first: Exposure;
  readonly later: readonly Exposure[];
  readonly zone: string;
  readonly profile: Facts | null;
  /** Of all their profiles, by time; profiles in the order of their ids. */
  readonly events: readonly FactEvent[];
  /** The zone of the profile whose event it is. */
  readonly zoneOf: ReadonlyMap<FactEvent, string>;
  readonly profiles: ReadonlySet<string>;
}

const DAY = 86_400_000;

/** A reading by plain loops over facts: what every faster one must agree with. */
export function readSlowly(
  plan: Plan,
  campaign: PlanCampaign,
  facts: readonly Facts[],
  all: readonly Exposure[],
  asOf: Instant,
): Reading {
  const place = new Map(all.map((each, i) => [each, i]));
  const inOrder = (a: Exposure, b: Exposure) => a.at - b.at || place.get(a)! - place.get(b)!;
  const known = all.filter(({ at }) => at <= asOf);
  const own = known.filter((each) => each.campaign === campaign.id).sort(inOrder);
  // The salt whose first exposure came last: each comes to the end when it comes first.
  const salt = [...new Set(own.map((each) => each.salt))].at(-1) ?? '';
  const under = own.filter((each) => each.salt === salt);
  const shares = [...new Set(under.map(({ share }) => share))].sort((a, b) => a - b);
  const everybody = [...new Set(under.map(({ unit }) => unit))].map((unit) =>
    meet(
      under.filter((each) => each.unit === unit),
      facts,
      plan,
    ),
  );
  const isGlobal = ({ first }: Someone) => first.by === 'global';
  const mayHaveChanged = ({ first }: Someone) => shares[0]! <= first.u && first.u < shares.at(-1)!;
  const people = everybody.filter((each) => !isGlobal(each) && !mayHaveChanged(each));
  const until = ({ first, zone }: Someone) => addDuration(first.at, campaign.kpi.window, zone);
  const over = people.filter((each) => until(each) <= asOf);
  const times = people.map(({ first }) => first.at);
  const messagesOf = (arm: Arm) => {
    const got = over
      .filter(({ first }) => first.arm === arm)
      .flatMap((each) =>
        known
          .filter(
            (m) => each.profiles.has(m.profileId) && m.arm === 'sent' && m.at >= each.first.at && m.at <= until(each),
          )
          .map((m) => ({ m, each })),
      );
    const mine = got.filter(({ m }) => m.campaign === campaign.id);
    const kpi = plan.metrics[campaign.kpi.metric]!.measure;
    const channels: Record<string, number> = {};
    const incentives: Record<string, { given: number; used: number }> = {};
    for (const { m, each } of mine) {
      channels[m.channel] = (channels[m.channel] ?? 0) + 1;
      if (m.incentive === null) continue;
      incentives[m.incentive] ??= { given: 0, used: 0 };
      incentives[m.incentive]!.given += 1;
      const y = amount(plan, kpi.kind === 'ratio' ? kpi.of[0] : kpi, each, until(each), asOf);
      if (y !== null && y !== 0) incentives[m.incentive]!.used += 1;
    }
    return { own: mine.length, others: got.length - mine.length, cost: { channels, incentives } };
  };
  return {
    campaign: campaign.id,
    salt,
    asOf,
    since: times.length === 0 ? null : Math.min(...times),
    until: times.length === 0 ? null : Math.max(...times),
    shares,
    exposed: grouped(people, ({ first }) => first.share).map(([share, arms]) => ({ share, ...arms })),
    daily: grouped(people, ({ first }) => localTime(first.at, plan.timezone).date).map(([day, arms]) => ({
      day,
      ...arms,
    })),
    excluded: {
      global: everybody.filter(isGlobal).length,
      changedSides: everybody.filter((each) => !isGlobal(each) && mayHaveChanged(each)).length,
    },
    inBothArms: people.filter(({ first, later }) => later.some((e) => e.arm !== first.arm && e.by !== 'global')).length,
    messages: { sent: messagesOf('sent'), held: messagesOf('held') },
    metrics: {},
    business: {},
    stages: movesOf(plan, over, until, known),
    tests: [],
  };
}

function movesOf(
  plan: Plan,
  over: readonly Someone[],
  until: (someone: Someone) => Instant,
  known: readonly Exposure[],
): Reading['stages'] {
  const ids = plan.stages.map(({ id }) => id);
  const moves = over.flatMap((each) => {
    if (each.profile === null) return [];
    const messages = known
      .filter((m) => m.profileId === each.first.profileId && m.arm === 'sent')
      .map((m) => ({
        ...m,
        id: m.messageId,
        topic: '',
        transactional: false,
        state: 'going' as const,
        sendAt: m.at,
        sentAt: m.at,
      }));
    const at = (t: Instant) => stageOf(t, { plan, facts: each.profile!, messages })!;
    return [{ arm: each.first.arm, from: at(each.first.at - 1), to: at(until(each)) }];
  });
  return (['sent', 'held'] as const).flatMap((arm) =>
    ids.flatMap((from) =>
      ids.flatMap((to) => {
        const people = moves.filter((m) => m.arm === arm && m.from === from && m.to === to).length;
        return people === 0 ? [] : [{ arm, from, to, people }];
      }),
    ),
  );
}

/** One metric of a campaign, by the same loops. */
export function readMetricSlowly(
  plan: Plan,
  campaign: PlanCampaign,
  facts: readonly Facts[],
  all: readonly Exposure[],
  asOf: Instant,
  name: string,
): MetricReading {
  const { measure } = plan.metrics[name]!;
  const { salt, shares } = readSlowly({ ...plan, metrics: plan.metrics }, campaign, facts, all, asOf);
  const under = all
    .filter((each) => each.campaign === campaign.id && each.salt === salt && each.at <= asOf)
    .sort((a, b) => a.at - b.at || all.indexOf(a) - all.indexOf(b));
  const rows: { day: string; arm: Arm; y: number; w: number | null; x: number | null }[] = [];
  for (const unit of new Set(under.map((each) => each.unit))) {
    const someone = meet(
      under.filter((each) => each.unit === unit),
      facts,
      plan,
    );
    const { first, zone } = someone;
    if (first.by === 'global' || (shares[0]! <= first.u && first.u < shares.at(-1)!)) continue;
    const parts = measure.kind === 'ratio' ? measure.of : [measure];
    const ends = addDuration(first.at, campaign.kpi.window, zone);
    const over = Math.max(
      ...parts.map((part) => {
        const inner = part.kind === 'complement' ? part.of : part;
        return inner.kind === 'retention' ? addDuration(first.at, inner.within, zone) : ends;
      }),
    );
    if (over > asOf) continue;
    const y = amount(plan, parts[0]!, someone, ends, asOf);
    if (y === null) continue;
    const w = parts[1] === undefined ? null : amount(plan, parts[1], someone, ends, asOf);
    const before =
      measure.kind === 'sum' || measure.kind === 'count' || measure.kind === 'score'
        ? amount(
            plan,
            measure,
            { ...someone, first: { ...first, at: subtractDuration(first.at, campaign.kpi.window, zone) } },
            first.at,
            asOf,
          )
        : null;
    rows.push({ day: localTime(over, plan.timezone).date, arm: first.arm, y, w, x: before });
  }
  const keys = [...new Set(rows.map(({ day, arm }) => `${day} ${arm === 'sent' ? 0 : 1}`))].sort();
  const values = (arm: Arm) =>
    rows.flatMap((row) => (row.arm === arm && row.y !== 0 ? [row.y] : [])).sort((a, b) => a - b);
  return {
    metric: name,
    days: keys.map((key) => {
      const [day = '', code] = key.split(' ');
      const arm = code === '0' ? 'sent' : 'held';
      return { day, arm, sums: sumsOf(rows.filter((row) => row.day === day && row.arm === arm)) };
    }),
    values: measure.kind === 'sum' || measure.kind === 'score' ? { sent: values('sent'), held: values('held') } : null,
  };
}

function sumsOf(rows: readonly { y: number; w: number | null; x: number | null }[]): Sums {
  const total = (of: (row: { y: number; w: number; x: number }) => number) =>
    rows.reduce((sum, { y, w, x }) => sum + of({ y, w: w ?? 0, x: x ?? 0 }), 0);
  return {
    people: rows.length,
    sum: total(({ y }) => y),
    sumOfSquares: total(({ y }) => y * y),
    active: total(({ y }) => (y === 0 ? 0 : 1)),
    negative: total(({ y }) => (y < 0 ? 1 : 0)),
    below:
      rows[0]!.w === null
        ? null
        : { sum: total(({ w }) => w), sumOfSquares: total(({ w }) => w * w), product: total(({ y, w }) => y * w) },
    before:
      rows[0]!.x === null
        ? null
        : { sum: total(({ x }) => x), sumOfSquares: total(({ x }) => x * x), product: total(({ y, x }) => y * x) },
  };
}

/** What a measure counts of one person in (first exposure, `ends`]; null for somebody of whom it knows nothing. */
function amount(plan: Plan, measure: Measure, someone: Someone, ends: Instant, asOf: Instant): number | null {
  const { first, zone, profile } = someone;
  const within = (events: readonly FactEvent[], from: Instant, to: Instant) =>
    events.filter(({ time }) => time > from && time <= to);
  const named = (each: EventMeasure) => someone.events.filter(({ name }) => name === each.event);
  const passing = (each: EventMeasure, events: readonly FactEvent[]) =>
    events.filter((event) =>
      matchesWhere(event, each.where, { plan, facts: { zone: someone.zoneOf.get(event) } as Facts, messages: [] }),
    );
  const numberOf = (event: FactEvent, property: string) => {
    const value = event.properties[property];
    return typeof value === 'number' ? value : null;
  };
  switch (measure.kind) {
    case 'complement':
      return 1 - amount(plan, measure.of, someone, ends, asOf)!;
    case 'share': {
      const history = named(measure);
      const counts = passing(measure, within(history, first.at, ends)).filter((event) => {
        const earlier = history.slice(0, history.indexOf(event));
        if (measure.newTo !== undefined) {
          const value = event.properties[measure.newTo] ?? null;
          if (value === null || earlier.some((e) => e.properties[measure.newTo!] === value)) return false;
        }
        if (measure.above === undefined) return true;
        const value = numberOf(event, measure.above);
        const numbers = earlier.flatMap((e) => numberOf(e, measure.above!) ?? []);
        return value !== null && numbers.length > 0 && numbers.every((each) => value > each);
      });
      return counts.length >= (measure.atLeast ?? 1) ? 1 : 0;
    }
    case 'count':
      return passing(measure, within(named(measure), first.at, ends)).length;
    case 'sum':
      return passing(measure, within(named(measure), first.at, ends)).reduce(
        (sum, event) => sum + billionths(numberOf(event, measure.property) ?? 0),
        0,
      );
    case 'retention': {
      const [from, to] = [addDuration(first.at, measure.after, zone), addDuration(first.at, measure.within, zone)];
      return passing(measure, within(named(measure), from, to)).length > 0 ? 1 : 0;
    }
    case 'survey': {
      const [low, high] = { nps: [0, 10], csat: [1, 5], ces: [1, 7] }[measure.scale] as [number, number];
      const answers = passing(measure, within(named(measure), first.at, ends))
        .flatMap((event) => numberOf(event, measure.property) ?? [])
        .filter((answer) => answer >= low && answer <= high);
      const answer = answers.at(-1);
      if (answer === undefined) return null;
      if (measure.scale === 'nps') return answer >= 9 ? 1 : answer <= 6 ? -1 : 0;
      return measure.scale === 'csat' ? (answer >= 4 ? 1 : 0) : answer;
    }
    case 'score': {
      const halfLife = measure.halfLife.days * DAY + measure.halfLife.exact;
      const names = eventMeasures(measure).map(({ event }) => event);
      return within(someone.events, first.at, ends)
        .filter(({ name }) => names.includes(name))
        .reduce((sum, { name, time }) => sum + billionths(measure.points[name]! * fade(ends - time, halfLife)), 0);
    }
    case 'attribute': {
      if (profile === null) return null;
      const value = plan.traits[measure.name]
        ? traitValue(measure.name, asOf, { plan, facts: profile, messages: [] })
        : profile.attributes[measure.name];
      return typeof value === 'number' ? value : null;
    }
    default:
      throw new Error(`${measure.kind} is of nobody`);
  }
}

/** Amounts are added up as whole billionths. */
function billionths(value: number): number {
  return Math.round(value * 1e9) / 1e9;
}

function meet(exposures: readonly Exposure[], facts: readonly Facts[], plan: Plan): Someone {
  const [first, ...later] = exposures as [Exposure, ...Exposure[]];
  const profiles = new Set(exposures.map(({ profileId }) => profileId));
  const profile = facts.find(({ profileId }) => profileId === first.profileId) ?? null;
  const theirs = facts.filter(({ profileId }) => profiles.has(profileId));
  const events = theirs
    .flatMap((each) => each.events)
    .map((event, place) => ({ event, place }))
    .sort((a, b) => a.event.time - b.event.time || a.place - b.place)
    .map(({ event }) => event);
  const zoneOf = new Map(theirs.flatMap((each) => each.events.map((event) => [event, each.zone] as const)));
  return { first, later, zone: profile?.zone ?? plan.timezone, profile, events, zoneOf, profiles };
}

function grouped<K extends number | string>(
  people: readonly Someone[],
  keyOf: (someone: Someone) => K,
): readonly (readonly [K, Record<Arm, number>])[] {
  const groups = new Map<K, Record<Arm, number>>();
  for (const each of people) {
    const arms = groups.get(keyOf(each)) ?? { sent: 0, held: 0 };
    groups.set(keyOf(each), arms);
    arms[each.first.arm] += 1;
  }
  return [...groups].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
}
