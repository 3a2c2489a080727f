import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sizeConnections } from '../../src/commands/size-connections.js';
import { countConnections, timedWay } from '../../src/deliver/channels/connection-count.js';
import { openLanes } from '../../src/deliver/lanes.js';
import type { Way } from '../../src/deliver/way.js';
import type { Channel } from '../../src/model/channel.js';
import type { EmailChannel, MessageAction, Plan, Step } from '../../src/model/plan.js';
import { parseRate } from '../../src/model/rate.js';
import { examplePlan } from '../ledger/examples.js';
import { exampleParcel } from './parcels.js';

const rates = fc.integer({ min: 1, max: 5000 }).map((perSecond) => perSecond / 1000);
const times = fc.integer({ min: 0, max: 3000 });

describe('the number of connections', () => {
  it('carries the rate with a quarter to spare, within two and fifty', () => {
    fc.assert(
      fc.property(rates, times, fc.integer({ min: 1, max: 40 }), (rate, time, messages) => {
        const count = countConnections(rate);
        expect(count.now).toBe(2);
        for (let i = 0; i < messages; i += 1) count.took(time);
        const needed = rate * time * 1.25;
        expect(count.now).toBeGreaterThanOrEqual(2);
        expect(count.now).toBeLessThanOrEqual(50);
        if (count.now < 50) expect(count.now).toBeGreaterThan(needed);
        if (count.now > 2) expect(count.now).toBeLessThanOrEqual(needed + 2);
      }),
    );
  });

  it('is not led astray by the few that had to connect first, and follows a server that becomes slow', () => {
    const count = countConnections(0.1);
    for (const time of [400, 400, 40, 40, 40, 40, 40]) count.took(time);
    expect(count.now).toBe(6);
    for (let i = 0; i < 30; i += 1) count.took(40);
    for (let i = 0; i < 8; i += 1) count.took(200);
    expect(count.now).toBe(26);
  });

  it('is measured at the way itself, also when it is refused, and never backwards', async () => {
    let now = 1000;
    const took: number[] = [];
    const ways: readonly number[] = [30, -500, 70];
    let call = 0;
    const way: Way = {
      async hand() {
        now += ways[call++]!;
        if (call === 3) throw new Error('no leave');
        return { kind: 'accepted', reply: '250' };
      },
      close: async () => {},
    };
    const timed = timedWay(way, { now: 2, took: (ms) => void took.push(ms) }, () => now);
    expect(await timed.hand(exampleParcel(), async () => {})).toMatchObject({ kind: 'accepted' });
    await timed.hand(exampleParcel(), async () => {});
    await expect(timed.hand(exampleParcel(), async () => {})).rejects.toThrow('no leave');
    expect(took).toEqual([30, 0, 70]);
  });

  it('holds for all that begin together, and is asked anew for the next', async () => {
    let most = 2;
    const lanes = openLanes({ parallel: () => most, signal: new AbortController().signal });
    for (const wanted of [2, 7, 3]) {
      most = wanted;
      let going = 0;
      let seen = 0;
      await lanes.run([...Array(20).keys()], async () => {
        going += 1;
        seen = Math.max(seen, going);
        await new Promise(setImmediate);
        going -= 1;
      });
      expect(seen).toBe(wanted);
    }
  });
});

describe('a run', () => {
  const plan = examplePlan();
  /** A plan whose one campaign sends by both channels, or by email alone; null: a channel without a throttle. */
  const throttled = (email: string | null, sms?: string | null): Plan => {
    const limits = (rate: string | null) =>
      rate === null ? null : { rate: parseRate(rate), perDomain: {}, otherDomains: null };
    const used: readonly Channel[] = sms === undefined ? ['email'] : ['email', 'sms'];
    const steps = used.map(
      (channel) => ({ id: channel, action: { kind: 'message', channel } as MessageAction }) as Step,
    );
    return {
      ...plan,
      campaigns: plan.campaigns.map((campaign) => ({ ...campaign, steps })),
      channels: {
        email: { throttle: limits(email) } as EmailChannel,
        ...(sms === undefined ? {} : { sms: { url: 'https://x', secret: 's', throttle: limits(sms) } }),
      },
    };
  };
  const order = (changes: object) =>
    ({ plan: throttled('6000/m'), send: {}, replay: false, ...changes }) as unknown as Parameters<
      typeof sizeConnections
    >[0];

  it('takes as many connections as its throttles need', () => {
    const count = sizeConnections(order({}));
    count?.took(40);
    expect(count?.now).toBe(6);
    const both = sizeConnections(order({ plan: throttled('6000/m', '100/s') }));
    both?.took(40);
    expect(both?.now).toBe(11);
  });

  it('takes no more than it was told to, or than are usual where a channel has no throttle, in a replay or when nothing is sent', () => {
    expect(sizeConnections(order({ connections: 3 }))).toBe(null);
    expect(sizeConnections(order({ plan: throttled(null) }))).toBe(null);
    expect(sizeConnections(order({ plan: throttled('100/s', null) }))).toBe(null);
    expect(sizeConnections(order({ replay: true }))).toBe(null);
    expect(sizeConnections(order({ send: null }))).toBe(null);
  });
});
