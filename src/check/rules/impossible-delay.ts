import { parseDuration } from '../../model/duration.js';
import { parseTimeOfDay } from '../../model/time-of-day.js';
import { parseWeekdays } from '../../model/weekdays.js';
import { unknownName } from '../names/unknown-name.js';
import { atKey, atValue, spanOf } from '../place.js';
import type { Rule } from '../rule.js';
import { allSteps } from '../walk/walk-steps.js';
import { configMap, mapAt, textAt } from '../yaml-map.js';

/** A delay names a time, days or a length that there is not. */
export const impossibleDelay: Rule = {
  code: 'LC304',
  name: 'impossible-delay',
  severity: 'error',
  summary: 'A delay names a time, days or a length that there is not.',
  docs: `A delay is a duration (24h, 3d), or {for, at, on}: first "for" passes, then it goes on to the next "at" on one of the days "on", on the profile's own clock. "on" needs "at": a day alone does not say when on that day. Instead of a time, "at" may name a trait of kind best_hour: the hour in which the person is most active, as it stands when the delay begins.

The longest delay is 100 years, which is meant to catch slips.`,
  example: {
    file: 'campaigns/cart.yaml',
    bad: 'delay: {for: 1d, on: weekdays}',
    good: 'delay: {for: 1d, at: "09:00", on: weekdays}',
  },
  *check(project) {
    const traits = mapAt(configMap(project), 'traits') ?? {};
    const hours = Object.keys(traits).filter((name) => mapAt(traits, name)?.best_hour !== undefined);
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
      if (delay !== null && at !== null && parseTimeOfDay(at) === null && !hours.includes(at)) {
        yield unknownName(project, {
          message: `"${at}" is neither a time of day nor a best_hour trait`,
          word: at,
          place: atValue(delay, 'at'),
          candidates: hours,
          plural: 'best_hour traits',
          otherwise: 'write a time such as "09:00"',
        });
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
