import { afterEach, expect, test } from 'vitest';
import { ndjson, type TestProject } from './project.js';
import { makeSmallShop, people, person, ping } from './small-shop.js';

let shop: TestProject | null = null;
afterEach(() => shop?.remove());

const GREET = `holdout: 50%
triggers: [{event: pinged}]
reentry: always
steps: [{id: letter, email: {template: letter, topic: news}}]
`;
const ids = Array.from({ length: 40 }, (_, index) => `p${index}`);

/** Everybody pings once in March; every fourth again within the week, and every tenth a month later. */
function events(): string {
  return ndjson(
    ids.flatMap((id, index) => {
      const day = String((index % 20) + 1).padStart(2, '0');
      const again = String((index % 20) + 4).padStart(2, '0');
      return [
        ping(id, `2026-03-${day}T10:00:00Z`),
        ...(index % 4 === 0 ? [ping(id, `2026-03-${again}T10:00:00Z`)] : []),
        ...(index % 10 === 0 ? [ping(id, `2026-04-${day}T10:00:00Z`)] : []),
      ];
    }),
  );
}

function traffic(project: TestProject): Readonly<Record<string, object>> {
  return (JSON.parse(project.read('lifecycle.lock')) as { traffic: Readonly<Record<string, object>> }).traffic;
}

function makeShop(): TestProject {
  const project = makeSmallShop({
    campaigns: { greet: GREET },
    profiles: people(ids.map((id) => person(id))),
    events: events(),
  });
  const text = project.read('campaigns/greet.yaml');
  project.write('campaigns/greet.yaml', text.replace('window: 7d}', 'window: 7d, minimum_lift: 40%}'));
  return project;
}

test('who would have got the first message, and what they did in its window, goes into the lock; check and build tell by it', async () => {
  shop = makeShop();
  const days = ['--until', '2026-04-30', '--days', '61'];
  const first = await shop.lifecycle(['measure', 'traffic', ...days]);
  expect(first.err).toBe('');
  expect(first.out).toContain('61 days from 2026-03-01 to 2026-04-30');
  expect(first.out).toMatch(/greet +40 +0\.656 +pings +7d +25%/);
  expect(first.code).toBe(0);
  expect(traffic(shop)).toEqual({
    greet: {
      from: '2026-03-01',
      to: '2026-04-30',
      people: 40,
      metric: 'pings',
      window: '7d',
      rate: 0.25,
      mean: 0.25,
      spread: 0,
    },
  });

  const check = await shop.lifecycle(['check']);
  expect(check.out).toContain('warning[LC458] after 60d, a holdout of 50% shows');
  expect(check.out).toContain('40 people in 61 days (2026-03-01 to 2026-04-30), of whom 25% count for pings within 7d');

  // Nobody was in a campaign yet when it began to be counted, so a second time counts the same; and nothing else is touched.
  const text = shop.read('lifecycle.lock');
  await shop.lifecycle(['measure', 'traffic', ...days]);
  expect(shop.read('lifecycle.lock')).toBe(text);
  expect(shop.files('.').filter((file) => /ledger|\.eml$/.test(file))).toEqual([]);

  const built = await shop.lifecycle(['build']);
  expect(built.code).toBe(0);
  expect(Object.keys(traffic(shop))).toEqual(['greet']);

  const campaign = shop.read('campaigns/greet.yaml');
  shop.write('campaigns/greet.yaml', campaign.replace('window: 7d', 'window: 10d'));
  const stale = await shop.lifecycle(['build']);
  expect(stale.err).toContain('note: lifecycle.lock has the traffic of greet for another metric or window');
  expect(stale.out).not.toContain('LC458');

  shop.write(
    'campaigns/greet.yaml',
    campaign.replace('40%', '500%').replace('minimum_lift: 500%', 'minimum_lift: 100%'),
  );
  shop.write('lifecycle.lock', shop.read('lifecycle.lock').replace('"people": 40', '"people": 40000'));
  const sized = await shop.lifecycle(['build']);
  expect(sized.err).toMatch(/^greet: a lift of 100% shows after 8 days, with a holdout of 50%\n$/);
});

test('days of which the data know nothing are an error, and nothing is written', async () => {
  shop = makeShop();
  const { code, err } = await shop.lifecycle(['measure', 'traffic', '--until', '2025-12-31']);
  expect(err).toContain('error[LC941] nobody would have got a message between 2025-10-03 and 2025-12-31');
  expect(code).toBe(3);
  expect(shop.files('.').filter((file) => file.includes('lock'))).toEqual([]);
});

test('a first build names the way to find out whether its goals can be measured', async () => {
  shop = makeShop();
  const { err } = await shop.lifecycle(['build']);
  expect(err).toBe('note: lifecycle measure traffic tells whether the goal of greet can be measured\n');
});

test('a build says how many people a message test should have, and warns where it has far fewer', async () => {
  const variants = 'variants: [{id: a, subject: Hello}, {id: b, subject: News}]';
  const letter = (more: string) => `{template: letter, topic: news, test: {metric: pings, ${more}, ${variants}}}`;
  shop = makeSmallShop({
    campaigns: { greet: GREET },
    profiles: people(ids.map((id) => person(id))),
    events: events(),
  });
  await shop.lifecycle(['measure', 'traffic', '--until', '2026-04-30', '--days', '61']);
  const plain = shop.read('campaigns/greet.yaml');
  const tested = (wait: string) =>
    plain.replace('{template: letter, topic: news}', letter(`sample: 50%, decide_after: ${wait}`));
  shop.write('campaigns/greet.yaml', tested('10d'));
  // A test that is written already makes nobody come later.
  const known = traffic(shop);
  await shop.lifecycle(['measure', 'traffic', '--until', '2026-04-30', '--days', '61']);
  expect(traffic(shop)).toEqual(known);
  shop.write('lifecycle.lock', shop.read('lifecycle.lock').replace('"people": 40', '"people": 40000'));
  const fitting = await shop.lifecycle(['build']);
  expect(fitting.out).not.toContain('LC461');
  expect(fitting.err).toBe(
    'greet/letter: the test shows each variant to about 820 people; of 19672 messages in 60d, about 1010 earn most\n',
  );

  shop.write('campaigns/greet.yaml', tested('1d'));
  const hasty = await shop.lifecycle(['build']);
  expect(hasty.out).toContain(
    'warning[LC461] the test of step "letter" shows each variant to about 82 people; about 1010 earn most',
  );
  expect(hasty.err).not.toContain('greet/letter');
});
