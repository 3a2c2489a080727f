import { subtractDuration } from '../calendar/local-time.js';
import type { Trigger } from '../model/plan.js';
import type { Tick } from '../model/tick.js';
import type { Duration } from '../model/value.js';
import { campaignReach } from './campaign-reach.js';
import type { EventSpan } from './sql/crossings.js';
import type { Since } from './sql/since.js';
import { type Stretch, stretchesOf } from './sql/stretches.js';
import { slack } from './sql/window-sweep.js';
import type { World } from './world.js';

type StretchOf = EventSpan['stretch'];

/** When events happened that may start something by an event trigger which looks back so far, or keep it from starting. */
export function eventStretch({ unless }: Extract<Trigger, { kind: 'event' }>, lookback: Since): StretchOf {
  return (now, zone) => {
    const last = lookback.at(now, zone);
    const earlier = unless.map(({ within }) => subtractDuration(last, within, zone) - slack(within));
    return [Math.min(last, ...earlier), now];
  };
}

/** When events happened after which such a length of nothing may have run out. */
export function inactiveStretch(length: Duration, lookback: Since): StretchOf {
  return (now, zone) => [
    subtractDuration(lookback.at(now, zone), length, zone) - slack(length),
    subtractDuration(now, length, zone) + slack(length),
  ];
}

/** The stretches of time outside of which no event starts anything in a tick, whatever the zone; null where one may that happened at any time. */
export function startingStretches(world: World, tick: Tick): readonly Stretch[] | null {
  const found: StretchOf[] = [];
  for (const campaign of world.plan.campaigns) {
    const { lookback } = campaignReach(world.plan, campaign, tick);
    for (const trigger of campaign.triggers) {
      if (trigger.kind === 'event') found.push(eventStretch(trigger, lookback));
      if (trigger.kind !== 'inactive') continue;
      if ('trait' in trigger.for) return null;
      found.push(inactiveStretch(trigger.for, lookback));
    }
  }
  return stretchesOf(
    found.map((stretch) => ({ stretch })),
    world,
    tick.now,
  );
}
