import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { routeOf } from '../../src/decide/route.js';
import { openFiles } from '../../src/deliver/channels/files.js';
import { openCodePools } from '../../src/deliver/code-pools.js';
import { deliver } from '../../src/deliver/deliver.js';
import { prepareMessages } from '../../src/deliver/prepare-messages.js';
import { openLedgerCopy } from '../../src/ledger/copy.js';
import type { CompiledTemplate, Plan, SendWindow } from '../../src/model/plan.js';
import type { Instant } from '../../src/model/value.js';

import { END, START } from '../decide/arbitraries.js';
import { every, HOUR, lasting } from '../decide/world.js';
import { runWorld, withWarehouses } from './run-world.js';
import { type Someone, someWorld, type TestWorld } from './worlds.js';

const WORLDS = Math.ceil(Number(process.env.LIFECYCLE_WORLDS ?? 25) / 3);
const SEED = process.env.LIFECYCLE_SEED;

/** One email as it lies in the folder. */
interface Mail {
  readonly id: string;
  readonly step: string;
  readonly to: string;
  readonly at: Instant;
  readonly isPromotional: boolean;
}

const TEMPLATE: CompiledTemplate = {
  lang: 'en',
  subject: 'Hello',
  preheader: null,
  from: null,
  html: '<p>Hello. <a href="{{ message.unsubscribe_url }}">Unsubscribe</a></p>',
  text: 'Hello. {{ message.unsubscribe_url }}',
};

function withTemplates(plan: Plan): Plan {
  const steps = plan.campaigns.flatMap((campaign) => [...routeOf(campaign).steps.keys()]);
  const email = {
    transport: 'smtp://127.0.0.1:1',
    from: 'Shop <hello@shop.example>',
    replyTo: null,
    postalAddress: '1 High Street, London',
    unsubscribe: 'https://mail.shop.example/u',
    throttle: null,
  };
  return {
    ...plan,
    channels: { email },
    templates: Object.fromEntries(steps.map((step) => [step, { '': TEMPLATE }])),
  };
}

/**
 * The same world with a run every few hours (between rare ones most messages come too late to go), where most have an address and consent, and unsubscribe once while
 * messages wait for their hand-over.
 */
function eager(world: TestWorld, lag: number): TestWorld {
  const ticks = every(16 * HOUR + 7 * 60_000, START, END);
  const people = world.people.map((someone, i) => {
    const time = (ticks[3 + ((7 * i) % (ticks.length - 4))] as Instant) + lag / 2;
    if (i % 3 === 0) return someone;
    const leaving = { id: `${someone.id}/leaving`, name: 'unsubscribed', time, properties: { topic: null } };
    const others = someone.events.filter(({ name }) => name !== 'unsubscribed' && name !== 'email_bounced');
    const attributes = { ...someone.attributes, email: 'ada@people.example', consent: 'true' };
    return { ...someone, attributes, events: [...others, leaving] };
  });
  const policies = { ...world.plan.policies, lateness: lasting('3d') };
  const campaigns = world.plan.campaigns.map((campaign) => ({ ...campaign, audience: null, stages: null }));
  return { ...world, plan: { ...world.plan, policies, campaigns }, people, ticks, arrival: world.arrival * 3 };
}

function readMails(folder: string): ReadonlyMap<string, readonly Mail[]> {
  const byProfile = new Map<string, Mail[]>();
  for (const path of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!path.endsWith('.eml')) continue;
    const text = readFileSync(join(folder, path), 'utf8');
    const header = (name: string): string => new RegExp(`^${name}: ?(.*(?:\r\n[ \t].*)*)`, 'im').exec(text)?.[1] ?? '';
    const [, step = '', profileId = ''] = /([^/\\]+)[/\\](p\d+)-[^/\\]+$/.exec(path) ?? [];
    const mail = {
      id: header('Message-ID'),
      step,
      to: header('To'),
      at: Date.parse(header('Date')),
      isPromotional: header('List-Unsubscribe') !== '',
    };
    byProfile.set(profileId, [...(byProfile.get(profileId) ?? []), mail]);
  }
  return byProfile;
}

/** The hand-over clock of each tick, in whole seconds as `Date` has them. */
function handOvers(world: TestWorld, lag: number): readonly Instant[] {
  const between = world.ticks.map((now, i) =>
    Math.min(now + lag, (world.ticks[i + 1] ?? Number.MAX_SAFE_INTEGER) - 1000),
  );
  return between.map((t) => t - (t % 1000) + (t % 1000 === 0 ? 0 : 1000));
}

function local(t: Instant, zone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(t).toZonedDateTimeISO(zone);
}

function windowOf(plan: Plan, stepId: string): SendWindow | null {
  const campaign = plan.campaigns.find((each) => routeOf(each).steps.has(stepId));
  const action = campaign && routeOf(campaign).steps.get(stepId)?.step.action;
  return (action?.kind === 'message' ? action.sendWindow : null) ?? campaign?.sendWindow ?? null;
}

/** Everything that must hold for one person's mails; `knows` says whether an event had come in by a hand-over. */
function checkPerson(
  world: TestWorld,
  someone: Someone,
  mails: readonly Mail[],
  knows: (id: string, at: Instant) => boolean,
): void {
  const zone = someone.zone === '' ? world.plan.timezone : someone.zone;
  const { quietHours, holidays, frequencyCaps } = world.plan.policies;
  expect(new Set(mails.map(({ id }) => id)).size, 'nothing twice').toBe(mails.length);
  for (const { to, at, step } of mails) {
    const window = windowOf(world.plan, step);
    const clock = local(at, zone);
    const minutes = clock.hour * 60 + clock.minute;
    if (window !== null) {
      expect(minutes >= window.from && minutes < window.to, `${clock} in ${JSON.stringify(window)}`).toBe(true);
      expect(window.on ?? [clock.dayOfWeek]).toContain(clock.dayOfWeek);
    }
    expect(to).toContain('ada@people.example');
    expect(someone.attributes.email).toBe('ada@people.example');
    const { hour } = local(at, zone);
    if (quietHours !== null) expect(hour >= 8 && hour < 21, `not at ${hour} in ${zone}`).toBe(true);
    const heard = someone.events.filter((event) => event.time <= at && knows(event.id, at));
    expect(heard.some(({ name, properties }) => name === 'email_bounced' && properties.kind === 'hard')).toBe(false);
  }
  const promotional = mails.filter(({ isPromotional }) => isPromotional).sort((a, b) => a.at - b.at);
  for (const { at } of promotional) {
    const date = local(at, zone).toPlainDate().toString();
    const days = [...(holidays?.dates ?? []), ...(holidays?.regions?.dates[String(someone.attributes.country)] ?? [])];
    expect(days.includes(date) || days.includes(date.slice(5)), `${date} is a holiday`).toBe(false);
    expect(someone.attributes.consent).toBe('true');
    const words = someone.events.filter(
      (event) => event.name.endsWith('subscribed') && event.time <= at && knows(event.id, at),
    );
    const last = Math.max(...words.map(({ time }) => time));
    expect(
      words.some(({ name, time }) => name === 'unsubscribed' && time === last),
      'unsubscribed',
    ).toBe(false);
    for (const { counts, max, per, channel } of frequencyCaps) {
      if (counts !== 'messages' || channel === 'sms') continue;
      const since = local(at, zone).subtract({ days: per.days }).epochMilliseconds;
      const inWindow = promotional.filter((other) => other.at <= at && other.at > since);
      expect(inWindow.length, `at most ${max} per ${per.text}`).toBeLessThanOrEqual(max);
    }
  }
}

describe('what reaches people, for any plan and people', () => {
  it('is nothing without consent, after an unsubscribe, at night, over a cap or twice', {
    timeout: 900_000,
  }, async () => {
    let total = 0;
    await fc.assert(
      fc.asyncProperty(someWorld(fc.constant(3)), fc.integer({ min: 0, max: 14 * 60 }), async (bare, minutes) => {
        const lag = minutes * 60_000;
        const world = eager({ ...bare, plan: withTemplates(bare.plan) }, lag);
        await withWarehouses(world, async (warehouseAt, files) => {
          const ledger = openLedgerCopy(join(files.root, 'absent.db'));
          const folder = join(files.root, 'mails');
          mkdirSync(folder);
          const clocks = handOvers(world, lag);
          await runWorld({
            world,
            warehouseAt,
            ledger,
            afterTick: async (tick, _, fence) => {
              const clock = (): Instant => clocks[tick] as Instant;
              const codes = openCodePools(world.plan, files.root, ledger);
              const workshop = { codes, plan: world.plan, warehouse: warehouseAt(tick), ledger, env: {}, clock };
              await deliver({
                ledger,
                fence,
                way: openFiles(folder),
                clock,
                prepare: prepareMessages(workshop),
                parallel: 3,
                batch: 5,
                signal: new AbortController().signal,
              });
            },
          });
          const mails = readMails(folder);
          const arrived = clocks[world.arrival] as Instant;
          const knows = (id: string, at: Instant): boolean => at >= arrived || !files.late.has(id);
          for (const someone of world.people) {
            const theirs = mails.get(someone.id) ?? [];
            total += theirs.length;
            checkPerson(world, someone, theirs, knows);
            const { messages } = ledger.story(someone.id);
            const sent = messages.filter(({ status }) => status === 'sent');
            expect(theirs.map(({ id }) => id).sort()).toEqual(sent.map(({ id }) => `<${id}@shop.example>`).sort());
            expect(new Set(sent.map((m) => `${m.campaign} ${m.step} ${m.occasion}`)).size).toBe(sent.length);
            expect(
              messages.filter(({ status }) => !['sent', 'dropped', 'planned', 'withheld'].includes(status)),
            ).toEqual([]);
          }
          ledger.close();
        });
      }),
      { numRuns: WORLDS, endOnFailure: true, ...(SEED === undefined ? {} : { seed: Number(SEED) }) },
    );
    expect(total).toBeGreaterThan(10);
  });
});
