import type { Schedule } from '../model/plan.js';
import { busiestStretch, type Sent } from './busiest-stretch.js';
import { scheduleTimes } from './schedule-times.js';
import type { TimedStep } from './timed-step.js';

/** A campaign as far as it decides how much one person can get. */
export interface PressingCampaign<Source> {
  readonly id: string;
  /** The stages it serves; null is every stage. */
  readonly stages: readonly string[] | null;
  readonly steps: readonly TimedStep<Source>[];
  readonly schedules: readonly Schedule[];
  /** The least that lies between two entries of one person, in milliseconds: 0 where they may enter at any time, Infinity where once. */
  readonly spacing: number;
}

/** What one campaign can send to one person in the stretch: its steps in order, one mentioned as often as it comes. */
export interface Share {
  readonly campaign: string;
  readonly steps: readonly string[];
}

/** The most promotional messages that can come due for one person, before any cap. */
export interface Pressure {
  readonly messages: number;
  /** The stage in which it is so; null when there are no stages, or no campaign asks for one. */
  readonly stage: string | null;
  /** The campaigns that add to it, most first. */
  readonly shares: readonly Share[];
}

/**
 * The most promotional messages that can come due for one person in any stretch of `length` milliseconds: stages are exclusive, so the campaigns of one stage are
 * added up, each at its busiest. A campaign that people may enter at any time counts once. The cost grows with the campaigns and stages alone.
 */
export function findPressure<Source>(
  campaigns: readonly PressingCampaign<Source>[],
  stages: readonly string[],
  length: number,
): Pressure {
  const shares = campaigns.map((campaign) => ({ campaign, steps: busiestSteps(campaign, length) }));
  const inStage = (stage: string | null): Pressure => {
    const own = shares
      .filter(({ campaign, steps }) => steps.length > 0 && (campaign.stages?.includes(stage ?? '') ?? true))
      .map(({ campaign, steps }): Share => ({ campaign: campaign.id, steps }));
    const byCount = own.sort((a, b) => b.steps.length - a.steps.length);
    return { messages: own.reduce((sum, { steps }) => sum + steps.length, 0), stage, shares: byCount };
  };
  const asked = stages.filter((stage) => campaigns.some((campaign) => campaign.stages?.includes(stage)));
  return [null, ...asked].map(inStage).reduce((most, one) => (one.messages > most.messages ? one : most));
}

function busiestSteps<Source>({ steps, schedules, spacing }: PressingCampaign<Source>, length: number): string[] {
  const once = busiestStretch(steps, length);
  const entries = entriesOf(schedules, spacing, length);
  if (entries.length < 2) return once.map(({ id }) => id);
  const whole = busiestStretch(steps, Number.POSITIVE_INFINITY);
  const repeated = busiestOf(
    entries.flatMap((entry) => whole.map(({ id, at }) => ({ id, at: entry + at }))),
    length,
  );
  return (repeated.length > once.length ? repeated : once).map(({ id }) => id);
}

/** When one person may enter: as often as schedules fire, but never closer than the spacing. */
function entriesOf(schedules: readonly Schedule[], spacing: number, length: number): readonly number[] {
  if (spacing === Number.POSITIVE_INFINITY) return [0];
  if (schedules.length === 0) {
    const again = spacing > 0 && spacing < length ? Math.ceil(length / spacing) : 1;
    return Array.from({ length: again }, (_, index) => index * spacing);
  }
  const times = [...new Set(schedules.flatMap(scheduleTimes))].sort((a, b) => a - b);
  let last = Number.NEGATIVE_INFINITY;
  return times.filter((time) => {
    if (time - last < spacing) return false;
    last = time;
    return true;
  });
}

function busiestOf(messages: readonly Sent[], length: number): readonly Sent[] {
  const sent = [...messages].sort((a, b) => a.at - b.at);
  let best = { from: 0, to: 0 };
  let from = 0;
  for (const [index, { at }] of sent.entries()) {
    while (at - (sent[from]?.at ?? at) >= length) from++;
    if (index + 1 - from > best.to - best.from) best = { from, to: index + 1 };
  }
  return sent.slice(best.from, best.to);
}
