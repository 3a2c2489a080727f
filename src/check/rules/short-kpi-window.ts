import { DAY } from '../../model/milliseconds.js';
import { messageTimes } from '../../pressure/message-times.js';
import { atValue, spanOf } from '../place.js';
import type { Rule } from '../rule.js';
import { lengthOf, timedSteps } from '../timing/timed-steps.js';
import { campaignMap, mapAt, textAt } from '../yaml-map.js';

/** The KPI is no longer measured when the last message goes out. */
export const shortKpiWindow: Rule = {
  code: 'LC425',
  name: 'short-kpi-window',
  severity: 'warning',
  summary: 'The KPI is no longer measured when the last message goes out.',
  docs: `The window is counted from the first message that a person gets, or would have got were it not for a holdout. A message that goes out after its end can change nothing that is measured: it costs attention and unsubscribes, and shows up nowhere.

Make the window longer than the campaign, with some days for people to act on the last message; or end the campaign earlier. Only the written waits are added up, over the longest way; times of day and weekdays come on top.`,
  example: { file: 'campaigns/cart.yaml', bad: 'window: 2d', good: 'window: 5d' },
  check: () => [],
  *checkCampaign(project, campaign) {
    const kpi = mapAt(campaignMap(campaign), 'kpi');
    const written = textAt(kpi, 'window');
    const window = lengthOf(written);
    if (kpi === null || window === null) return;
    const times = messageTimes(timedSteps(project, campaign));
    const first = Math.min(...times.filter(({ canBeFirst }) => canBeFirst).map(({ earliest }) => earliest));
    const last = times.reduce<{ id: string; latest: number } | null>(
      (all, one) => (all !== null && all.latest >= one.latest ? all : one),
      null,
    );
    if (last === null) return;
    const after = last.latest - first;
    if (after <= 0 || after < window) return;
    yield {
      message: `the KPI is measured for ${written}, and step "${last.id}" comes ${inDays(after)} after the first message`,
      span: spanOf(project, atValue(kpi, 'window')),
      label: `over before "${last.id}" can do anything`,
      help: [`make the window longer than ${inDays(after)}, with time to act on the last message`],
    };
  },
};

function inDays(length: number): string {
  if (length < 2 * DAY) return `${Math.round(length / 360_000) / 10} hours`;
  return `${Math.round((length / DAY) * 10) / 10} days`;
}
