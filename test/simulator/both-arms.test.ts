import { expect, it } from 'vitest';
import { FAULTS } from './faults.js';
import { type Outcome, simulateSeed } from './simulate-seed.js';
import type { SmallWorld } from './small-world.js';

const SEEDS = Number(process.env.LIFECYCLE_ARMS ?? 60);
const CALM = new Set(FAULTS);

/** The same world where everybody is in one arm, without what only a message that went can cause: that caps keep back those of another campaign. */
function allIn(arm: 'sent' | 'held'): (world: SmallWorld) => SmallWorld {
  const holdout = arm === 'held' ? 1 : 0;
  return (world) => {
    const { policies, campaigns, holdouts } = world.plan;
    const caps = campaigns.length === 1 ? policies.frequencyCaps : [];
    const changed = {
      ...world.plan,
      holdouts: { ...holdouts, global: 0 },
      policies: { ...policies, frequencyCaps: caps },
      campaigns: campaigns.map((campaign) => ({ ...campaign, holdout })),
    };
    return { ...world, plan: changed, plans: [changed] };
  };
}

const idsOf = ({ exposures }: Outcome): readonly string[] => exposures.map(({ id }) => id).sort();

it('whoever is sent to in a world would have been in the same world where everybody is held out', async () => {
  let compared = 0;
  for (let seed = 0; seed < SEEDS; seed++) {
    const [sent, held] = [await simulateSeed(seed, CALM, allIn('sent')), await simulateSeed(seed, CALM, allIn('held'))];
    expect([sent.complaints, held.complaints], `seed ${seed}`).toEqual([[], []]);
    expect(new Set(sent.exposures.map(({ arm }) => arm)).has('held'), `seed ${seed}`).toBe(false);
    expect(new Set(held.exposures.map(({ arm }) => arm)).has('sent'), `seed ${seed}`).toBe(false);
    expect(idsOf(held), `seed ${seed}`).toEqual(idsOf(sent));
    compared += sent.exposures.length;
  }
  expect(compared).toBeGreaterThan(SEEDS / 2);
});
