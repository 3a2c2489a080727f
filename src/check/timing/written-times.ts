import { addDays, weekdayOf } from '../../calendar/local-time.js';
import { matchesDay } from '../../calendar/occurrences.js';
import { parseSchedule } from '../../model/cron.js';
import type { CampaignSource, Project } from '../../model/project.js';
import { parseTimeOfDay } from '../../model/time-of-day.js';
import type { TimeOfDay } from '../../model/value.js';
import { parseWeekdays } from '../../model/weekdays.js';
import { findField } from '../names/profile-fields.js';
import { atValue, type Place } from '../place.js';
import { rememberCampaign } from '../remember-campaign.js';
import { type MessagePlace, messagesOf } from '../walk/walk-messages.js';
import { stepsOf } from '../walk/walk-steps.js';
import { campaignMap, isMap, listAt, mapAt, mapsAt, textAt, triggersOf, type YamlMap } from '../yaml-map.js';

/** The first of the two years over which what comes again and again is looked at: fixed, so that a check says the same on every day. */
export const FIRST_YEAR = 2027;
/** The second of the two. */
export const LAST_YEAR = 2028;

/** A time of the day that somebody wrote into a schedule, a date trigger or a delay, and the messages that come due at that very time. */
export interface WrittenTime {
  readonly place: Place;
  readonly time: TimeOfDay;
  /** The `YYYY-MM-DD` days on which it comes, in order, over the two years; of a single moment its own day. */
  readonly days: () => Iterable<string>;
  /** On the project's clock rather than each person's. */
  readonly isProjectTime: boolean;
  /** Not written, but meant: the midnight of a day. */
  readonly isImplied: boolean;
  readonly messages: readonly MessagePlace[];
}

/** More times a day than this are no appointment. */
const MOST_TIMES = 24;

/** Every such time of a campaign, in the order of its file. */
export const writtenTimes = rememberCampaign((project, campaign): readonly WrittenTime[] => [
  ...triggerTimes(project, campaign),
  ...delayTimes(campaign),
]);

function triggerTimes(project: Project, campaign: CampaignSource): WrittenTime[] {
  const top = campaignMap(campaign);
  const steps = listAt(top, 'steps') ?? [];
  const [first] = steps;
  const messages = isMap(first) && first.delay === undefined ? dueAtOnce(campaign, steps, 0) : [];
  if (messages.length === 0) return [];
  return triggersOf(campaign).flatMap((trigger): WrittenTime[] => {
    if (trigger.date !== undefined) return dateTimes(project, trigger, messages);
    const holder = isMap(trigger.schedule) ? trigger.schedule : trigger;
    const key = holder === trigger ? 'schedule' : holder.cron === undefined ? 'at' : 'cron';
    const schedule = parseSchedule(textAt(holder, key) ?? '');
    if (schedule === null) return [];
    const common = {
      place: atValue(holder, key),
      isProjectTime: textAt(holder, 'zone') === 'project',
      isImplied: false,
      messages,
    };
    if (schedule.kind === 'once') {
      const [day = '', clock = ''] = schedule.local.split('T');
      return [{ ...common, time: parseTimeOfDay(clock.slice(0, 5)) ?? 0, days: () => [day] }];
    }
    const times = schedule.hours.flatMap((hour) => schedule.minutes.map((minute) => hour * 60 + minute));
    if (times.length > MOST_TIMES) return [];
    return times.map((time) => ({ ...common, time, days: () => daysWhere((day) => matchesDay(schedule, day)) }));
  });
}

/** Hours and minutes of the offset move the time of the day to who knows where. */
function dateTimes(project: Project, item: YamlMap, messages: readonly MessagePlace[]): WrittenTime[] {
  if (/\d[hm](?!o)/.test(textAt(item, 'offset') ?? '')) return [];
  const written = item.at !== undefined;
  const isDay = findField(project, textAt(item, 'date') ?? '')?.type === 'date';
  const time = written ? parseTimeOfDay(textAt(item, 'at') ?? '') : isDay ? 0 : null;
  if (time === null) return [];
  const place = atValue(item, written ? 'at' : 'date');
  return [{ place, time, days: () => daysWhere(() => true), isProjectTime: false, isImplied: !written, messages }];
}

function delayTimes(campaign: CampaignSource): WrittenTime[] {
  return stepsOf(campaign).flatMap(({ step, siblings, index }): WrittenTime[] => {
    const delay = mapAt(step, 'delay');
    const time = parseTimeOfDay(textAt(delay, 'at') ?? '');
    const messages = dueAtOnce(campaign, siblings, index);
    if (delay === null || time === null || messages.length === 0) return [];
    const on = Array.isArray(delay.on) ? delay.on.map(String) : delay.on === undefined ? null : String(delay.on);
    const allowed = on === null ? null : parseWeekdays(on);
    const days = () => daysWhere((day) => allowed === null || allowed.includes(weekdayOf(day)));
    return [{ place: atValue(delay, 'at'), time, days, isProjectTime: false, isImplied: false, messages }];
  });
}

/** The messages of a list of steps that come due when the one at `from` does. */
function dueAtOnce(campaign: CampaignSource, steps: readonly unknown[], from: number): readonly MessagePlace[] {
  const found: MessagePlace[] = [];
  for (const [index, step] of steps.entries()) {
    if (index < from) continue;
    if (!isMap(step) || (index > from && step.delay !== undefined)) break;
    found.push(...messagesOf(campaign).filter((message) => message.step === step));
    const ways = [...mapsAt(step, 'branch'), ...mapsAt(step, 'split')];
    for (const { item } of ways) {
      const [first] = listAt(item, 'steps') ?? [];
      if (isMap(first) && first.delay === undefined) found.push(...dueAtOnce(campaign, listAt(item, 'steps') ?? [], 0));
    }
    if (ways.length > 0 || step.wait_for !== undefined || step.exit !== undefined) break;
  }
  return found;
}

function* daysWhere(matches: (day: string) => boolean): Generator<string> {
  for (let day = `${FIRST_YEAR}-01-01`; day <= `${LAST_YEAR}-12-31`; day = addDays(day, 1)) if (matches(day)) yield day;
}
