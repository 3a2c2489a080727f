import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { thisMachine } from '../../src/commands/this-machine.js';
import { routeOf } from '../../src/decide/route.js';
import { openFiles } from '../../src/deliver/channels/files.js';
import { openCodePools } from '../../src/deliver/code-pools.js';
import { deliver } from '../../src/deliver/deliver.js';
import { prepareMessages } from '../../src/deliver/prepare-messages.js';
import { openLedgerCopy } from '../../src/ledger/copy.js';
import { isPlainEvent } from '../../src/model/condition.js';
import type { LedgerMessage } from '../../src/model/message.js';
import type { CompiledTemplate, Plan, SendWindow } from '../../src/model/plan.js';
import type { Instant } from '../../src/model/value.js';

import { END, START } from '../decide/arbitraries.js';
import { every, HOUR, lasting } from '../decide/world.js';
import { runWorld, withWarehouses } from './run-world.js';
import { type Someone, someWorld, type TestWorld } from './worlds.js';

const WORLDS = Math.ceil(Number(process.env.LIFECYCLE_WORLDS ?? 9) / 3);

/** One email or text as it lies in the folder, with what the record says of its hand-over. */
interface Mail {
  readonly id: string;
  readonly to: string;
  readonly at: Instant;
  readonly message: LedgerMessage;
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
    channels: { email, sms: { url: 'https://sms.example', secret: 'SECRET', throttle: null } },
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
    const others = someone.events.filter(({ name }) => !['unsubscribed', 'email_bounced', 'sms_failed'].includes(name));
    const attributes = { ...someone.attributes, email: 'ada@people.example', phone: '+12025550123', consent: 'true' };
    return { ...someone, attributes, events: [...others, leaving] };
  });
  const policies = { ...world.plan.policies, lateness: lasting('3d') };
  const campaigns = world.plan.campaigns.map((campaign) => ({ ...campaign, audience: null, stages: null }));
  return { ...world, plan: { ...world.plan, policies, campaigns }, people, ticks, arrival: world.arrival * 3 };
}

/** The files of one person's messages, by message id. */
function readMails(folder: string, profileId: string, sent: readonly LedgerMessage[]): readonly Mail[] {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const known = new Map(sent.map((message) => [message.id, message]));
  return paths.flatMap((path) => {
    const [, id = '', ending = ''] = new RegExp(`[/\\\\]${profileId}-([a-z2-7]+)[.](eml|txt)$`).exec(path) ?? [];
    if (id === '') return [];
    const text = readFileSync(join(folder, path), 'utf8');
    const header = (name: string): string => new RegExp(`^${name}: ?(.*(?:\r\n[ \t].*)*)`, 'im').exec(text)?.[1] ?? '';
    const message = known.get(id);
    if (message?.endedAt == null) throw new Error(`${path} is on record as sent`);
    expect(ending).toBe(message.channel === 'email' ? 'eml' : 'txt');
    if (ending === 'eml') expect(header('List-Unsubscribe') === '').toBe(message.transactional);
    return [{ id, to: header('To'), at: ending === 'eml' ? Date.parse(header('Date')) : message.endedAt, message }];
  });
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
  for (const { to, at, message } of mails) {
    const window = windowOf(world.plan, message.step);
    const clock = local(at, zone);
    const minutes = clock.hour * 60 + clock.minute;
    if (window !== null) {
      expect(minutes >= window.from && minutes < window.to, `${clock} in ${JSON.stringify(window)}`).toBe(true);
      expect(window.on ?? [clock.dayOfWeek]).toContain(clock.dayOfWeek);
    }
    expect(to).toBe(message.channel === 'email' ? someone.attributes.email : someone.attributes.phone);
    const { hour } = local(at, zone);
    if (quietHours !== null) expect(hour >= 8 && hour < 21, `not at ${hour} in ${zone}`).toBe(true);
    const heard = someone.events.filter((event) => event.time <= at && knows(event.id, at));
    const failure = message.channel === 'email' ? 'email_bounced' : 'sms_failed';
    expect(heard.some(({ name, properties }) => name === failure && properties.kind === 'hard')).toBe(false);
    const { exitOn = [] } = world.plan.campaigns.find(({ id }) => id === message.campaign) ?? {};
    for (const condition of exitOn)
      if (isPlainEvent(condition))
        expect(
          heard.some(({ name, time }) => name === condition.event && time > message.dueAt),
          `after ${condition.event}`,
        ).toBe(false);
  }
  const promotional = mails.filter(({ message }) => !message.transactional).sort((a, b) => a.at - b.at);
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
    for (const { counts, max, per, channel, topic, incentive } of frequencyCaps) {
      const since = local(at, zone).subtract({ days: per.days }).epochMilliseconds;
      const counted = promotional.filter(
        ({ message }) =>
          (channel ?? message.channel) === message.channel &&
          (topic ?? message.topic) === message.topic &&
          (counts === 'messages' || message.incentive !== null) &&
          (incentive ?? message.incentive) === message.incentive,
      );
      const inWindow = counted.filter((other) => other.at <= at && other.at > since);
      expect(inWindow.length, `at most ${max} per ${per.text}`).toBeLessThanOrEqual(max);
    }
  }
}

describe('what reaches people, for any plan and people', () => {
  it('is nothing without consent, after an unsubscribe, at night, over a cap or twice', {
    timeout: 900_000,
  }, async () => {
    let total = 0;
    let texts = 0;
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
              const workshop = {
                codes,
                plan: world.plan,
                warehouse: warehouseAt(tick),
                ledger,
                env: {},
                sign: null,
                clock,
              };
              await deliver({
                ledger,
                fence,
                way: openFiles(folder),
                machine: thisMachine,
                clock,
                prepare: prepareMessages(workshop),
                parallel: 3,
                batch: 5,
                signal: new AbortController().signal,
              });
            },
          });
          const arrived = clocks[world.arrival] as Instant;
          const knows = (id: string, at: Instant): boolean => at >= arrived || !files.late.has(id);
          for (const someone of world.people) {
            const { messages } = ledger.story(someone.id);
            const sent = messages.filter(({ status }) => status === 'sent');
            const theirs = readMails(folder, someone.id, sent);
            total += theirs.length;
            texts += theirs.filter(({ message }) => message.channel === 'sms').length;
            checkPerson(world, someone, theirs, knows);
            expect(theirs.map(({ id }) => id).sort()).toEqual(sent.map(({ id }) => id).sort());
            expect(new Set(sent.map((m) => `${m.campaign} ${m.step} ${m.occasion}`)).size).toBe(sent.length);
            expect(
              messages.filter(({ status }) => !['sent', 'dropped', 'planned', 'withheld'].includes(status)),
            ).toEqual([]);
          }
          ledger.close();
        });
      }),
      { numRuns: WORLDS, endOnFailure: true },
    );
    // A few worlds may all be of people who want nothing, or have no telephone.
    if (WORLDS > 5) expect([total > 10, texts > 2]).toEqual([true, true]);
  });
});
