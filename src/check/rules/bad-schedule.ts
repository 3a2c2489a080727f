import { parseSchedule } from '../../model/cron.js';
import { atValue, spanOf } from '../place.js';
import type { Rule } from '../rule.js';
import { isMap, triggersOf } from '../yaml-map.js';

/** A schedule cannot be read, or never comes. */
export const badSchedule: Rule = {
  code: 'LC301',
  name: 'bad-schedule',
  severity: 'error',
  summary: 'A schedule cannot be read, or never comes.',
  docs: `A schedule is five fields: minute, hour, day of the month, month, weekday. "0 8 * * mon" is Mondays at 08:00, "0 9 1 * *" the first of each month at 09:00, "30 17 * * mon-fri" weekdays at 17:30. Lists (1,15), ranges (mon-fri), steps (*/2) and English names may be used.

A single moment is written as a local date and time: 2026-12-01T09:00.`,
  example: { file: 'campaigns/monthly.yaml', bad: 'cron: "0 9 30 2 *"', good: 'cron: "0 9 1 * *"' },
  *check(project) {
    for (const campaign of project.campaigns) {
      for (const trigger of triggersOf(campaign)) {
        const holder = isMap(trigger.schedule) ? trigger.schedule : trigger;
        for (const key of holder === trigger ? ['schedule'] : ['cron', 'at']) {
          const text = holder[key];
          if (typeof text !== 'string' || parseSchedule(text) !== null) continue;
          const fields = text.trim().split(/\s+/).length;
          yield {
            message: `"${text}" is not a schedule`,
            span: spanOf(project, atValue(holder, key)),
            label:
              fields === 5 || /^\d{4}-/.test(text) ? 'cannot be read, or never comes' : `has ${fields} of 5 fields`,
            notes: ['the five fields: minute, hour, day of the month, month, weekday'],
            help: ['write it like "0 8 * * mon" (Mondays at 08:00), or as one moment like "2026-12-01T09:00"'],
          };
        }
      }
    }
  },
};
