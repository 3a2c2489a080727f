import { subtractDuration } from '../calendar/local-time.js';
import { DAY } from '../model/milliseconds.js';
import type { Plan, PlanCampaign } from '../model/plan.js';
import type { Tick } from '../model/tick.js';
import type { Instant } from '../model/value.js';
import { spell } from './sql/edges.js';
import type { Since } from './sql/since.js';

/** How far back one campaign looks in a tick, as `decide` has it. */
export interface CampaignReach {
  /** For what cannot come late; null when nothing of that kind can happen, for the campaign only begins. */
  readonly previous: Since | null;
  /** For events, which may reach the warehouse late. */
  readonly lookback: Since;
  /** Whether it looks back further than the record goes. */
  readonly isBackfilled: boolean;
}

/** Works out how far back a campaign looks: to the last tick, and in its first one as far as it is back-filled. */
export function campaignReach({ policies }: Plan, { id, backfill }: PlanCampaign, tick: Tick): CampaignReach {
  const start = tick.starts[id] ?? tick.now;
  const { lateness } = policies;
  const previous = tick.previous ?? tick.now;
  const late: Since = { key: 'lookback', at: (_, zone) => subtractDuration(previous, lateness, zone) };
  if (start === tick.now && backfill !== null) {
    const begin: Since = {
      key: `backfill ${spell(backfill)}`,
      at: (now, zone) => subtractDuration(now, backfill, zone),
    };
    const both: Since = {
      key: `lookback and ${begin.key}`,
      at: (now, zone) => Math.min(begin.at(now, zone), late.at(now, zone)),
    };
    return { previous: begin, lookback: both, isBackfilled: true };
  }
  const after = Math.max(previous, start);
  return {
    previous: after >= tick.now ? null : { key: `since ${after}`, at: () => after },
    lookback: late,
    isBackfilled: false,
  };
}

/** A moment no later than any at which `decide` asks about somebody in a tick, whatever their zone; only who is inside and overdue for longer is asked about before. */
export function earliestAsked(plan: Plan, tick: Tick): Instant {
  const asked = plan.campaigns.flatMap((campaign) => {
    const { previous, lookback } = campaignReach(plan, campaign, tick);
    return [lookback, ...(previous === null ? [] : [previous])].map(({ at }) => at(tick.now, 'UTC'));
  });
  return Math.min(tick.previous ?? tick.now, ...asked) - 2 * DAY;
}
