import fc from 'fast-check';
import { expect, test } from 'vitest';
import { breakExample } from '../../src/check/example/example-project.js';
import { exampleTraffic } from '../../src/check/example/example-traffic.js';
import { missizedTest } from '../../src/check/rules/missized-test.js';
import { LOCK_FILE } from '../../src/model/lock-file.js';
import { checkFiles } from './read-files.js';

interface Written {
  readonly people?: number;
  readonly rate?: number;
  readonly sample?: string;
  readonly decideAfter?: string;
  readonly metric?: string;
  readonly variants?: string;
  /** More of the message. */
  readonly more?: string;
  /** YAML in place of the example's triggers. */
  readonly triggers?: string;
}

const TWO = 'variants: [{id: a, subject: Your cart}, {id: b, subject: Still there?}]';
const THREE = 'variants: [{id: a, subject: Your cart}, {id: b, subject: Still there?}, {id: c, subject: Kept}]';
const TRIGGERS = /^triggers:\n(?: {2}.*\n)+/m;
const MONTHLY = 'reentry: always\ntriggers: [{schedule: {cron: "0 9 1 * *", zone: project}}]\n';

/** What is said of a test's size in the example's cart campaign. */
function said({
  people = 30_000,
  rate = 0.08,
  sample = '20%',
  decideAfter = '4h',
  metric = 'order_rate',
  variants = TWO,
  more = 'topic: offers',
  triggers,
}: Written): readonly { readonly message: string; readonly help: string }[] {
  const files = breakExample({
    ...missizedTest.example,
    bad: `email: {template: cart/help, test: {metric: ${metric}, sample: ${sample}, decide_after: ${decideAfter}, ${variants}}, ${more}}`,
    beside: { [LOCK_FILE]: exampleTraffic({ people, rate }) },
  });
  const cart = files['campaigns/cart.yaml'] ?? '';
  const project =
    triggers === undefined ? files : { ...files, 'campaigns/cart.yaml': cart.replace(TRIGGERS, triggers) };
  return checkFiles(project).diagnostics.flatMap(({ code, message, help }) =>
    code === 'LC461' ? [{ message, help: (help ?? []).join() }] : [],
  );
}

/** What a help tells to write. */
function advised(help: string, key: string): string | undefined {
  return new RegExp(`"${key}: ([^"]+)"`).exec(help)?.[1];
}

test('of those who come one by one, only who comes before the decision is tested', () => {
  const [found] = said({});
  expect(found?.message).toBe('the test of step "help" shows each variant to about 6 people; about 1686 earn most');
  expect(found?.help).toContain('"sample: 90%" and "decide_after: 12d"');
  expect(said({ decideAfter: '20d', sample: '30%' })).toEqual([]);
});

test('a schedule that everybody comes back for has all of them at once', () => {
  const written = { triggers: MONTHLY, people: 300_000, rate: 0.3, sample: '90%', decideAfter: '4h' };
  const [found] = said(written);
  expect(found?.message).toMatch(/shows each variant to about 135000 people; about \d+ earn most/);
  expect(found?.help).toMatch(/^write "sample: \d+%"$/);
  expect(said({ ...written, sample: '5%' })).toEqual([]);
  // Who comes only once comes in a number that nobody counted.
  expect(said({ ...written, triggers: MONTHLY.replace('always', 'never') })).toEqual([]);
});

test('of factors it is a level that so many people see, shared out by the factor that has most', () => {
  const factors = 'subject: "{{ test.tone }} {{ test.size }}"';
  const [found] = said({
    variants: 'factors: {tone: [warm, plain], size: [short, long, longer]}',
    more: `topic: offers, ${factors}`,
  });
  expect(found?.message).toMatch(/^the test of step "help" shows each level to about 4 people; about \d+ earn most$/);
});

test('who gets a message on a condition is not known', () => {
  expect(said({ more: 'topic: offers}\n    when: {segment: buyers' })).toEqual([]);
});

test('where the rate of what decides is not known, nothing is said', () => {
  expect(said({ metric: 'revenue' })).toEqual([]);
  expect(said({ rate: 0 })).toEqual([]);
});

test('who writes what is advised hears no more of it', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 500, max: 20_000_000 }),
      fc.double({ min: 0.001, max: 0.9, noNaN: true }),
      fc.integer({ min: 1, max: 99 }),
      fc.constantFrom('1h', '12h', '3d', '20d', '50d'),
      fc.constantFrom(TWO, THREE),
      fc.constantFrom(undefined, MONTHLY),
      (people, rate, percent, decideAfter, variants, triggers) => {
        const written = { people, rate, sample: `${percent}%`, decideAfter, variants, ...(triggers && { triggers }) };
        for (const { help } of said(written)) {
          const sample = advised(help, 'sample') ?? written.sample;
          const longer = help.includes('" and "') ? advised(help, 'decide_after') : undefined;
          expect(said({ ...written, sample, decideAfter: longer ?? decideAfter })).toEqual([]);
          const shorter = help.includes('or "') ? advised(help, 'decide_after') : undefined;
          if (shorter !== undefined) expect(said({ ...written, decideAfter: shorter })).toEqual([]);
        }
      },
    ),
    { numRuns: 60 },
  );
});
