import { holds } from '../../src/decide/evaluate.js';
import type { FactEvent, Facts } from '../../src/model/facts.js';
import { LifecycleError } from '../../src/model/failure.js';
import { DAY, HOUR, MINUTE } from '../../src/model/milliseconds.js';
import type { CompiledTemplate, FrequencyCap, Plan, PlanCampaign, RateLimits, Step } from '../../src/model/plan.js';
import type { Instant } from '../../src/model/value.js';
import { watchedGroups } from '../../src/model/watched-groups.js';
import type { Warehouse } from '../../src/warehouse/warehouse.js';
import { campaign, cap, email, has, lasting, planWith } from '../decide/world.js';
import type { Chance } from './chance.js';
import type { Faults } from './faults.js';
import type { Process } from './simulated-machine.js';
import type { VirtualTime } from './virtual-time.js';

/** Events happen within these days. */
export const DAYS_OF_EVENTS = 2;
const ZONES = ['UTC', 'Europe/London', 'America/New_York', 'Asia/Kathmandu'];

/** An event and when the warehouse first has it, perhaps twice. */
export interface ArrivingEvent extends FactEvent {
  readonly arrival: Instant;
}

/** One person: what is known of them, and what they do. */
export interface Someone {
  readonly facts: Omit<Facts, 'events'>;
  readonly events: readonly ArrivingEvent[];
}

/** A small plan and its people. */
export interface SmallWorld {
  /** The first plan, and what it is edited into. */
  readonly plan: Plan;
  readonly plans: readonly Plan[];
  readonly people: readonly Someone[];
}

const TEMPLATE: CompiledTemplate = {
  lang: 'en',
  subject: 'Hello',
  preheader: null,
  from: null,
  html: '<p>Hello. <a href="{{ message.unsubscribe_url }}">Unsubscribe</a></p>',
  text: 'Hello. {{ message.unsubscribe_url }}',
};

/** A world of a seed: one or two campaigns, two to four people. */
export function makeWorld(chance: Chance, faults: Faults, start: Instant): SmallWorld {
  const plan = makePlan(chance);
  const people = Array.from({ length: chance.between(2, 4) }, (_, i) => makePerson(chance, faults, `p${i}`, start));
  const plans = [plan];
  while (plans.length < 4 && faults.strikes('plan edited'))
    plans.push(edit(chance, plans.at(-1) as Plan, plans.length));
  return { plan, plans, people };
}

function makePlan(chance: Chance): Plan {
  const ids = chance.pick([['a'], ['a'], ['a', 'b']]);
  const campaigns = ids.map((id) => makeCampaign(chance, id));
  const throttle = chance.happens(0.15) ? slowly(chance) : null;
  return planWith({
    hash: 'sha256:simulated',
    timezone: chance.pick(ZONES),
    campaigns,
    segments: { keen: has('order') },
    policies: {
      quietHours: chance.happens(0.5)
        ? { from: 1260, to: 480, onBlocked: chance.pick(['defer', 'defer', 'skip']) }
        : null,
      holidays: null,
      frequencyCaps: makeCaps(chance),
      lateness: lasting(chance.pick(['12h', '3d'])),
    },
    holdouts: { global: chance.pick([0, 0, 0.3]), salt: 'test' },
    channels: {
      email: {
        transport: 'smtp://127.0.0.1:1',
        from: 'Shop <hello@shop.example>',
        replyTo: null,
        postalAddress: '1 High Street, London',
        unsubscribe: 'https://mail.shop.example/u',
        throttle,
      },
      sms: { url: 'https://sms.example', secret: 'whsec_c2ltdWxhdGVkIHNpbXVsYXRlZCBzaW11bGF0ZWQ=', throttle: null },
    },
    templates: Object.fromEntries(campaigns.flatMap(({ steps }) => steps.map(({ id }) => [id, { '': TEMPLATE }]))),
  });
}

/** The plan with another delay, a step more, a step less, or its steps in another order. */
function edit(chance: Chance, plan: Plan, serial: number): Plan {
  const edited = chance.below(plan.campaigns.length);
  const campaigns = plan.campaigns.map((one, i) => {
    if (i !== edited) return one;
    const steps = [...one.steps];
    const place = chance.below(steps.length);
    const step = steps[place] as Step;
    // A run refuses to leave people who follow in a step that is gone.
    switch (chance.pick(one.inFlight === 'follow' ? ['delay', 'more'] : ['delay', 'more', 'less', 'order'])) {
      case 'delay':
        steps[place] = { ...step, delay: { for: lasting(chance.pick(['0m', '20m', '3h', '1d'])), at: null, on: null } };
        break;
      case 'more':
        steps.splice(place, 0, makeStep(chance, `${one.id}-new-${serial}`));
        break;
      case 'less':
        if (steps.length > 1) steps.splice(place, 1);
        break;
      case 'order':
        steps.reverse();
        break;
    }
    return { ...one, steps };
  });
  const ids = campaigns.flatMap(({ steps }) => steps.map(({ id }) => id));
  const templates = { ...plan.templates, ...Object.fromEntries(ids.map((id) => [id, { '': TEMPLATE }])) };
  return { ...plan, hash: `sha256:edited-${serial}`, campaigns, templates };
}

function slowly(chance: Chance): RateLimits {
  const rate = { count: chance.between(1, 3), per: MINUTE, text: 'slowly' };
  return chance.happens(0.5)
    ? { rate, perDomain: {}, otherDomains: null }
    : { rate: null, perDomain: {}, otherDomains: rate };
}

function makeCaps(chance: Chance): readonly FrequencyCap[] {
  if (chance.happens(0.5)) return [];
  const onBlocked = chance.pick(['defer', 'defer', 'skip', 'exit'] as const);
  return [cap({ counts: 'messages', max: chance.between(1, 2), per: lasting(chance.pick(['6h', '1d'])), onBlocked })];
}

function makeCampaign(chance: Chance, id: string): PlanCampaign {
  const steps = Array.from({ length: chance.between(1, 3) }, (_, i) => makeStep(chance, `${id}-${i + 1}`));
  return campaign(id, {
    triggers: chance.happens(0.2)
      ? [{ kind: 'enters', group: { kind: 'segment', segment: 'keen' } }]
      : [{ kind: 'event', event: 'viewed', where: [], key: null, unless: [] }],
    steps,
    exitOn: chance.happens(0.3) ? [has('order')] : [],
    reentry: chance.pick([{ kind: 'never' }, { kind: 'always' }, { kind: 'always' }, { kind: 'always' }] as const),
    holdout: chance.pick([0, 0, 0.5]),
    priority: chance.between(0, 2),
    backfill: chance.pick([null, lasting('1d')]),
    inFlight: chance.pick(['pinned', 'follow']),
  });
}

function makeStep(chance: Chance, id: string): Step {
  return {
    ...email(id, {
      topic: chance.pick(['offers', 'offers', 'service']),
      channel: chance.pick(['email', 'sms']),
    }),
    delay: { for: lasting(chance.pick(['0m', '0m', '0m', '20m', '3h', '1d'])), at: null, on: null },
  };
}

function makePerson(chance: Chance, faults: Faults, profileId: string, start: Instant): Someone {
  const events = Array.from({ length: chance.between(1, 5) }, (_, i): ArrivingEvent[] => {
    const name = chance.pick(['viewed', 'viewed', 'viewed', 'viewed', 'order', 'unsubscribed', 'email_bounced']);
    const time = start + chance.below(chance.pick([60, 240, DAYS_OF_EVENTS * 24 * 60])) * MINUTE;
    const arrival = faults.strikes('event late') ? time + chance.between(1, 30) * HOUR : time;
    const event = { id: `${profileId}/${i}`, name, time, arrival, properties: PROPERTIES[name] ?? {} };
    const again = { ...event, arrival: arrival + chance.below(DAY) };
    return faults.strikes('event twice') ? [again, event] : [event];
  });
  return {
    facts: {
      profileId,
      attributes: { consent: chance.pick([true, true, true, true, false]), country: null },
      zone: chance.pick(ZONES),
      locale: null,
      email: `${profileId}@people.example`,
      emailProblem: null,
      phone: `+1202555010${profileId.slice(1)}`,
      phoneProblem: null,
    },
    events: events.flat(),
  };
}

const PROPERTIES: Readonly<Record<string, FactEvent['properties']>> = {
  viewed: { sku: 's1' },
  order: { value: 10 },
  unsubscribed: { topic: null },
  email_bounced: { kind: 'hard' },
};

/** What the warehouse has of somebody at a moment. */
export function factsOf({ facts, events }: Someone, now: Instant): Facts {
  const byId = new Map<string, FactEvent>();
  for (const { arrival, ...event } of events) if (arrival <= now && event.time <= now) byId.set(event.id, event);
  return { ...facts, events: [...byId.values()].sort((a, b) => a.time - b.time || (a.id < b.id ? -1 : 1)) };
}

/** The members of the groups that the plan watches, at a moment. */
export function membersOf({ plan, people }: SmallWorld, now: Instant): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(
    [...watchedGroups(plan)].map(([name, group]) => [
      name,
      people.flatMap((someone) =>
        holds(group, now, { plan, facts: factsOf(someone, now), messages: [] }) ? [someone.facts.profileId] : [],
      ),
    ]),
  );
}

/** The warehouse as one process reads it. */
export function warehouseFor(process: Process, world: SmallWorld, time: VirtualTime, faults: Faults): Warehouse {
  const byId = new Map(world.people.map((someone) => [someone.facts.profileId, someone]));
  const read = async (): Promise<void> => {
    if (faults.strikes('crash while data is read')) {
      process.isDead = true;
      await new Promise(() => {});
    }
    if (faults.strikes('data cannot be read'))
      throw new LifecycleError('LC911', 'the data cannot be read', ['simulated']);
    await time.after(30, process);
  };
  return {
    quality: { profiles: { rows: world.people.length, setAside: 0 }, events: { rows: 0, setAside: 0 }, findings: [] },
    async candidates({ previous, now }, known) {
      await read();
      const members = membersOf(world, now);
      const concerned = new Set(known.due);
      for (const { facts, events } of world.people) {
        const isNew = events.some(({ arrival }) => arrival <= now && (previous === null || arrival > previous));
        if (isNew || previous === null) concerned.add(facts.profileId);
      }
      const changes = Object.fromEntries(
        Object.entries(members).map(([name, ids]) => {
          const before = known.members(name);
          const joined = ids.filter((id) => !before.includes(id));
          return [name, { joined, left: before.filter((id) => !ids.includes(id)) }];
        }),
      );
      for (const { joined, left } of Object.values(changes)) for (const id of [...joined, ...left]) concerned.add(id);
      return { profileIds: [...concerned].sort(), changes };
    },
    async facts(ids, now) {
      await read();
      return ids.flatMap((id) => {
        const someone = byId.get(id);
        return someone === undefined ? [] : [factsOf(someone, now)];
      });
    },
    lookUp: async () => new Map(),
    keep: async () => {},
    profileIds: async () => [...byId.keys()],
    close: async () => {},
  };
}
