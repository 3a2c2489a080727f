import { afterEach, beforeEach, expect, test } from 'vitest';
import { gatherContent } from '../../src/deliver/gather-content.js';
import { openLedgerCopy } from '../../src/ledger/copy.js';
import type { Fence, Ledger } from '../../src/ledger/ledger.js';
import type { Facts } from '../../src/model/facts.js';
import type { CompiledTemplate } from '../../src/model/plan.js';
import { examplePlan, planned, T0 } from '../ledger/examples.js';

let ledger: Ledger;
let fence: Fence;
beforeEach(() => {
  ledger = openLedgerCopy('/absent/ledger.db');
  fence = ledger.acquire({ host: 'here', pid: 1, ttl: 60_000 }, T0);
});
afterEach(() => ledger.close());

const HTML = '{% if blocks["again"] == 0 %}a{% else %}b{% endif %}';
const template: CompiledTemplate = { lang: 'en', subject: 'Hi', preheader: null, from: null, html: HTML, text: 'hi' };
const facts: Facts = {
  profileId: 'p1',
  attributes: {},
  zone: 'UTC',
  locale: null,
  email: 'a@x.example',
  emailProblem: null,
  phone: null,
  phoneProblem: null,
  events: [],
};
const plan = {
  ...examplePlan(),
  blocks: {
    again: { rules: [{ when: { kind: 'message', campaign: 'welcome', step: 'hello' } as const, partial: 'a' }] },
  },
};
const codes = {
  has: (id: string | null): id is string => id !== null,
  codeFor: () => null,
  showFor: () => null,
  shortage: () => new Map(),
};
const warehouse = { lookUp: async () => new Map() };

/** The block's choice for the last of these messages, each of a step at a time. */
async function choose(...messages: readonly (readonly [step: string, sendAt: number])[]): Promise<number | undefined> {
  const tick = ledger.beginTick(fence, T0, plan, {});
  ledger.commit(
    fence,
    tick,
    messages.map(([step, sendAt], i) => planned({ id: `m${i}`, step, sendAt, occasion: `o${i}` })),
  );
  const claimed = ledger.claim(fence, T0 + 10_000, 9);
  const message = claimed.find(({ id }) => id === `m${messages.length - 1}`);
  if (message === undefined) throw new Error('the message is not claimed');
  const content = await gatherContent(
    { plan, ledger, codes, warehouse },
    [{ message, facts, template, subject: null }],
    T0,
  );
  return content.get(message.id)?.blocks.again;
}

test('a block may ask what a person got before', async () => {
  expect(await choose(['hello', T0 - 5], ['later', T0])).toBe(0);
});

test('the message itself is not one that they got', async () => {
  expect(await choose(['hello', T0])).toBe(-1);
});

test('what is sent later was not sent before', async () => {
  expect(await choose(['hello', T0 + 5], ['later', T0])).toBe(-1);
});

test('a message that shows a code and gets none has no content', async () => {
  const tick = ledger.beginTick(fence, T0, plan, {});
  ledger.commit(fence, tick, [planned({ id: 'm', incentive: 'ten' })]);
  const [message] = ledger.claim(fence, T0, 1);
  const showing = { ...template, html: '<p>{{ incentive.code }}</p>' };
  const draft = { message: message!, facts, template: showing, subject: null };
  expect((await gatherContent({ plan, ledger, codes, warehouse }, [draft], T0)).get('m')).toBeNull();
  const silent = { ...draft, template: { ...template, html: '<p>incentive.code</p>' } };
  expect((await gatherContent({ plan, ledger, codes, warehouse }, [silent], T0)).get('m')).toMatchObject({
    code: null,
  });
});
