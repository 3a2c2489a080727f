import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compilePlan } from '../../src/compile/compile-plan.js';
import type { TestReport } from '../../src/model/test-report.js';
import { printTests } from '../../src/report/tests/text.js';
import { listHappenings, printHappening } from '../../src/simulate/happening.js';
import { isProbe, probeCampaign } from '../../src/simulate/probe-campaign.js';
import { replayTest } from '../../src/simulate/replay-test.js';
import { runTests } from '../../src/simulate/run-tests.js';
import { makeTestPerson } from '../../src/simulate/test-person.js';
import { type Loaded, shop, withCampaign } from './projects.js';

const CART = '"2026-03-02T10:00 cart_updated {cart_id: c1, value: 50}"';

function run({ project, plan }: Loaded, id = 'letters'): TestReport {
  return runTests(project, plan, new Set([id]));
}

/** A campaign that writes on a cart, at once and a day later, with one test. */
function cartTest(body: string): Loaded {
  return withCampaign(`triggers: [{event: cart_updated}]
exit_on: [{event: order_placed}]
steps:
  - {id: hello, email: {template: letter, topic: offers}}
  - {id: again, delay: 24h, email: {template: letter, topic: offers}}
tests:
  - name: example
${body.replace(/^/gm, '    ')}
`);
}

/** What is said of the one test of `cartTest`, or `ok`. */
function say(body: string): string {
  const { finding } = run(cartTest(body)).results[0]!;
  if (finding === null) return 'ok';
  const { span, message, label } = finding;
  return `${span.start.line}:${span.start.column} ${message.replace('test "example": ', '')} | ${label}`;
}

describe('the example shop', () => {
  const loaded = shop();
  const report = runTests(loaded.project, loaded.plan, new Set(loaded.plan.campaigns.map(({ id }) => id)));

  test('passes its tests, at least two for each campaign, and they reach everything', () => {
    expect(report.results.flatMap(({ finding }) => finding?.message ?? [])).toEqual([]);
    expect(report.coverage.map(({ campaign }) => campaign)).toEqual(loaded.plan.campaigns.map(({ id }) => id));
    for (const { campaign, tests, unreached } of report.coverage) {
      expect(tests, campaign).toBeGreaterThanOrEqual(2);
      expect(unreached, campaign).toEqual([]);
    }
  });

  test('has the same plan without them', () => {
    const bare = loaded.project.campaigns.map((campaign) => {
      const { tests: _, ...node } = campaign.node;
      return { ...campaign, node };
    });
    expect(compilePlan({ ...loaded.project, campaigns: bare }, {}, 'test').hash).toBe(loaded.plan.hash);
  });
});

describe('what a test is told', () => {
  const person = 'profile: {consent_offers: true}\n';
  test.each([
    [`events: [${CART}]\nexpect: ["2026-03-02T10:00 hello", "2026-03-03T10:00 again"]`, 'ok'],
    [
      `events: [${CART}]\nexpect: ["2026-03-02T10:00 hello", "2026-03-03T09:00 again"]`,
      '13:40 "again" goes at 2026-03-03T10:00, not at 2026-03-03T09:00 | at 2026-03-03T10:00',
    ],
    [
      `events: [${CART}]\nexpect: ["2026-03-02T10:00 hello"]`,
      '13:5 "again" goes at 2026-03-03T10:00, and nothing says so | not in this list',
    ],
    [
      `events: [${CART}, "2026-03-02T12:00 order_placed"]\nexpect: ["2026-03-02T10:00 hello", "2026-03-03T10:00 again"]`,
      '13:40 "again" does not go | 2026-03-02T12:00 exited: order_placed',
    ],
    [
      `events: [${CART}]\nexpect: ["2026-03-03T10:00 again"]`,
      '13:14 "hello" goes at 2026-03-02T10:00 where "again" is expected | 2026-03-03T10:00 again',
    ],
    [
      `events: [${CART}]\nexpect: ["2026-03-02T10:00 hello", "2026-03-03T10:00 again", "2026-03-02T12:00 exited: order_placed"]`,
      '13:66 no "exited: order_placed" at 2026-03-02T12:00 | 2026-03-03T10:00 again',
    ],
    [
      `events: ["2026-03-02T12:00 order_placed"]\nexpect: ["2026-03-02T10:00 hello"]`,
      '13:14 "hello" does not go | nothing happens, nobody enters',
    ],
    [
      `events: [${CART}, "2026-03-02T12:00 order_placed"]\nexpect: ["2026-03-02T10:00 hello", "2026-03-02T12:00 exited: cart_updated"]`,
      '13:40 no "exited: cart_updated" at 2026-03-02T12:00 | 2026-03-02T12:00 exited: order_placed',
    ],
    // Seconds count where they are written.
    [
      `events: ["2026-03-02T10:00:30 cart_updated"]\nexpect: ["2026-03-02T10:00 hello", "2026-03-03T10:00:30 again"]`,
      'ok',
    ],
    [
      `events: ["2026-03-02T10:00:30 cart_updated"]\nexpect: ["2026-03-02T10:00 hello", "2026-03-03T10:00:00 again"]`,
      '13:40 "again" goes at 2026-03-03T10:00:30, not at 2026-03-03T10:00:00 | at 2026-03-03T10:00:30',
    ],
    // Put off for the night.
    [
      `events: ["2026-03-02T22:00 cart_updated"]\nexpect: ["2026-03-02T22:00 hello deferred: quiet-hours", "2026-03-03T08:00 hello", "2026-03-04T08:00 again"]`,
      'ok',
    ],
    [
      `events: [${CART}]\nexpect: ["2026-03-02T10:00 hello deferred: quiet-hours", "2026-03-02T10:00 hello", "2026-03-03T10:00 again"]`,
      '13:14 "hello" is not deferred: quiet-hours at 2026-03-02T10:00 | 2026-03-02T10:00 hello',
    ],
    [
      `events: ["2026-03-02T22:00 cart_updated"]\nexpect: ["2026-03-02T22:00 hello deferred: frequency-cap", "2026-03-03T08:00 hello", "2026-03-04T08:00 again"]`,
      '13:14 "hello" is not deferred: frequency-cap at 2026-03-02T22:00 | 2026-03-03T08:00 hello',
    ],
    // A second cart while inside.
    [
      `events: [${CART}, "2026-03-02T11:00 cart_updated"]\nexpect: ["2026-03-02T10:00 hello", "2026-03-02T11:00 refused: inside", "2026-03-03T10:00 again"]`,
      'ok',
    ],
  ])('%j', (body, told) => {
    expect(say(person + body)).toBe(told);
  });

  test('consent and address are what is written', () => {
    const events = `events: [${CART}]\n`;
    expect(say(`${events}expect: ["2026-03-02T10:00 hello skipped: no-consent"]`)).toBe('ok');
    expect(say(`profile: {consent_offers: null}\n${events}expect: ["2026-03-02T10:00 hello"]`)).toBe(
      '13:14 "hello" does not go | 2026-03-02T10:00 hello skipped: no-consent',
    );
    expect(
      say(
        `profile: {consent_offers: true, email: null}\n${events}expect: ["2026-03-02T10:00 hello skipped: no-address"]`,
      ),
    ).toBe('ok');
  });

  test('times are on the person’s own clock: quiet hours too', () => {
    const events = 'events: ["2026-03-02T22:00 cart_updated"]\n';
    const expected = 'expect: ["2026-03-03T08:00 hello", "2026-03-04T08:00 again"]';
    expect(say(`profile: {consent_offers: true, tz: Asia/Tokyo}\n${events}${expected}`)).toBe('ok');
    expect(say(`profile: {consent_offers: true}\n${events}${expected}`)).toBe('ok');

    // Clocks go forward in the project's zone that night, and not in Tokyo: 24 hours are 24 hours.
    const spring = 'events: ["2026-03-28T10:00 cart_updated"]\n';
    const lines = (again: string): string => `expect: ["2026-03-28T10:00 hello", "2026-03-29T${again}:00 again"]`;
    expect(say(`profile: {consent_offers: true}\n${spring}${lines('11')}`)).toBe('ok');
    expect(say(`profile: {consent_offers: true, tz: Asia/Tokyo}\n${spring}${lines('10')}`)).toBe('ok');
  });

  test('is shown in frames, with everything that happened as it would be written', () => {
    const loaded = cartTest(`${person}events: [${CART}]\nexpect: ["2026-03-02T10:00 hello"]`);
    expect(printTests(run(loaded), { color: false, sources: loaded.sources })).toBe(`campaigns/letters.yaml
  FAILED  example

campaigns/letters.yaml:13:5: error[LC408] test "example": "again" goes at 2026-03-03T10:00, and nothing says so
   |
10 |   - name: example
13 |     expect: ["2026-03-02T10:00 hello"]
   |     ^^^^^^ not in this list
   |
   = note: what happens:
   = note:   2026-03-02T10:00 hello
   = note:   2026-03-03T10:00 again
   = help: mend the campaign, or write what happens if that is right
`);
  });
});

describe('how far a test looks', () => {
  const steps = 'steps: [{id: hello, email: {template: letter, topic: offers}}]\n';
  const test0 = (events: string, expected: string): string =>
    `tests: [{name: a, profile: {consent_offers: true}, events: [${events}], expect: [${expected}]}]\n`;
  const passes = (text: string): string | undefined => run(withCampaign(text)).results[0]?.finding?.message ?? 'ok';

  test('400 days after the last written moment', () => {
    const inactive = (days: number): string => `triggers: [{inactive: {event: order_placed, for: ${days}d}}]\n${steps}`;
    const order = '"2026-03-02T10:00 order_placed {value: 5}"';
    expect(passes(inactive(390) + test0(order, ''))).toContain('"hello" goes at 2027-03-27T10:00');
    expect(passes(inactive(410) + test0(order, ''))).toBe('ok');
  });

  test('a schedule that lets people in again ends a day after that moment, for those inside it goes on', () => {
    const weekly = `triggers: [{schedule: "0 9 * * mon"}]\nreentry: always\nsteps:
  - {id: hello, email: {template: letter, topic: offers}}
  - {id: later, delay: 3d, email: {template: letter, topic: offers}}
`;
    expect(passes(weekly + test0('', '"2026-03-02T09:00 hello", "2026-03-05T09:00 later"'))).toBe('ok');
    const twice = '"2026-03-02T09:00 hello", "2026-03-05T09:00 later", "2026-03-09T09:00 hello"';
    expect(passes(weekly + test0('', `${twice}, "2026-03-12T09:00 later"`))).toBe('ok');
  });

  test('a day that comes every year is written once, or as often as is meant', () => {
    const yearly = `triggers: [{date: birthday, repeat: yearly, at: "09:00"}]\nreentry: always\n${steps}`;
    const born = (expected: string): string =>
      `tests: [{name: a, profile: {consent_offers: true, birthday: 1990-04-10}, events: ["2026-03-02T10:00 order_placed {value: 5}"], expect: [${expected}]}]\n`;
    expect(passes(yearly + born('"2026-04-10T09:00 hello"'))).toBe('ok');
    expect(passes(yearly + born('"2026-04-10T09:00 hello", "2027-04-10T09:00 hello"'))).toBe('ok');
    expect(passes(yearly + born(''))).toContain('"hello" goes at 2026-04-10T09:00');
    const twoSteps = `${yearly}  - {id: later, delay: 25d, email: {template: letter, topic: offers}}\n`.replace(
      steps,
      'steps:\n  - {id: hello, email: {template: letter, topic: offers}}\n',
    );
    expect(passes(twoSteps + born('"2026-04-10T09:00 hello", "2026-05-05T09:00 later"'))).toBe('ok');
  });

  test('a segment is entered when its events come, and only then', () => {
    const enters = `triggers: [{enters: {segment: big_spenders}}]\n${steps}`;
    const orders = '"2026-03-02T10:00 order_placed {value: 300}", "2026-03-04T10:00 order_placed {value: 300}"';
    expect(passes(enters + test0(orders, '"2026-03-04T10:00 hello"'))).toBe('ok');
  });

  test('nobody is held out', () => {
    const held = `triggers: [{event: cart_updated}]\nholdout: 100%\n${steps}${test0(CART, '"2026-03-02T10:00 hello"')}`;
    const everybody = withCampaign(held, (config) => config.replace('global: 2%', 'global: 100%'));
    expect(run(everybody).results[0]?.finding).toBeNull();
  });
});

describe('variants and coverage', () => {
  const split = (tests: string): Loaded =>
    withCampaign(`triggers: [{event: cart_updated}]
steps:
  - id: draw
    split:
      - {variant: rare, weight: 1%, steps: [{id: gold, email: {template: letter, topic: offers}}]}
      - {variant: common, weight: 99%, steps: [{id: tin, email: {template: letter, topic: offers}}]}
  - id: fork
    delay: 1d
    branch:
      - {when: {event: order_placed}, steps: [{id: thanks, email: {template: letter, topic: service}}]}
      - {steps: [{id: end, exit: not interested}]}
  - {id: last, delay: 1d, email: {template: letter, topic: offers}}
tests:
${tests}`);
  const person = (name: string, rest: string): string =>
    `  - {name: ${name}, profile: {consent_offers: true}, events: [${CART}], ${rest}}\n`;

  test('the variant is the one that the expected steps belong to, however rare', () => {
    const both = `${person('gold', 'expect: ["2026-03-02T10:00 gold"]')}${person('tin', 'expect: ["2026-03-02T10:00 tin"]')}`;
    const { results, coverage } = run(split(both));
    expect(results.map(({ finding }) => finding)).toEqual([null, null]);
    expect(coverage[0]?.unreached).toEqual(['branch 1 of "fork"', 'step "last"']);
    const one = run(split(person('tin', 'expect: ["2026-03-02T10:00 tin"]')));
    expect(one.coverage[0]?.unreached).toEqual(['variant "rare" of "draw"', 'branch 1 of "fork"', 'step "last"']);
  });

  test('a wait has two outcomes', () => {
    const waits = (events: string, expected: string): Loaded =>
      withCampaign(`triggers: [{event: cart_updated}]
steps:
  - id: hold
    wait_for:
      event: order_placed
      within: 2d
      then: [{id: thanks, email: {template: letter, topic: offers}}]
      otherwise: [{id: nudge, email: {template: letter, topic: offers}}]
tests:
  - {name: one, profile: {consent_offers: true}, events: [${CART}${events}], expect: [${expected}]}
`);
    const idle = run(waits('', '"2026-03-04T10:00 nudge"'));
    expect(idle.results[0]?.finding).toBeNull();
    expect(idle.coverage[0]?.unreached).toEqual(['"then" of "hold"']);
    const quick = run(waits(', "2026-03-03T09:15 order_placed {value: 5}"', '"2026-03-03T09:15 thanks"'));
    expect(quick.results[0]?.finding).toBeNull();
    expect(quick.coverage[0]?.unreached).toEqual(['"otherwise" of "hold"']);
  });

  test('of the test of a message, somebody of the sample and somebody of the others is tried', () => {
    const tested = (time: string) =>
      run(
        withCampaign(`triggers: [{event: cart_updated}]
steps:
  - id: hello
    email:
      template: letter
      topic: offers
      test: {metric: order_rate, sample: 5%, decide_after: 4h, variants: [{id: a, subject: One}, {id: b, subject: Two}]}
tests:
  - {name: one, profile: {consent_offers: true}, events: [${CART}], expect: ["${time} hello"]}
`),
      ).results[0]?.finding?.message;
    expect(tested('2026-03-02T10:00')).toBeUndefined();
    expect(tested('2026-03-03T14:00')).toBeUndefined();
    expect(tested('2026-03-02T14:00')).toContain('not at 2026-03-02T14:00');
  });

  test('a correction is for somebody who got what it corrects', () => {
    const { results, coverage } = run(
      withCampaign(`triggers: [{received: {campaign: cart, step: help, between: [2026-03-01, 2026-04-01]}}]
steps:
  - {id: sorry, delay: 1h, email: {template: letter, topic: service}}
tests:
  - {name: one, events: ["2026-03-02T10:00 cart_updated {cart_id: c1}"], expect: ["2026-03-02T11:00 sorry"]}
  - {name: later, events: ["2026-04-02T10:00 cart_updated {cart_id: c1}"], expect: []}
`),
    );
    expect(results.map(({ finding }) => finding)).toEqual([null, null]);
    expect(coverage[0]?.unreached).toEqual([]);
  });

  test('nothing is reached without tests', () => {
    expect(run(split('  []\n')).coverage[0]).toMatchObject({
      tests: 0,
      unreached: ['step "draw"', 'step "fork"', 'step "last"'],
    });
  });

  test('a person with an id of their own is that person', () => {
    const of = (id: string): string =>
      `  - {name: a, profile: {customer_id: ${id}, consent_offers: true}, events: [${CART}], expect: ["2026-03-02T10:00 gold"]}\n`;
    const fitting = ['a', 'b', 'c', 'd'].map((id) => run(split(of(id))).results[0]?.finding === null);
    expect(fitting).toEqual([false, false, false, false]);
  });

  test('probes change nothing else, and what happened passes as an expectation', () => {
    const { project, plan } = split('  []\n');
    const campaign = plan.campaigns.find(({ id }) => id === 'letters')!;
    const again = { ...campaign, reentry: { kind: 'always' } as const };
    const event = fc.record({
      hour: fc.integer({ min: 0, max: 120 }),
      name: fc.constantFrom('cart_updated', 'order_placed'),
    });
    fc.assert(
      fc.property(fc.array(event, { minLength: 1, maxLength: 6 }), fc.nat(300), (events, n) => {
        const written = events.map(({ hour, name }) => {
          const day = String(2 + Math.floor(hour / 24)).padStart(2, '0');
          return `2026-03-${day}T${String(hour % 24).padStart(2, '0')}:00 ${name} {value: 5}`;
        });
        const of = (expected: readonly string[]) => ({
          name: 'x',
          profile: { consent_offers: true },
          events: written,
          expect: expected,
        });
        const facts = makeTestPerson(plan, of([]), `test-${n}`);
        const bare = replayTest(plan, again, facts, of([]));
        const probed = replayTest(plan, probeCampaign(again), facts, of([]));
        const told = listHappenings(probed, facts.zone).map(printHappening);
        expect(probed.some((one) => one.kind === 'skipped' && isProbe(one.step))).toBe(
          bare.some((one) => one.kind === 'entered'),
        );
        expect(told).toEqual(listHappenings(bare, facts.zone).map(printHappening));

        const once = makeTestPerson(plan, of([]), 'test-1');
        const happened = listHappenings(replayTest(plan, campaign, once, of([])), once.zone).map(printHappening);
        const lines = happened.filter((line) => !line.includes('deferred'));
        const withTests = (expected: readonly string[]) => ({
          ...project,
          campaigns: project.campaigns.map((one) =>
            one.id === 'letters' ? { ...one, node: { ...one.node, tests: [of(expected)] } } : one,
          ),
          spans: { node: span, key: span, value: span },
        });
        expect(runTests(withTests(lines), plan, new Set(['letters'])).results[0]?.finding).toBeNull();
        const sent = lines.findIndex((line) => !line.includes(':', 17));
        if (sent >= 0) {
          const fewer = lines.filter((_, index) => index !== sent);
          expect(runTests(withTests(fewer), plan, new Set(['letters'])).results[0]?.finding).not.toBeNull();
        }
      }),
      { numRuns: 150 },
    );
  });
});

const at = { line: 1, column: 1, offset: 0 };
const span = () => ({ file: 'campaigns/letters.yaml', start: at, end: at });
