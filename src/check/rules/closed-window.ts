import type { Project } from '../../model/project.js';
import { formatTimeOfDay } from '../../model/time-of-day.js';
import { atKey, atValue, spanOf } from '../place.js';
import type { Rule } from '../rule.js';
import { neverOpens, readQuietHours, readWindow } from '../timing/clock-of.js';
import { allMessages } from '../walk/walk-messages.js';
import { campaignMap, configMap, mapAt, type YamlMap } from '../yaml-map.js';

/** A send window never opens. */
export const closedWindow: Rule = {
  code: 'LC309',
  name: 'closed-window',
  severity: 'error',
  summary: 'A send window never opens.',
  docs: `A window lies within one day: "to" is later than "from". For the hours about midnight there are two windows to choose from, the evening's and the morning's; without "to" a window is open to midnight.

Quiet hours hold besides: a window that lies in them has no minute in which anything may go.`,
  example: {
    file: 'campaigns/monthly.yaml',
    bad: 'goal: Be remembered\nsend_window: {from: "21:30", to: "23:00", on_blocked: defer}',
    good: 'goal: Be remembered',
  },
  *check(project) {
    const policies = mapAt(configMap(project), 'policies');
    const quiet = readQuietHours(policies);
    for (const holder of holders(project)) {
      const node = mapAt(holder, 'send_window');
      const window = readWindow(node);
      if (node === null || window === null) continue;
      const { from, to } = window;
      if (from >= to) {
        yield {
          message: `a send window from ${formatTimeOfDay(from)} to ${formatTimeOfDay(to)} never opens`,
          span: spanOf(project, atValue(node, 'to')),
          label: 'not later than "from"',
          related:
            node.from === undefined ? [] : [{ span: spanOf(project, atValue(node, 'from')), label: 'begins here' }],
          help: [to === 0 ? 'leave "to" out: the window is open to midnight' : 'write an end later on the same day'],
        };
        continue;
      }
      if (quiet === null || policies === null || !neverOpens(window, quiet)) continue;
      yield {
        message: 'the whole send window lies in quiet hours: nothing goes',
        span: spanOf(project, atKey(holder, 'send_window')),
        related: [{ span: spanOf(project, atKey(policies, 'quiet_hours')), label: 'quiet in all of its hours' }],
        help: [`write hours from ${formatTimeOfDay(quiet.to)} to ${formatTimeOfDay(quiet.from)}`],
      };
    }
  },
};

function holders(project: Project): readonly YamlMap[] {
  return [
    ...project.campaigns.map((campaign) => campaignMap(campaign)),
    ...allMessages(project).map(({ message }) => message),
  ];
}
