import { dayNumber } from '../../calendar/local-time.js';
import { type Size, sizeMeasurement } from '../../measure/size-measurement.js';
import { parseDuration } from '../../model/duration.js';
import type { Traffic } from '../../model/lock-file.js';
import type { Measure } from '../../model/metric.js';
import { DAY } from '../../model/milliseconds.js';
import { parsePercentage } from '../../model/percentage.js';
import type { CampaignSource, Project } from '../../model/project.js';
import type { Duration } from '../../model/value.js';
import { usualVerdict } from '../../model/verdict-after.js';
import { kpiMetric, shareAt } from '../flow/campaign-facts.js';
import { lengthOf } from '../timing/timed-steps.js';
import { campaignMap, mapAt, textAt } from '../yaml-map.js';

/** A campaign whose traffic is known, and what its measurement can show. */
export interface SizedCampaign {
  readonly size: Size;
  readonly traffic: Traffic;
  /** 0 to 1. */
  readonly holdout: number;
  readonly goal: number | null;
  /** As written, or as it is without. */
  readonly verdictAfter: string;
  /** How many days of traffic there are. */
  readonly days: number;
}

/** Each person counts or not. */
const SHARES: readonly Measure['kind'][] = ['share', 'retention', 'complement'];
const SIZED: readonly Measure['kind'][] = [...SHARES, 'sum', 'count'];

/** What is known of a campaign's size: null without a holdout or a KPI that can be sized; `stale` where the traffic in the lock is of another metric or window. */
export function sizeOf(project: Project, campaign: CampaignSource): SizedCampaign | 'stale' | 'unknown' | null {
  const node = campaignMap(campaign);
  const kpi = mapAt(node, 'kpi');
  const holdout = shareAt(node, 'holdout');
  const measure = kpiMetric(project, campaign)?.measure;
  const window = textAt(kpi, 'window');
  const written = parseDuration(window ?? '');
  if (kpi === null || holdout === 0 || measure === undefined || written === null || !SIZED.includes(measure.kind))
    return null;
  const traffic = project.lock?.traffic?.[campaign.id];
  if (traffic === undefined) return 'unknown';
  if (traffic.metric !== textAt(kpi, 'metric') || traffic.window !== window) return 'stale';
  const verdictAfter = textAt(kpi, 'verdict_after') ?? usualVerdict(written).text;
  const [windowLength, verdictLength] = [lengthOf((ownWindow(measure) ?? written).text), lengthOf(verdictAfter)];
  if (windowLength === null || verdictLength === null) return null;
  const days = dayNumber(traffic.to) - dayNumber(traffic.from) + 1;
  const goal = parsePercentage(textAt(kpi, 'minimum_lift') ?? '');
  const size = sizeMeasurement({
    traffic,
    days: Math.max(1, days),
    isShare: SHARES.includes(measure.kind),
    holdout,
    goal,
    isSequential: textAt(kpi, 'analysis') === 'sequential',
    windowDays: windowLength / DAY,
    verdictDays: verdictLength / DAY,
  });
  return { size, traffic, holdout, goal, verdictAfter, days };
}

/** How long people are looked at for a measure that has a time of its own. */
function ownWindow(measure: Measure): Duration | null {
  if (measure.kind === 'complement') return ownWindow(measure.of);
  return measure.kind === 'retention' ? measure.within : null;
}
