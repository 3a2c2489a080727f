import { expect, it } from 'vitest';
import type { PlanTrait } from '../../src/model/plan.js';
import { campaign, email, event, every, HOUR, planWith, profile, replay, sent } from './world.js';

const MINUTE = 60_000;

it('finds the moment at which nothing is left of points, at any cadence', () => {
  const heat: PlanTrait = {
    trait: { kind: 'score', weights: [{ event: 'viewed', weight: 2 }], halfLife: MINUTE },
    type: 'number',
    nullable: false,
  };
  const plan = planWith({
    traits: { heat },
    segments: { warm: { kind: 'attribute', name: 'heat', test: { op: 'gt', value: 0 } } },
    campaigns: [
      campaign('c', {
        triggers: [{ kind: 'leaves', group: { kind: 'segment', segment: 'warm' } }],
        steps: [email('cold')],
      }),
    ],
  });
  const facts = profile([event('2026-03-02T10:00', 'viewed'), event('2026-03-02T10:30', 'viewed')]);
  // A thousand half-lives after the last of them.
  const expected = ['2026-03-03T03:10 c/cold'];
  for (const hours of [1, 5, 24])
    expect(sent(replay(plan, facts, every(hours * HOUR, '2026-03-02T00:00', '2026-03-05T00:00')))).toEqual(expected);
});
