import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseDuration } from '../../src/model/duration.js';
import { noticedShare } from '../../src/model/mutation-report.js';
import { printMutations, printMutationsJson, summarizeMutations } from '../../src/report/tests/mutations.js';
import { changeLength } from '../../src/simulate/change-length.js';
import { runTests } from '../../src/simulate/run-tests.js';
import { tryChanges } from '../../src/simulate/try-changes.js';
import { type Loaded, shop, withCampaign } from './projects.js';

const WHOLE = `stage: [prospect]
triggers:
  - event: cart_updated
    where: {value: {gte: 20}}
    unless: {event: order_placed, within: 30m}
  - inactive: {event: cart_updated, for: 45d}
audience: {attribute: country, in: [DE]}
exit_on: [{event: order_placed}, {segment: big_spenders}]
reentry: {after: 7d}
steps:
  - id: hello
    email: {template: letter, topic: offers, on_blocked: skip}
  - id: again
    delay: {for: 3d, at: "09:00", on: weekdays}
    when: {not: {segment: big_spenders}}
    email: {template: letter, topic: offers}
  - id: turn
    delay: 24h
    branch:
      - when: {attribute: country, is: DE}
        steps: [{id: here, email: {template: letter, topic: offers}}]
      - steps: [{id: away, exit: elsewhere}]
  - id: halves
    split:
      - {variant: one, weight: 50%, steps: [{id: first, email: {template: letter, topic: offers}}]}
      - {variant: two, weight: 50%, steps: [{id: none, exit: nothing}]}
  - id: pause
    wait_for:
      event: order_placed
      within: 2d
      otherwise: [{id: late, email: {template: letter, topic: offers}}]
`;

function mutate({ project, plan }: Loaded, id = 'letters') {
  expect(runTests(project, plan, new Set([id])).results.filter(({ finding }) => finding !== null)).toEqual([]);
  return tryChanges(project, plan, new Set([id]));
}

/** A campaign that writes on a cart, and a day later, with tests. */
function carts(tests: string): Loaded {
  return withCampaign(`triggers: [{event: cart_updated}]
exit_on: [{event: order_placed}]
steps:
  - {id: hello, email: {template: letter, topic: offers}}
  - {id: again, delay: 24h, email: {template: letter, topic: offers}}
tests:${tests}`);
}

const CART = '"2026-03-02T10:00 cart_updated {cart_id: c1, value: 50}"';
const BOTH = `
  - name: both letters
    profile: {consent_offers: true}
    events: [${CART}]
    expect: ["2026-03-02T10:00 hello", "2026-03-03T10:00 again"]`;
const STOP = `
  - name: an order ends it
    profile: {consent_offers: true}
    events: [${CART}, "2026-03-02T12:00 order_placed {order_id: o1, value: 50}"]
    expect: ["2026-03-02T10:00 hello"]`;
const TWICE = `
  - name: once is enough
    profile: {consent_offers: true}
    events: [${CART}, "2026-04-02T10:00 cart_updated {cart_id: c2, value: 50}"]
    expect: ["2026-03-02T10:00 hello", "2026-03-03T10:00 again"]`;

describe('changes that no test notices', () => {
  test('are told in words, at their place', () => {
    const nothing = '\ntests:\n  - {name: nothing, events: ["2026-03-02T10:00 order_placed"], expect: []}\n';
    expect(printMutations(mutate(withCampaign(WHOLE.trimEnd() + nothing)))).toMatchInlineSnapshot(`
      "campaigns/letters.yaml:4:1: no test notices when people of every stage may enter
      campaigns/letters.yaml:7:13: no test notices when "cart_updated" may have any value
      campaigns/letters.yaml:8:5: no test notices when "order_placed" keeps nobody out
      campaigns/letters.yaml:8:35: no test notices when "order_placed" keeps people out for 15m instead of 30m
      campaigns/letters.yaml:8:35: no test notices when "order_placed" keeps people out for 60m instead of 30m
      campaigns/letters.yaml:9:37: no test notices when "cart_updated" is missed for 22d instead of 45d
      campaigns/letters.yaml:9:37: no test notices when "cart_updated" is missed for 90d instead of 45d
      campaigns/letters.yaml:10:1: no test notices when everybody is in the audience
      campaigns/letters.yaml:11:11: no test notices when "order_placed" ends nothing
      campaigns/letters.yaml:11:34: no test notices when segment "big_spenders" ends nothing
      campaigns/letters.yaml:12:1: no test notices when nobody may enter again
      campaigns/letters.yaml:12:1: no test notices when people may enter again at once
      campaigns/letters.yaml:14:5: no test notices when step "hello" is left out
      campaigns/letters.yaml:15:46: no test notices when step "hello" waits when it is blocked
      campaigns/letters.yaml:15:46: no test notices when step "hello" ends the journey when it is blocked
      campaigns/letters.yaml:16:5: no test notices when step "again" is left out
      campaigns/letters.yaml:17:13: no test notices when step "again" waits 1d instead of 3d
      campaigns/letters.yaml:17:13: no test notices when step "again" waits 6d instead of 3d
      campaigns/letters.yaml:18:5: no test notices when step "again" is for everybody
      campaigns/letters.yaml:18:5: no test notices when step "again" is for exactly the others
      campaigns/letters.yaml:20:5: no test notices when step "turn" is left out
      campaigns/letters.yaml:21:5: no test notices when step "turn" waits 12h instead of 24h
      campaigns/letters.yaml:21:5: no test notices when step "turn" waits 48h instead of 24h
      campaigns/letters.yaml:22:5: no test notices when branches 1 and 2 of step "turn" change places
      campaigns/letters.yaml:23:9: no test notices when branch 1 of step "turn" is for exactly the others
      campaigns/letters.yaml:24:17: no test notices when step "here" is left out
      campaigns/letters.yaml:25:17: no test notices when step "away" is left out
      campaigns/letters.yaml:26:5: no test notices when step "halves" is left out
      campaigns/letters.yaml:28:45: no test notices when step "first" is left out
      campaigns/letters.yaml:29:45: no test notices when step "none" is left out
      campaigns/letters.yaml:30:5: no test notices when step "pause" is left out
      campaigns/letters.yaml:31:5: no test notices when both ways out of step "pause" change places
      campaigns/letters.yaml:33:7: no test notices when step "pause" waits at most 1d instead of 2d
      campaigns/letters.yaml:33:7: no test notices when step "pause" waits at most 4d instead of 2d
      campaigns/letters.yaml:34:19: no test notices when step "late" is left out
      "
    `);
  });

  test('become fewer with every test that says what matters', () => {
    expect(printMutations(mutate(carts(BOTH)))).toBe(
      `campaigns/letters.yaml:4:1: no test notices when people may enter again at once
campaigns/letters.yaml:5:11: no test notices when "order_placed" ends nothing
`,
    );
    expect(printMutations(mutate(carts(BOTH + STOP)))).toBe(
      'campaigns/letters.yaml:4:1: no test notices when people may enter again at once\n',
    );
    const report = mutate(carts(BOTH + STOP + TWICE));
    expect(printMutations(report)).toBe('');
    expect(summarizeMutations(report)).toBe('6 of 6 changes noticed (100%)');
    expect(noticedShare(report)).toBe(1);
  });

  test('a campaign without tests is named, and not changed', () => {
    const report = mutate(carts(' []'));
    expect(report).toEqual({ mutations: [], untested: ['letters'] });
    expect(printMutations(report)).toBe('without tests: letters\n');
    expect(noticedShare(report)).toBe(1);
  });

  test('what compiles to the same is no change', () => {
    const twins = `triggers: [{event: cart_updated}]
steps:
  - {id: pause, wait_for: {event: order_placed, within: 2d}}
  - {id: hello, email: {template: letter, topic: offers}}
tests: [{name: none, events: [${CART}], expect: []}]
`;
    const words = mutate(withCampaign(twins)).mutations.map((one) => one.words);
    expect(words).toContain('step "pause" waits at most 4d instead of 2d');
    expect(words).not.toContain('both ways out of step "pause" change places');
  });

  test('as JSON', () => {
    const { project, plan } = carts(BOTH + STOP);
    const document = JSON.parse(
      printMutationsJson(tryChanges(project, plan, new Set(['letters'])), { version: '1.2.3' }),
    );
    expect(document).toMatchObject({ format: 1, summary: { changes: 6, noticed: 5, unnoticed: 1 }, untested: [] });
    expect(document.changes[1]).toMatchObject({
      campaign: 'letters',
      path: 'campaigns/letters.yaml',
      start: { line: 5, column: 11 },
      change: '"order_placed" ends nothing',
      noticed: true,
    });
  });

  test('the shop: nearly everything that its campaigns say is held by a test', () => {
    const { project, plan } = shop();
    const report = tryChanges(project, plan, new Set(project.campaigns.map(({ id }) => id)));
    expect(noticedShare(report)).toBeGreaterThan(0.9);
    expect(report.untested).toEqual([]);
  });
});

describe('a length of time', () => {
  test.each([
    ['24h', '12h', '48h'],
    ['3d', '1d', '6d'],
    ['1d', '12h', '2d'],
    ['2w', '7d', '4w'],
    ['1d 12h', '18h', '2d 24h'],
    ['1mo', '15d', '2mo'],
    ['1h', '30m', '2h'],
    ['1m', null, '2m'],
    ['0m', null, null],
    ['90y', '16200d', null],
  ])('%s becomes %s or %s', (text, half, double) => {
    expect(changeLength(text, 'half')).toBe(half);
    expect(changeLength(text, 'double')).toBe(double);
  });

  test('that is changed is another length that can be written', () => {
    const part = fc.tuple(fc.nat(400), fc.constantFrom('m', 'h', 'd', 'w', 'mo', 'y'));
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 3 }), fc.constantFrom('half', 'double'), (parts, how) => {
        const text = parts.map(([count, unit]) => `${count}${unit}`).join(' ');
        const changed = changeLength(text, how);
        if (changed === null) return;
        const [before, after] = [parseDuration(text), parseDuration(changed)];
        expect(after).not.toBeNull();
        expect({ ...after, text: '' }).not.toEqual({ ...before, text: '' });
      }),
    );
  });
});
