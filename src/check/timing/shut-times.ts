import { localTime, wallClock } from '../../calendar/local-time.js';
import { DAY } from '../../model/milliseconds.js';
import type { Project } from '../../model/project.js';
import { formatTimeOfDay } from '../../model/time-of-day.js';
import type { Instant } from '../../model/value.js';
import { rememberCampaign } from '../remember-campaign.js';
import type { MessagePlace } from '../walk/walk-messages.js';
import { configMap, mapAt, textAt } from '../yaml-map.js';
import { clockOf, type WrittenRule } from './clock-of.js';
import { type WrittenTime, writtenTimes } from './written-times.js';

/** What becomes of a message that comes due at a written time and never goes then. */
export interface TimeVerdict {
  readonly message: MessagePlace;
  /** The rule that keeps it in, on the first of the days. */
  readonly rule: WrittenRule;
  /** `08:00`, `08:00 the next day`, `09:00 on a later day`; null when it does not go at all. */
  readonly until: string | null;
}

/** When each kind of rule keeps a message in. */
export const shutWords = {
  'quiet hours': 'in quiet hours',
  'send window': 'outside the send window',
  holiday: 'on a holiday',
} as const;

/** A message is put off for no longer. */
const PATIENCE = 7 * DAY;

/** The written times of a campaign at which a message, on all of their days, is kept in by a rule of the clock. */
export const shutTimes = rememberCampaign(
  (project, campaign): ReadonlyMap<WrittenTime, TimeVerdict> =>
    new Map(
      writtenTimes(project, campaign).flatMap((written) => {
        // Nine in the project's morning is any hour where people are.
        if (written.isProjectTime && hasOwnZones(project)) return [];
        const verdict = judgeMessages(project, written);
        return verdict === null ? [] : [[written, verdict] as const];
      }),
    ),
);

function hasOwnZones(project: Project): boolean {
  return textAt(mapAt(configMap(project), 'identity'), 'timezone') !== null;
}

function judgeMessages(project: Project, written: WrittenTime): TimeVerdict | null {
  for (const message of written.messages) {
    const rules = clockOf(project, message);
    const verdict = rules.length === 0 ? null : judge(rules, written);
    if (verdict !== null) return { message, ...verdict };
  }
  return null;
}

function judge(rules: readonly WrittenRule[], { days, time }: WrittenTime): Omit<TimeVerdict, 'message'> | null {
  let first: WrittenRule | null = null;
  const waits = new Map<string, { readonly clock: string; readonly days: number }>();
  for (const day of days()) {
    const at = wallClock(day, time, 'UTC');
    const rule = shutBy(rules, at);
    if (rule === null) return null;
    const wait = waitOf(rules, at);
    if (wait !== null && waits.size === 0) first = rule;
    first ??= rule;
    if (wait !== null) waits.set(`${wait.clock} ${wait.days}`, wait);
  }
  return first && { rule: first, until: waitWords([...waits.values()]) };
}

/** Days that differ have one answer only as far as they agree. */
function waitWords(waits: readonly { readonly clock: string; readonly days: number }[]): string | null {
  const [first, ...others] = waits;
  if (first === undefined) return null;
  if (others.some(({ clock }) => clock !== first.clock)) return 'later';
  if (others.length > 0) return `${first.clock} on a later day`;
  return `${first.clock}${first.days === 0 ? '' : first.days === 1 ? ' the next day' : `, ${first.days} days later`}`;
}

function waitOf(
  rules: readonly WrittenRule[],
  start: Instant,
): { readonly clock: string; readonly days: number } | null {
  let at = start;
  for (let rule = shutBy(rules, at); rule !== null; rule = shutBy(rules, at)) {
    if (rule.onBlocked !== 'defer') return null;
    at = rule.opens(at) ?? at;
    if (at > start + PATIENCE) return null;
  }
  return { clock: formatTimeOfDay(localTime(at, 'UTC').minutes), days: Math.floor(at / DAY) - Math.floor(start / DAY) };
}

const HARDNESS: Readonly<Record<string, number>> = { exit: 2, skip: 1 };

function shutBy(rules: readonly WrittenRule[], t: Instant): WrittenRule | null {
  const shut = rules.filter(({ opens }) => opens(t) !== null);
  return shut.sort((a, b) => (HARDNESS[b.onBlocked] ?? 0) - (HARDNESS[a.onBlocked] ?? 0))[0] ?? null;
}
