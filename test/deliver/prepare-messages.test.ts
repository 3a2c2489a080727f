import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Prepared } from '../../src/deliver/deliver.js';
import { prepareMessages } from '../../src/deliver/prepare-messages.js';
import { openLedgerCopy } from '../../src/ledger/copy.js';
import type { Fence, Ledger } from '../../src/ledger/ledger.js';
import type { Facts } from '../../src/model/facts.js';
import type { PlannedMessage } from '../../src/model/message.js';
import type { CompiledTemplate, Plan } from '../../src/model/plan.js';
import type { Instant } from '../../src/model/value.js';
import { campaign, has, planWith } from '../decide/world.js';
import { HOUR, planned, T0, withheld } from '../ledger/examples.js';

const ID = 'a'.repeat(26);
const TEXT = 'Hello{% if blocks["rank"] == 0 %}, champion{% endif %}';
const template: CompiledTemplate = { lang: 'en', subject: '', preheader: null, from: null, html: '', text: TEXT };
const ORDERS = { event: 'order', where: [], within: null, refresh: 'daily' } as const;
const SMS = { url: 'https://sms.example', secret: 'SECRET', throttle: null };
const plan: Plan = {
  ...planWith({ campaigns: [campaign('welcome', { triggers: [], steps: [], exitOn: [has('order')] })] }),
  channels: { email: null, sms: SMS },
  traits: {
    rank: {
      trait: { kind: 'frozen', part: 'value', population: { ...ORDERS, kind: 'share', of: 'order', shrink: 0 } },
      type: 'number',
      nullable: true,
    },
  },
  blocks: {
    rank: { rules: [{ when: { kind: 'attribute', name: 'rank', test: { op: 'gte', value: 5 } }, partial: 'a' }] },
  },
  templates: { hello: { '': template } },
};
const person: Facts = {
  profileId: 'p1',
  attributes: { consent: true },
  zone: 'UTC',
  locale: null,
  email: null,
  emailProblem: null,
  phone: '+4915112345678',
  phoneProblem: null,
  events: [],
};
const codes = {
  has: (_: string | null): _ is string => false,
  codeFor: () => null,
  showFor: () => null,
  shortage: () => new Map(),
};

let ledger: Ledger;
let fence: Fence;
beforeEach(() => {
  ledger = openLedgerCopy('/absent/ledger.db');
  fence = ledger.acquire({ host: 'here', pid: 1, ttl: 60_000 }, T0);
});
afterEach(() => ledger.close());

function commit(change: Partial<PlannedMessage> = {}): void {
  const message = { id: ID, channel: 'sms' as const, topic: 'offers', template: 'hello', ...change };
  ledger.commit(fence, ledger.beginTick(fence, T0, plan, {}), [planned(message)]);
}

/** What is made of the message at a moment, for the person as the warehouse tells of them from `since` on. */
async function prepare(
  now: Instant,
  factsSince: (since: Instant) => Facts,
  newest = plan,
): Promise<Prepared | undefined> {
  const warehouse = {
    quality: { profiles: { rows: 1, setAside: 0 }, events: { rows: 0, setAside: 0 }, findings: [] },
    facts: async (_: readonly string[], at: Instant, since: Instant = at) => [factsSince(since)],
    lookUp: async () => new Map(),
    keep: async () => {},
    candidates: async () => ({ profileIds: [], changes: {} }),
    profileIds: async () => [],
    close: async () => {},
  };
  const messages = ledger.claim(fence, now, 9);
  const prepared = await prepareMessages({
    plan: newest,
    warehouse,
    ledger,
    codes,
    env: {},
    sign: null,
    clock: () => now,
  })(messages);
  return prepared.get(ID);
}

async function textOf(prepared: Prepared | undefined): Promise<string> {
  if (prepared?.kind !== 'parcel') return JSON.stringify(prepared);
  const { bytes } = await prepared.build(T0);
  return (JSON.parse(Buffer.from(bytes).toString()) as { text: string }).text;
}

test('a block shows what stood at the moment for which the message was planned, also after a refresh', async () => {
  commit();
  const frames = [
    { from: T0 - HOUR, values: { rank: 5 } },
    { from: T0 + HOUR, values: { rank: 1 } },
  ];
  const facts = (since: Instant): Facts => ({ ...person, frames: since > T0 ? frames.slice(1) : frames });
  expect(await textOf(await prepare(T0 + 2 * HOUR, facts))).toBe('Hello, champion');
});

test('what is made for somebody who is held out is thrown away; what could not go is dropped as for anybody else', async () => {
  const commitHeld = (id: string, change: Partial<PlannedMessage> = {}): void => {
    const message = { id, profileId: 'p1', step: id, channel: 'sms' as const, topic: 'offers', template: 'hello' };
    ledger.commit(fence, ledger.beginTick(fence, T0, plan, {}), [withheld({ ...message, ...change })]);
  };
  commitHeld(ID);
  expect(await prepare(T0, () => person)).toEqual({ kind: 'held', address: person.phone });
  ledger.unclaim(fence, [ID]);
  expect(await prepare(T0, () => ({ ...person, attributes: { consent: false } }))).toEqual({
    kind: 'drop',
    reason: 'no-consent',
  });
  ledger.unclaim(fence, [ID]);
  const ordered = [{ id: 'o', name: 'order', time: T0 + 1, properties: {} }];
  expect(await prepare(T0 + 1, () => ({ ...person, events: ordered }))).toMatchObject({ kind: 'drop' });
  ledger.unclaim(fence, [ID]);
  const broken = { ...plan, templates: { hello: { '': { ...template, text: '{{ nobody.knows }}' } } } };
  expect(await prepare(T0, () => person, broken)).toMatchObject({
    kind: 'drop',
    reason: expect.stringMatching(/^cannot be rendered/),
  });
});

test('a message that waited is dropped when its campaign was ended by an event meanwhile', async () => {
  commit();
  const ordered = (time: Instant): Facts => ({ ...person, events: [{ id: 'o', name: 'order', time, properties: {} }] });
  const dropped = { kind: 'drop', reason: 'exited: order' };
  expect(await prepare(T0 + 1000, () => ordered(T0 + 1))).toEqual(dropped);
});

test.each([
  ['a hard bounce', 'suppressed', { name: 'sms_failed', properties: { kind: 'hard' } }],
  ['an unsubscription from everything', 'unsubscribed', { name: 'unsubscribed', properties: {} }],
  ['an unsubscription from the topic', 'unsubscribed', { name: 'unsubscribed', properties: { topic: 'offers' } }],
])('%s in the data that came after the planning stops a message', async (_, reason, event) => {
  commit();
  const events = [{ id: 'x', time: T0 + 1, ...event }];
  expect(await prepare(T0 + 1000, () => ({ ...person, events }))).toEqual({ kind: 'drop', reason });
});

test('an order from before is no reason to drop a message', async () => {
  commit();
  const events = [{ id: 'o', name: 'order', time: T0 - 1, properties: {} }];
  expect(await textOf(await prepare(T0 + 1000, () => ({ ...person, events })))).toBe('Hello');
});

describe('a call that may have left before', () => {
  const again = async (phone: string) => {
    commit();
    const first = await prepare(T0, () => person);
    const body = first?.kind === 'parcel' ? Buffer.from((await first.build(T0)).bytes).toString() : '';
    ledger.beginAttempts(fence, [ID], T0);
    ledger.handingOver(fence, ID, T0, { body });
    ledger.settle(fence, ID, T0, { status: 'deferred', reply: '503', retryAt: T0 + 60_000 });
    const second = await prepare(T0 + HOUR, () => ({ ...person, phone, attributes: { ...person.attributes } }));
    return second?.kind === 'parcel' ? Buffer.from((await second.build(T0 + HOUR)).bytes).toString() === body : second;
  };

  test('goes again as it was', async () => {
    expect(await again('+4915112345678')).toBe(true);
  });

  test('never goes to an address that is no longer theirs', async () => {
    expect(await again('+4915187654321')).toEqual({ kind: 'drop', reason: 'address-changed' });
  });
});
