import type { FrequencyCap, Holidays, SendWindow } from '../../model/plan.js';
import { formatTimeOfDay } from '../../model/time-of-day.js';
import { formatWeekdays } from '../../model/weekdays.js';
import { channelWords } from '../channel-words.js';
import { joinWords } from './join-words.js';

/** What becomes of a message over a cap. */
export const OVER_CAP = {
  defer: 'the next one waits',
  skip: 'the next one is skipped',
  exit: 'whoever the next one is for leaves its campaign',
} as const;

/** What becomes of a message that comes due on a holiday. */
export const ON_HOLIDAYS = {
  defer: 'what comes due then waits until they are over',
  skip: 'what comes due then is skipped',
  exit: 'whoever something comes due for then leaves the campaign',
} as const;

const OUTSIDE = {
  defer: 'what comes due outside waits',
  skip: 'what comes due outside is skipped',
  exit: 'whoever something comes due for outside leaves',
} as const;

/** `from 09:00 to 18:00 on weekdays; what comes due outside waits`. */
export function windowWords({ from, to, on, onBlocked }: SendWindow): string {
  const hours = [from > 0 && `from ${formatTimeOfDay(from)}`, to < 1440 && `to ${formatTimeOfDay(to)}`];
  const words = [...hours, on !== null && `on ${formatWeekdays(on)}`].filter(Boolean).join(' ');
  return `${words || 'at any time'}; ${OUTSIDE[onBlocked]}`;
}

/** `2 SMS on offers`, `1 incentive shipping`. */
export function capWords({ counts, max, channel, topic, incentive }: FrequencyCap): string {
  const noun = max === 1 ? counts.slice(0, -1) : counts;
  const counted = channel !== null && counts === 'messages' ? [channelWords({ [channel]: max })] : [max, channel, noun];
  return [...counted, incentive, topic === null ? null : `on ${topic}`].filter((word) => word !== null).join(' ');
}

/** `12-25, 12-26; in country AT also 10-26`. */
export function holidayWords({ dates, regions }: Holidays): string {
  const own = Object.entries(regions?.dates ?? {}).map(
    ([value, days]) => `${regions?.attribute} ${value}${dates.length > 0 ? ' also' : ''} ${joinWords(days, 'and')}`,
  );
  return [...(dates.length > 0 ? [joinWords(dates, 'and')] : []), ...own].join('; ');
}
