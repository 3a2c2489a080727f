import type { Weekday } from './value.js';

const NAMES = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;

/** The weekday of an English name or its first three letters, in any case; null when it is none. */
export function parseWeekday(name: string): Weekday | null {
  const text = name.toLowerCase();
  const index = NAMES.findIndex((day) => day === text || day.slice(0, 3) === text);
  return index < 0 ? null : ((index + 1) as Weekday);
}

/** Reads `weekdays`, `weekends`, one day's name or a list of these as sorted ISO weekdays; null when any is unknown. */
export function parseWeekdays(value: string | readonly string[]): readonly Weekday[] | null {
  const days = (typeof value === 'string' ? [value] : value).flatMap((name): (Weekday | null)[] => {
    if (name === 'weekdays') return [1, 2, 3, 4, 5];
    if (name === 'weekends') return [6, 7];
    return [parseWeekday(name)];
  });
  if (days.length === 0 || days.includes(null)) return null;
  return [...new Set(days as Weekday[])].sort((a, b) => a - b);
}

/** Writes weekdays as a reader says them: `weekdays`, `weekends`, `Mondays and Fridays`. */
export function formatWeekdays(days: readonly Weekday[]): string {
  const key = days.join('');
  if (key === '12345') return 'weekdays';
  if (key === '67') return 'weekends';
  const names = days.map((day) => {
    const name = NAMES[day - 1] as string;
    return `${name.charAt(0).toUpperCase()}${name.slice(1)}s`;
  });
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
