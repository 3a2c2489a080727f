import type { CalendarDay, CalendarMoment, CampaignCalendar } from '../../model/docs.js';
import type { Plan, PlanCampaign } from '../../model/plan.js';
import { formatTimeOfDay } from '../../model/time-of-day.js';
import { joinWords } from '../plan/join-words.js';
import { capital } from './campaign-words.js';
import { shortDay } from './day-words.js';
import { quoted } from './plain-names.js';

/** When things happen that no calendar tells, and the hours in which messages may go. */
export function hoursWords({ asItHappens, hours, moments }: CampaignCalendar, { triggers }: PlanCampaign): string {
  const isOwnDay = triggers.every(({ kind }) => kind === 'date' || kind === 'schedule');
  const happens = isOwnDay ? "on each person's own day" : 'as it happens';
  const when = asItHappens
    ? moments.length > 0
      ? `On the days below, and ${happens}`
      : capital(happens)
    : moments.length > 0
      ? 'On the days below'
      : 'Nothing in these 14 days';
  return `${when}. ${hoursOf(hours)}`;
}

function hoursOf(hours: CampaignCalendar['hours']): string {
  if (hours === null) return 'There is no hour at which its messages may go.';
  if (hours.from === 0 && hours.to === 1440) return 'Its messages may go at any hour.';
  const to = hours.to === 1440 ? 'midnight' : formatTimeOfDay(hours.to);
  return `Its messages go at ${formatTimeOfDay(hours.from)} at the earliest and before ${to}, on each person's clock.`;
}

/** `“goodbye” may go at 09:00`, `people enter at 09:00`. */
export function momentWords({ minutes, step, certain, held }: CalendarMoment): string {
  const at = minutes === null ? "at each person's hour" : `at ${formatTimeOfDay(minutes)}`;
  if (step === null) return `people enter ${at}`;
  if (held === 'skipped') return `${quoted(step)} would come due ${at} and is skipped`;
  return `${quoted(step)} ${certain ? 'goes' : 'may go'} ${at}${held === 'waited' ? ', after waiting' : ''}`;
}

/** `Thu 24 Dec: a holiday`; null for a day like any other. */
export function holidayOf({ date, holiday }: CalendarDay, plan: Plan): string | null {
  if (holiday === 'none') return null;
  const whose =
    holiday === 'everybody'
      ? ''
      : ` for ${plan.policies.holidays?.regions?.attribute ?? 'people in'} ${joinWords(holiday, 'and')}`;
  return `${shortDay(date)} is a holiday${whose}`;
}
