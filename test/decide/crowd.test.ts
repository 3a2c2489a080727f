import { expect, it } from 'vitest';
import type { PlanCampaign } from '../../src/model/plan.js';
import { at, campaign, email, event, HOUR, planWith, profile, replay } from './world.js';

it('a robot that is in thousands of journeys at once holds nobody up, and stops no run', () => {
  const viewed: PlanCampaign['triggers'] = [{ kind: 'event', event: 'viewed', where: [], key: 'sku', unless: [] }];
  const steps = [email('a', { topic: 'service' }), email('b', { delay: '2d' })];
  const start = at('2026-03-02T00:00');
  const events = Array.from({ length: 5000 }, (_, i) => event(start + 1000 + i, 'viewed', { sku: `s${i}` }));
  const plan = planWith({ campaigns: [campaign('c', { triggers: viewed, steps, reentry: { kind: 'always' } })] });
  const began = performance.now();
  const decisions = replay(plan, profile(events), [start, start + HOUR]);
  expect(decisions.filter(({ kind }) => kind === 'planned')).toHaveLength(5000);
  expect(performance.now() - began).toBeLessThan(12_000);
});
