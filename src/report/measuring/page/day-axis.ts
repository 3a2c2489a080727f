import { addDays, dayNumber } from '../../../calendar/local-time.js';
import { longDay } from '../../docs/day-words.js';
import { textWidth } from '../../docs/flow/measure-text.js';
import { LABEL_SIZE, LEAST_WIDTH } from './axis.js';

/** Days from the first to the last, with labels that do not touch. */
export interface DayAxis {
  readonly first: string;
  readonly last: string;
  readonly ticks: readonly { readonly day: string; readonly label: string }[];
}

const STEPS = [1, 2, 7, 14, 28, 56, 91, 182, 364, 728, 1820] as const;

/** An axis over days: the first is labelled, and every so many after it. */
export function dayAxisOf(first: string, last: string): DayAxis {
  const long = dayNumber(last) - dayNumber(first);
  const label = (day: string): string => longDay(day).replace(/ \d{4,}$/, '');
  const widest = textWidth('28 May', LABEL_SIZE) + 10;
  const step = STEPS.find((one) => long === 0 || (one / long) * LEAST_WIDTH >= widest) ?? long;
  const count = long === 0 ? 1 : Math.floor(long / step) + 1;
  const days = Array.from({ length: count }, (_, index) => addDays(first, index * step));
  return { first, last, ticks: days.map((day) => ({ day, label: label(day) })) };
}

/** Where a day is on the axis, 0 to 1. */
export function dayPlace({ first, last }: DayAxis, day: string): number {
  const long = dayNumber(last) - dayNumber(first);
  return long === 0 ? 0.5 : Math.min(1, Math.max(0, (dayNumber(day) - dayNumber(first)) / long));
}
