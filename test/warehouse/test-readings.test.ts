import { expect, it } from 'vitest';
import { drawnVariant, isSampled } from '../../src/decide/test-phase.js';
import type { Exposure } from '../../src/model/exposure.js';
import type { MessageTest } from '../../src/model/message-test.js';
import type { Step } from '../../src/model/plan.js';
import { openReadings } from '../../src/warehouse/measuring/open-readings.js';
import { folderWith } from './fixture.js';
import { campaignWith, lasting, planWith } from './plan.js';

const HOUR = 3_600_000;
const BEGUN = Date.parse('2026-03-02T10:00:00Z');
const DECIDED = BEGUN + 48 * HOUR;
const AS_OF = BEGUN + 20 * 24 * HOUR;
const PEOPLE = Array.from({ length: 200 }, (_, i) => `p${i}`);
const TEST: MessageTest = {
  metric: 'clicks',
  sample: 0.5,
  decideAfter: lasting('2d'),
  variants: ['a', 'b'].map((id) => ({ id, subject: null, template: null })),
};
const share = (event: string) => ({ measure: { kind: 'share' as const, event, where: [] }, better: 'higher' as const });

function planTesting(test: MessageTest | null) {
  const action: Step['action'] = {
    kind: 'message',
    channel: 'email',
    template: 'letter',
    topic: 'news',
    subject: null,
    incentive: null,
    test,
    sendWindow: null,
    onBlocked: null,
  };
  return planWith({
    events: { bought: {}, clicked: {} },
    metrics: { orders: share('bought'), clicks: share('clicked') },
    campaigns: [
      campaignWith({
        steps: [{ id: 'new-name', delay: null, when: null, action }],
        moved: [{ from: 'letter', to: 'new-name' }],
      }),
    ],
  });
}

const got = (profileId: string, variant: string, at: number, step = 'letter'): Exposure => ({
  messageId: `${profileId} ${at}`,
  campaign: 'campaign',
  step,
  profileId,
  unit: profileId,
  salt: 'campaign/holdout/v1',
  u: 0.9,
  share: 0.1,
  at,
  arm: 'sent',
  by: null,
  variant,
  channel: 'email',
  incentive: null,
  plan: 'p',
});

const sampled = PEOPLE.filter((id) => isSampled('campaign', 'letter', TEST, id));
const drawn = (id: string) => drawnVariant('campaign', 'letter', TEST, id)!.id;
const exposures = [
  ...PEOPLE.map((id, i) => got(id, sampled.includes(id) ? drawn(id) : 'a', BEGUN + i * 60_000)),
  // What everybody gets once there is a winner, a second message to the same, and those held out: no one of the sample.
  ...PEOPLE.map((id) => got(`late ${id}`, 'b', DECIDED, 'new-name')),
  ...sampled.map((id) => got(id, drawn(id), BEGUN + 24 * HOUR, 'new-name')),
  ...sampled
    .slice(0, 9)
    .map((id) => ({ ...got(`held ${id}`, 'a', BEGUN), arm: 'held' as const, by: 'campaign' as const })),
].map((each, i): Exposure => ({ ...each, messageId: `m${i}` }));

// Every third clicks in time; everybody clicks when the window is over, and clicked before.
const clicks = PEOPLE.flatMap((id, i) => [
  { profile_id: id, time: BEGUN - HOUR },
  ...(i % 3 === 0 ? [{ profile_id: id, time: BEGUN + i * 60_000 + HOUR }] : []),
  { profile_id: id, time: BEGUN + 9 * 24 * HOUR },
]);
const root = folderWith({
  'profiles.ndjson': PEOPLE.map((id) => ({ id, email: null, tz: null, lang: null })),
  'events.ndjson': clicks.map(({ time, ...rest }, i) => ({
    ...rest,
    id: `${i}`,
    name: 'clicked',
    time: new Date(time).toISOString(),
  })),
});

it('counts of a test those who got what chance gave them before there was a winner, and leaves all else as it was', async () => {
  const verdict = {
    campaign: 'campaign',
    step: 'letter',
    begunAt: BEGUN,
    decidedAt: DECIDED,
    winner: 'b',
    results: [],
  };
  const readings = await openReadings(planTesting(TEST), root, exposures, AS_OF, { verdicts: [verdict] });
  const untested = await openReadings(planTesting(null), root, exposures, AS_OF);
  try {
    const { tests, ...rest } = await readings.read('campaign');
    const { tests: none, ...before } = await untested.read('campaign');
    expect(none).toEqual([]);
    expect(rest).toEqual(before);
    const [test] = tests;
    expect(test).toMatchObject({ step: 'new-name', verdict: { winner: 'b', decidedAt: DECIDED } });
    expect(test?.since).toBe(BEGUN + PEOPLE.indexOf(sampled[0]!) * 60_000);
    for (const id of ['a', 'b']) {
      const theirs = sampled.filter((one) => drawn(one) === id);
      const seen = test?.variants.find(({ variant }) => variant === id);
      expect(seen?.exposed).toBe(theirs.length);
      expect(theirs.length).toBeGreaterThan(30);
      const days = seen?.counted?.days ?? [];
      expect(days.every(({ arm }) => arm === 'sent')).toBe(true);
      expect(days.reduce((sum, { sums }) => sum + sums.people, 0)).toBe(theirs.length);
      expect(days.reduce((sum, { sums }) => sum + sums.active, 0)).toBe(
        theirs.filter((one) => PEOPLE.indexOf(one) % 3 === 0).length,
      );
    }
    // The tables of all readings are still there.
    expect(await readings.export(folderWith({}))).not.toEqual([]);
  } finally {
    readings.close();
    untested.close();
  }
});

it('knows of no verdict that fell after the day of the report', async () => {
  const verdict = {
    campaign: 'campaign',
    step: 'letter',
    begunAt: BEGUN,
    decidedAt: AS_OF + 1,
    winner: 'b',
    results: [],
  };
  const readings = await openReadings(planTesting(TEST), root, exposures, AS_OF, { verdicts: [verdict] });
  try {
    expect((await readings.read('campaign')).tests[0]?.verdict).toBeNull();
  } finally {
    readings.close();
  }
});
