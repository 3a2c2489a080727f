import { isHoliday } from '../calendar/holidays.js';
import { addDays, addDuration, localTime, nextWallClock, quietUntil, wallClock } from '../calendar/local-time.js';
import { occurrences } from '../calendar/occurrences.js';
import { windowOpens } from '../calendar/open-hours.js';
import type { CalendarDay, CalendarMoment, CampaignCalendar } from '../model/docs.js';
import { longest } from '../model/duration.js';
import { everyMessage, everyStep } from '../model/every-step.js';
import type { Holidays, MessageAction, Plan, PlanCampaign, SendWindow, Step } from '../model/plan.js';
import type { Instant } from '../model/value.js';

/** More entries than this are not followed: a schedule of every minute fills no calendar that anybody reads. */
const MOST_ENTRIES = 400;
/** Whoever entered longer ago is not followed. */
const LONGEST_LOOK_BACK = 400 * 86_400_000;

/** What a campaign does by the calendar alone on `count` days from `day` on, on the project's clock, and what keeps its messages from going on them. */
export function campaignCalendar(plan: Plan, campaign: PlanCampaign, day: string, count: number): CampaignCalendar {
  const zone = plan.timezone;
  const from = wallClock(day, 0, zone);
  const to = wallClock(addDays(day, count), 0, zone);
  const promotes = everyMessage(campaign.steps).some(({ topic }) => plan.topics[topic]?.transactional !== true);
  const days = Array.from({ length: count }, (_, ahead) =>
    calendarDay(promotes ? plan.policies.holidays : null, addDays(day, ahead)),
  );
  const look = Math.min(LONGEST_LOOK_BACK, lookBack(campaign));
  const entries = campaign.triggers
    .flatMap((trigger) =>
      trigger.kind === 'schedule' ? occurrences(trigger.schedule, zone, from - look - 1, to - 1) : [],
    )
    .sort((a, b) => a - b);
  const walks = entries
    .slice(-MOST_ENTRIES)
    .flatMap((entry) => [
      { at: entry, clock: true, step: null, certain: true, held: null } satisfies Timed,
      ...follow(plan, campaign, campaign.steps, { at: entry, clock: true, certain: true }).found,
    ]);
  const moments = walks
    .filter(({ at }) => at >= from && at < to)
    .sort((a, b) => a.at - b.at)
    .map(({ at, clock, ...rest }): CalendarMoment => {
      const local = localTime(at, zone);
      return { date: local.date, minutes: clock ? local.minutes : null, ...rest };
    });
  return {
    days,
    moments: distinct(moments),
    asItHappens: campaign.triggers.some(({ kind }) => kind !== 'schedule'),
    hours: openHours(plan, campaign),
  };
}

interface Timed extends Pick<CalendarMoment, 'step' | 'certain' | 'held'> {
  readonly at: Instant;
  /** Whether the hour is the same for everybody. */
  readonly clock: boolean;
}

interface Standing {
  readonly at: Instant;
  readonly clock: boolean;
  readonly certain: boolean;
}

function calendarDay(holidays: Holidays | null, date: string): CalendarDay {
  if (holidays === null) return { date, holiday: 'none' };
  if (isHoliday(date, holidays.dates)) return { date, holiday: 'everybody' };
  const regions = Object.entries(holidays.regions?.dates ?? {}).flatMap(([value, dates]) =>
    isHoliday(date, dates) ? [value] : [],
  );
  return { date, holiday: regions.length === 0 ? 'none' : regions };
}

/** As long as somebody can be on the way. */
function lookBack({ steps }: PlanCampaign): number {
  const lengths = everyStep(steps).map(
    ({ delay, action }) =>
      (delay?.for == null ? 0 : longest(delay.for)) +
      (delay?.at == null && delay?.on == null ? 0 : 8 * 86_400_000) +
      (action.kind === 'wait_for' ? longest(action.within) : 0),
  );
  return lengths.reduce((sum, length) => sum + length, 0);
}

/** The messages of one way through the steps; of several ways that differ in time the last one goes on, and is not certain. */
function follow(
  plan: Plan,
  campaign: PlanCampaign,
  steps: readonly Step[],
  start: Standing,
): { readonly found: readonly Timed[]; readonly end: Standing } {
  const found: Timed[] = [];
  let now = start;
  const into = (inner: readonly Step[], standing: Standing): Standing => {
    const walked = follow(plan, campaign, inner, standing);
    found.push(...walked.found);
    return walked.end;
  };
  for (const { id, delay, when, action } of steps) {
    now = delayed(now, delay, plan.timezone);
    const asked: Standing = when === null ? now : { ...now, certain: false };
    switch (action.kind) {
      case 'message': {
        const { at, held } = released(plan, campaign, action, asked.at);
        found.push({ ...asked, at, step: id, held });
        now = { ...now, at };
        break;
      }
      case 'branch':
        now = latest(
          now,
          action.branches.map((branch) => into(branch.steps, { ...asked, certain: false })),
        );
        break;
      case 'split':
        now = latest(
          now,
          action.variants.map((variant) => into(variant.steps, { ...asked, certain: false })),
        );
        break;
      case 'wait_for':
        // When what is waited for comes, nobody knows: only the end of the waiting is on the calendar.
        now = latest(now, [
          into(action.otherwise, {
            ...asked,
            at: addDuration(asked.at, action.within, plan.timezone),
            certain: false,
          }),
        ]);
        break;
      case 'exit':
        if (when === null) return { found, end: now };
        break;
    }
  }
  return { found, end: now };
}

function latest(now: Standing, ends: readonly Standing[]): Standing {
  return ends.reduce((last, end) => (end.at > last.at ? end : last), now);
}

function delayed(now: Standing, delay: Step['delay'], zone: string): Standing {
  if (delay === null) return now;
  const at = delay.for === null ? now.at : addDuration(now.at, delay.for, zone);
  if (delay.at === null && delay.on === null) return { ...now, at };
  const fixed = typeof delay.at === 'number' ? delay.at : null;
  return {
    ...now,
    at: nextWallClock(at, fixed, delay.on, zone),
    clock: fixed !== null || (now.clock && delay.at === null),
  };
}

/** When a message that comes due may go: quiet hours, its window and holidays are asked until none is in the way. */
function released(
  plan: Plan,
  campaign: PlanCampaign,
  action: MessageAction,
  due: Instant,
): { readonly at: Instant; readonly held: CalendarMoment['held'] } {
  const zone = plan.timezone;
  const { quietHours, holidays } = plan.policies;
  const window = action.sendWindow ?? campaign.sendWindow;
  const promotes = plan.topics[action.topic]?.transactional !== true;
  let at = due;
  for (let turn = 0; turn < 40; turn++) {
    const quiet = quietHours === null ? null : quietUntil(at, quietHours.from, quietHours.to, zone);
    const shut = window === null ? null : windowOpens(at, window, zone);
    const { date } = localTime(at, zone);
    const free =
      holidays !== null && promotes && isHoliday(date, holidays.dates) ? wallClock(addDays(date, 1), 0, zone) : null;
    const policies = [
      { until: quiet, onBlocked: quietHours?.onBlocked },
      { until: shut, onBlocked: window?.onBlocked },
      { until: free, onBlocked: holidays?.onBlocked },
    ].filter((one): one is typeof one & { readonly until: Instant } => one.until !== null);
    const [first] = policies;
    if (first === undefined) break;
    if ((action.onBlocked ?? first.onBlocked) !== 'defer') return { at: due, held: 'skipped' };
    at = Math.max(...policies.map(({ until }) => until));
  }
  return { at, held: at === due ? null : 'waited' };
}

/** The hours that neither quiet hours nor a window shut, for any message of the campaign. */
function openHours(plan: Plan, campaign: PlanCampaign): CampaignCalendar['hours'] {
  const { quietHours } = plan.policies;
  const windows = everyMessage(campaign.steps).map(({ sendWindow }) => sendWindow ?? campaign.sendWindow);
  const open = Array.from({ length: 1440 }, (_, minute) => {
    const isQuiet =
      quietHours !== null &&
      (quietHours.from < quietHours.to
        ? minute >= quietHours.from && minute < quietHours.to
        : minute >= quietHours.from || minute < quietHours.to);
    return !isQuiet && windows.some((window) => isInside(window, minute));
  });
  const from = open.indexOf(true);
  return from < 0 ? null : { from, to: open.lastIndexOf(true) + 1 };
}

function isInside(window: SendWindow | null, minute: number): boolean {
  return window === null || (minute >= window.from && minute < window.to);
}

function distinct(moments: readonly CalendarMoment[]): readonly CalendarMoment[] {
  const seen = new Set<string>();
  return moments.filter((moment) => {
    const key = JSON.stringify([moment.date, moment.minutes, moment.step, moment.certain]);
    return !seen.has(key) && seen.add(key);
  });
}
