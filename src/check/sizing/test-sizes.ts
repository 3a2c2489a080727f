import { dayNumber, wallClock } from '../../calendar/local-time.js';
import { occurrences } from '../../calendar/occurrences.js';
import { sizeTest } from '../../measure/size-test.js';
import { parseSchedule } from '../../model/cron.js';
import { parseDuration } from '../../model/duration.js';
import type { Traffic } from '../../model/lock-file.js';
import { DAY } from '../../model/milliseconds.js';
import type { CampaignSource, Project } from '../../model/project.js';
import { usualVerdict } from '../../model/verdict-after.js';
import { kpiMetric, shareAt } from '../flow/campaign-facts.js';
import { lengthOf } from '../timing/timed-steps.js';
import { factorsOf, messagesOf, variantsOf } from '../walk/walk-messages.js';
import { campaignMap, isMap, mapAt, textAt, triggersOf, type YamlMap } from '../yaml-map.js';

/** A message test whose people are known, and how many it should have. */
export interface SizedTest {
  readonly step: string;
  readonly test: YamlMap;
  readonly traffic: Traffic;
  /** What each person gets one of: `variant`, or `level` of each factor. */
  readonly arm: 'variant' | 'level';
  readonly arms: number;
  /** People of each: as written, and where test and roll-out earn most together. */
  readonly each: number;
  readonly best: number;
  /** Who gets the message over that time, those held out left aside, and of them until the test is decided: sampled or waiting. */
  readonly people: number;
  readonly meanwhile: number;
  /** How many days they come in. */
  readonly wait: number;
  /** Whether those come all at once, whatever `decide_after` says. */
  readonly atOnce: boolean;
  /** As written, or as it is without. */
  readonly verdictAfter: string;
}

/** Of everybody who comes while a test runs, as many at most can be its sample: somebody must be left for the winner. */
export const LARGEST_SAMPLE = 0.9;

/** How many times too few or too many people are no matter of taste. */
const FAR = 3;

/** Whether a test has far fewer or more people than it should. */
export function farOff({ each, best }: SizedTest): 'few' | 'many' | null {
  if (each * FAR < best) return 'few';
  return each > best * FAR ? 'many' : null;
}

/**
 * The test of a campaign's first message, where the lock knows the campaign's people by the metric that decides it; null for any other. Who gets a later message, or does something else, is not known; nor how many a
 * schedule brings at once unless everybody comes again each time.
 */
export function sizedTest(project: Project, campaign: CampaignSource): SizedTest | null {
  const [first] = messagesOf(campaign);
  const test = mapAt(first?.message ?? null, 'test');
  const node = campaignMap(campaign);
  const isForAll = first?.step.when === undefined && first?.siblings === node.steps;
  const traffic = trafficOfTest(project, campaign, test);
  const sample = shareAt(test, 'sample');
  const wait = (lengthOf(textAt(test, 'decide_after')) ?? 0) / DAY;
  if (first === undefined || test === null || !isForAll || traffic === null) return null;
  const kpi = mapAt(node, 'kpi');
  const verdictAfter = textAt(kpi, 'verdict_after') ?? usualVerdict(parseDuration(traffic.window) ?? NEVER).text;
  const days = (lengthOf(verdictAfter) ?? 0) / DAY;
  const reach = reachOf(campaign, traffic, days, Math.min(wait, days));
  const levels = [...factorsOf(first).values()].map(({ length }) => length);
  const arms = Math.max(variantsOf(first).length, ...levels);
  if (reach === null || arms < 2 || sample === 0 || sample === 1 || wait === 0) return null;
  const addressed = 1 - shareAt(node, 'holdout');
  const [people, meanwhile] = [reach.people * addressed, reach.meanwhile * addressed];
  const best = sizeTest({ people, arms, rate: traffic.rate, spread: traffic.spread });
  if (best === null) return null;
  return {
    step: first.id ?? '?',
    test,
    traffic,
    arm: levels.length > 0 ? 'level' : 'variant',
    arms,
    each: (meanwhile * sample) / arms,
    best: reach.atOnce ? Math.min(best, (meanwhile * LARGEST_SAMPLE) / arms) : best,
    people,
    meanwhile,
    wait: Math.min(wait, days),
    atOnce: reach.atOnce,
    verdictAfter,
  };
}

const NEVER = { months: 0, days: 0, exact: 0, text: '0d' };

/** The traffic that was counted for the campaign's KPI, if that also decides the test: by something that people do or not, do so often, or spend. */
function trafficOfTest(project: Project, campaign: CampaignSource, test: YamlMap | null): Traffic | null {
  const kpi = mapAt(campaignMap(campaign), 'kpi');
  const traffic = project.lock?.traffic?.[campaign.id];
  const kind = kpiMetric(project, campaign)?.measure.kind;
  if (traffic === undefined || (kind !== 'share' && kind !== 'count' && kind !== 'sum')) return null;
  const known = traffic.metric === textAt(kpi, 'metric') && traffic.window === textAt(kpi, 'window');
  return known && traffic.metric === textAt(test, 'metric') ? traffic : null;
}

/** Who comes in so many days, and until a test is decided. Most come one by one; a schedule that everybody comes back for brings them all each time. */
function reachOf(
  campaign: CampaignSource,
  { from, to, people }: Traffic,
  days: number,
  wait: number,
): Pick<SizedTest, 'people' | 'meanwhile' | 'atOnce'> | null {
  const replayed = Math.max(1, dayNumber(to) - dayNumber(from) + 1);
  const triggers = triggersOf(campaign);
  if (triggers.every(({ schedule, received }) => schedule === undefined && received === undefined)) {
    const perDay = people / replayed;
    return { people: perDay * days, meanwhile: perDay * wait, atOnce: false };
  }
  const [only, ...others] = triggers;
  const cron = isMap(only?.schedule) ? textAt(only.schedule, 'cron') : null;
  const schedule = cron === null ? null : parseSchedule(cron);
  if (schedule === null || others.length > 0 || campaignMap(campaign).reentry !== 'always') return null;
  const begin = wallClock(from, 0, 'UTC');
  const times = occurrences(schedule, 'UTC', begin - 1, begin + replayed * DAY - 1).length;
  return { people: people * Math.max(1, (times / replayed) * days), meanwhile: people, atOnce: true };
}
