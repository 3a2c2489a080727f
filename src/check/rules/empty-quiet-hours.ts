import { atValue, spanOf } from '../place.js';
import type { Rule } from '../rule.js';
import { configMap, mapAt, textAt } from '../yaml-map.js';

/** Quiet hours begin when they end. */
export const emptyQuietHours: Rule = {
  code: 'LC303',
  name: 'empty-quiet-hours',
  severity: 'error',
  summary: 'Quiet hours begin when they end.',
  docs: `From 21:00 to 21:00 could mean the whole day or no time at all, so it is not guessed. Write two different times, or take the quiet hours out.`,
  example: {
    file: 'lifecycle.config.yaml',
    bad: '{from: "21:00", to: "21:00", on_blocked: defer}',
    good: '{from: "21:00", to: "08:00", on_blocked: defer}',
  },
  *check(project) {
    const hours = mapAt(mapAt(configMap(project), 'policies'), 'quiet_hours');
    const from = textAt(hours, 'from');
    if (hours === null || from === null || from !== textAt(hours, 'to')) return;
    yield {
      message: `quiet hours from ${from} to ${from} are either no time or the whole day`,
      span: spanOf(project, atValue(hours, 'to')),
      label: 'the same as "from"',
      related: [{ span: spanOf(project, atValue(hours, 'from')), label: 'begins here' }],
      help: ['write two different times, such as from "21:00" to "08:00", or take "quiet_hours" out'],
    };
  },
};
