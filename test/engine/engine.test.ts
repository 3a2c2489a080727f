import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { thisMachine } from '../../src/commands/this-machine.js';
import { drawnVariant, isSampled } from '../../src/decide/test-phase.js';
import { openLedgerCopy } from '../../src/ledger/copy.js';
import type { Ledger } from '../../src/ledger/ledger.js';
import { openSqliteLedger } from '../../src/ledger/sqlite.js';
import type { Condition } from '../../src/model/condition.js';
import type { Decision } from '../../src/model/decision.js';
import { combinationsOf } from '../../src/model/factors.js';
import type { Facts } from '../../src/model/facts.js';
import { journeyKey } from '../../src/model/journey.js';
import type { LedgerMessage } from '../../src/model/message.js';
import type { MessageTest } from '../../src/model/message-test.js';
import type { Awaited, PlanCampaign, Step } from '../../src/model/plan.js';
import type { Instant } from '../../src/model/value.js';
import { START } from '../decide/arbitraries.js';
import { campaign, email, HOUR, has, hasWithin, lasting, planWith, replay } from '../decide/world.js';
import { exampleMessage } from '../ledger/examples.js';
import { runWorld, type WarehouseAt, withWarehouses } from './run-world.js';
import { someWorld, type TestWorld } from './worlds.js';

const WORLDS = Number(process.env.LIFECYCLE_WORLDS ?? 9);

/** What is on record of one person, each thing a line, sorted. */
type Lines = readonly string[];

/** What deciding for each person alone says, by tick. */
async function expectedLines(
  world: TestWorld,
  warehouseAt: WarehouseAt,
): Promise<readonly ReadonlyMap<string, Lines>[]> {
  const ids = world.people.map(({ id }) => id);
  const byTick = new Map<Instant, readonly Facts[]>();
  for (const [n, now] of world.ticks.entries())
    byTick.set(now, await warehouseAt(n).facts(ids, now, START - 10 * 24 * HOUR));
  return world.ticks.map((_, n) => {
    const ticks = world.ticks.slice(0, n + 1);
    const decided = ids.map((profileId, i): [string, Lines] => {
      const factsAt = (now: Instant): Facts => byTick.get(now)?.[i] as Facts;
      return [profileId, linesOf(replay(world.plan, factsAt, ticks, { profileId }))];
    });
    return new Map(decided);
  });
}

function linesOf(decisions: readonly Decision[]): Lines {
  const journeys = new Map<string, string>();
  const others: string[] = [];
  for (const decision of decisions) {
    if (decision.kind === 'entered' || decision.kind === 'moved')
      journeys.set(journeyKey(decision.journey), line('journey', decision.journey));
    else if (decision.kind === 'planned') others.push(line('planned', decision.message));
    else if (decision.kind === 'withheld') others.push(line(`withheld ${decision.by}`, decision.message));
    else {
      const { kind, ...body } = decision;
      others.push(line(kind, body));
    }
  }
  return [...journeys.values(), ...others].sort();
}

function recordedLines(ledger: Ledger, profileId: string): Lines {
  const { journeys, messages, skipped, refused, deferred } = ledger.story(profileId);
  const state = ({ status, withheldBy }: LedgerMessage) => (withheldBy === null ? status : `withheld ${withheldBy}`);
  return [
    ...journeys.map((journey) => line('journey', journey)),
    ...messages.map((message) => line(state(message), plannedOf(message))),
    ...skipped.map((skip) => line('skipped', { ...skip, profileId })),
    ...refused.map((refusal) => line('refused', { ...refusal, profileId })),
    ...deferred.map((deferral) => line('deferred', { ...deferral, profileId })),
  ].sort();
}

function plannedOf(message: LedgerMessage): object {
  const { status, withheldBy, notBefore, attempts, firstAttemptAt, endedAt, outcome, body, lostAnswers, ...planned } =
    message;
  return planned;
}

function line(kind: string, body: object): string {
  return `${kind} ${JSON.stringify(Object.fromEntries(Object.entries(body).sort(([a], [b]) => (a < b ? -1 : 1))))}`;
}

const someDeath = fc.option(fc.record({ after: fc.integer({ min: 1, max: 5 }), gently: fc.boolean() }), { nil: null });

describe('the whole engine, for any plan and people', () => {
  it('records of everybody what deciding for that person alone says, also when it is killed between batches', {
    timeout: 900_000,
  }, async () => {
    await fc.assert(
      fc.asyncProperty(
        // With few campaigns, most people are left alone at most ticks: then it shows when somebody is forgotten.
        someWorld(fc.constantFrom(1, 1, 2, 3)),
        fc.constantFrom(false, false, false, true),
        fc.integer({ min: 1, max: 6 }),
        fc.array(someDeath, { minLength: 10, maxLength: 10 }),
        async (world, onDisk, batch, deaths) => {
          await withWarehouses(world, async (warehouseAt, { root }) => {
            const expected = await expectedLines(world, warehouseAt);
            const check = (ledger: Ledger, tick: number): void => {
              for (const { id } of world.people)
                expect(recordedLines(ledger, id), `${id} at tick ${tick}`).toEqual(expected[tick]?.get(id));
            };
            const whole = openLedgerCopy(join(root, 'absent.db'));
            await runWorld({ world, warehouseAt, ledger: whole, afterTick: async (tick) => check(whole, tick) });
            whole.close();
            const path = join(root, 'ledger.db');
            const broken = onDisk ? openSqliteLedger(path, thisMachine, { expendable: true }) : openLedgerCopy(path);
            await runWorld({ world, warehouseAt, ledger: broken, batch, dies: (tick) => deaths[tick] ?? null });
            check(broken, world.ticks.length - 1);
            broken.close();
          });
        },
      ),
      { numRuns: WORLDS, endOnFailure: true },
    );
  });

  const day = (n: number): Instant => START + n * 24 * HOUR;
  const viewed = { kind: 'event', event: 'viewed', where: [], key: null, unless: [] } as const;
  const wait = (awaited: Awaited): Step => ({
    id: 'a-wait',
    delay: null,
    when: null,
    action: { kind: 'wait_for', for: awaited, within: lasting('8d'), met: [email('a-met')], otherwise: [] },
  });
  const idle: Condition = { kind: 'not', of: hasWithin('viewed', '6d') };

  it.each<[what: string, more: Partial<PlanCampaign> & Pick<PlanCampaign, 'steps'>, state: readonly unknown[]]>([
    [
      'somebody left who waits for a later step',
      { exitOn: [has('order')], steps: [email('a-1', { delay: '8d' })] },
      ['exited', day(7)],
    ],
    [
      'what somebody waited for came',
      { steps: [wait({ kind: 'event', event: 'order', where: [] })] },
      ['finished', day(7)],
    ],
    [
      'what somebody waited for is true with time alone',
      { steps: [wait({ kind: 'condition', condition: idle })] },
      ['finished', day(7)],
    ],
  ])('sees at the next tick that %s', async (_, more, state) => {
    const event = (id: string, name: string, time: Instant) => ({ id, name, time, properties: {} });
    const plan = planWith({
      data: { profiles: ['profiles.csv'], events: ['events.ndjson', 'late.*'], ledger: 'ledger.db', maxBadRatio: 1 },
      campaigns: [campaign('a', { triggers: [viewed], ...more })],
    });
    const events = [event('e1', 'viewed', day(1)), event('e2', 'order', day(7))];
    const world = {
      plan,
      people: [{ id: 'p0', zone: 'UTC', attributes: { email: 'ada@people.example', consent: 'true' }, events }],
      ticks: [START, day(2), day(6.5), day(7.5)],
      arrival: 1,
    };
    await withWarehouses(world, async (warehouseAt, { root }) => {
      const ledger = openLedgerCopy(join(root, 'absent.db'));
      await runWorld({ world, warehouseAt, ledger });
      expect(ledger.story('p0').journeys.map(({ status, endedAt }) => [status, endedAt])).toEqual([state]);
      ledger.close();
    });
  });

  it('begins a correction for exactly those who are known to have got the message', async () => {
    const received = { kind: 'received', campaign: 'a', step: 'a-1', plan: null, between: null } as const;
    const plan = planWith({
      data: { profiles: ['profiles.csv'], events: ['events.ndjson', 'late.*'], ledger: 'ledger.db', maxBadRatio: 1 },
      campaigns: [
        campaign('a', { triggers: [viewed], steps: [email('a-1'), email('a-2', { delay: '6d' })] }),
        campaign('sorry', { triggers: [received], steps: [email('sorry', { delay: '1h' })] }),
      ],
    });
    const someone = (id: string) => ({
      id,
      zone: 'UTC',
      attributes: { email: 'ada@people.example', consent: 'true' },
      events: [{ id: `${id}/e`, name: 'viewed', time: day(1), properties: {} }],
    });
    const people = [someone('p0'), someone('p1'), someone('p2')];
    const world = { plan, people, ticks: [START, day(2), day(3), day(4)], arrival: 1 };
    await withWarehouses(world, async (warehouseAt, { root }) => {
      const ledger = openLedgerCopy(join(root, 'absent.db'));
      await runWorld({
        world,
        warehouseAt,
        ledger,
        afterTick: async (_, now, fence) => {
          for (const { id, profileId } of ledger.claim(fence, now, 9)) {
            ledger.handingOver(fence, id, now + 60_000);
            const status = profileId === 'p1' ? 'unknown' : profileId === 'p2' ? 'failed' : 'sent';
            ledger.settle(fence, id, now + 60_001, { status, reply: '' });
          }
        },
      });
      const corrected = ({ id }: (typeof people)[number]) =>
        ledger.story(id).journeys.flatMap((one) => (one.campaign === 'sorry' ? [[one.enteredAt, one.status]] : []));
      expect(people.map(corrected)).toEqual([[[day(2) + 60_000, 'finished']], [], []]);
      ledger.close();
    });
  });

  it.each([
    [
      'variants',
      {
        variants: [
          { id: 'plain', subject: 'Plain', template: null },
          { id: 'bold', subject: 'Bold', template: null },
        ],
      },
    ],
    [
      'factors',
      {
        factors: [{ name: 'look', levels: ['plain', 'bold'] }],
        variants: combinationsOf([{ name: 'look', levels: ['plain', 'bold'] }]),
      },
    ],
  ] as const)(
    'finds the winner of a message test of %s once, by what its sample did, also when it is killed',
    async (_, what) => {
      const test: MessageTest = { metric: 'order_rate', sample: 0.5, decideAfter: lasting('6h'), ...what };
      const [, { id: boldId, subject: boldSubject } = { id: '', subject: null }] = test.variants;
      const letter = email('letter');
      const steps: Step[] = [{ ...letter, action: { ...letter.action, test } as Step['action'] }];
      const plan = planWith({
        data: { profiles: ['profiles.csv'], events: ['events.ndjson', 'late.*'], ledger: 'ledger.db', maxBadRatio: 1 },
        // Nobody is looked at again but for a reason.
        policies: { quietHours: null, holidays: null, frequencyCaps: [], lateness: lasting('1h') },
        metrics: { order_rate: { measure: { kind: 'share', event: 'paid', where: [] }, better: 'higher' } },
        events: { viewed: {}, paid: {} },
        campaigns: [campaign('a', { triggers: [viewed], steps })],
      });
      const event = (id: string, name: string, time: Instant) => ({ id, name, time, properties: {} });
      const ticks = [START, day(1), day(1) + 3 * HOUR, day(1) + 9 * HOUR, day(2)];
      const people = Array.from({ length: 40 }, (_, i) => {
        const id = `p${i}`;
        const isBold = isSampled('a', 'letter', test, id) && drawnVariant('a', 'letter', test, id)?.id === boldId;
        const events = [event(`${id}/v`, 'viewed', day(0.9)), event(`${id}/x`, 'paid', day(0.95))];
        return {
          id,
          zone: 'UTC',
          attributes: { email: 'ada@people.example', consent: 'true' },
          events: isBold ? [...events, event(`${id}/o`, 'paid', day(1) + 2 * HOUR)] : events,
        };
      });
      const world = { plan, people, ticks, arrival: 1 };
      await withWarehouses(world, async (warehouseAt, { root }) => {
        for (const death of [null, { after: 1, gently: false }]) {
          const ledger = openLedgerCopy(join(root, 'absent.db'));
          await runWorld({
            world,
            warehouseAt,
            ledger,
            batch: 7,
            dies: (tick) => (tick === 3 ? death : null),
            afterTick: async (n, now, fence) => {
              // As though somebody outside the sample had waited too long: they are nobody's measure.
              const tick = { previous: null, now, starts: {}, knownGroups: {}, tests: {} };
              const profileId = people.find(({ id }) => !isSampled('a', 'letter', test, id))?.id ?? '';
              const message = exampleMessage({
                campaign: 'a',
                step: 'letter',
                profileId,
                variant: test.variants[0]?.id ?? '',
                sendAt: now,
              });
              if (n === 1) ledger.commit(fence, tick, [{ kind: 'planned', message }]);
              for (const { id } of ledger.claim(fence, now, 99)) {
                ledger.handingOver(fence, id, now);
                ledger.settle(fence, id, now, { status: 'sent', reply: '' });
              }
            },
          });
          expect(ledger.verdicts()).toMatchObject([{ winner: boldId, begunAt: day(1), decidedAt: ticks[3] }]);
          const [plain, bold] = ledger.verdicts()[0]?.results ?? [];
          expect([plain?.value, bold?.value]).toEqual([0, 1]);
          expect((plain?.people ?? 0) + (bold?.people ?? 0)).toBe(
            people.filter(({ id }) => isSampled('a', 'letter', test, id)).length,
          );
          for (const { id } of people) {
            const messages = ledger
              .story(id)
              .messages.filter(({ id: message }) => message !== 'm1')
              .map(({ sendAt, variant, subject }) => [sendAt, variant, subject]);
            const drawn = drawnVariant('a', 'letter', test, id);
            const expected = isSampled('a', 'letter', test, id)
              ? [day(0.9), drawn?.id, drawn?.subject]
              : [ticks[3], boldId, boldSubject];
            expect(messages, id).toEqual([expected]);
          }
          ledger.close();
        }
      });
    },
  );
});
