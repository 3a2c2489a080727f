import { parseDuration } from '../../model/duration.js';
import { parseTimeOfDay } from '../../model/time-of-day.js';
import { parseWeekdays } from '../../model/weekdays.js';
import { atKey, atValue, spanOf } from '../place.js';
import type { Rule } from '../rule.js';
import { allSteps } from '../walk/walk-steps.js';
import { mapAt, textAt } from '../yaml-map.js';

/** A delay names a time, days or a length that there is not. */
export const impossibleDelay: Rule = {
  code: 'LC304',
  name: 'impossible-delay',
  severity: 'error',
  summary: 'A delay names a time, days or a length that there is not.',
  docs: `A delay is a duration (24h, 3d), or {for, at, on}: first "for" passes, then it goes on to the next "at" on one of the days "on", on the profile's own clock. "on" needs "at": a day alone does not say when on that day.

The longest delay is 100 years, which is meant to catch slips.`,
  example: {
    file: 'campaigns/cart.yaml',
    bad: 'delay: {for: 1d, on: weekdays}',
    good: 'delay: {for: 1d, at: "09:00", on: weekdays}',
  },
  *check(project) {
    for (const { step } of allSteps(project)) {
      const delay = mapAt(step, 'delay');
      for (const [holder, key] of [[step, 'delay'] as const, ...(delay === null ? [] : [[delay, 'for'] as const])]) {
        const text = textAt(holder, key);
        if (text === null || parseDuration(text) !== null) continue;
        yield {
          message: `a delay of "${text}" is too long or not a length of time`,
          span: spanOf(project, atValue(holder, key)),
          help: ['write a duration such as 24h or 3d'],
        };
      }
      const at = textAt(delay, 'at');
      if (delay !== null && at !== null && parseTimeOfDay(at) === null) {
        yield {
          message: `"${at}" is not a time of day`,
          span: spanOf(project, atValue(delay, 'at')),
          help: ['write it as "09:00", with 24 hours'],
        };
      }
      if (delay === null || delay.on === undefined) continue;
      const on = Array.isArray(delay.on) ? delay.on.map(String) : String(delay.on);
      if (parseWeekdays(on) === null) {
        yield {
          message: `"${String(on)}" does not name days of the week`,
          span: spanOf(project, atValue(delay, 'on')),
          help: ['write weekdays, weekends, a day such as monday, or a list of days'],
        };
      } else if (at === null) {
        yield {
          message: '"on" names days, but not the time of day',
          span: spanOf(project, atKey(delay, 'on')),
          help: ['add the time: at: "09:00"'],
        };
      }
    }
  },
};
