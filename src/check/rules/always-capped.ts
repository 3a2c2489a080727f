import { DAY } from '../../model/milliseconds.js';
import type { CampaignSource, Project } from '../../model/project.js';
import { atKey, atValue, spanOf } from '../place.js';
import type { Finding, Rule } from '../rule.js';
import { capCounts } from '../timing/cap-counts.js';
import { type SureMessage, sureMessages } from '../timing/sure-messages.js';
import { lengthOf, timedSteps } from '../timing/timed-steps.js';
import { messagesOf } from '../walk/walk-messages.js';
import { campaignMap, configMap, mapAt, mapsAt, textAt, type YamlMap } from '../yaml-map.js';

/** A cap always stops a message of a campaign that nobody else uses it up for. */
export const alwaysCapped: Rule = {
  code: 'LC421',
  name: 'always-capped',
  severity: 'warning',
  summary: 'A message is never sent, because those before it in the same campaign use up a cap.',
  docs: `A cap that skips counts what went out in the stretch before. When a campaign sends as many messages to everybody within that stretch, the next one is skipped for everybody, always: the step is dead, and no report says why.

Space the messages out, take one away, raise the cap, or give the message "on_blocked: defer". Only messages that everybody gets are counted, at their longest distance from each other.`,
  example: {
    file: 'lifecycle.config.yaml',
    bad: 'policies:\n  frequency_caps: [{messages: 2, per: 14d, on_blocked: skip}]\n',
    good: 'policies:\n',
    beside: {
      'campaigns/series.yaml': `name: Three letters
goal: Be remembered
kpi: {metric: order_rate, window: 30d}
triggers: [{enters: {segment: buyers}}]
exit_on: [{event: order_placed}]
steps:
  - {id: first, email: {template: letter, topic: offers}}
  - {id: second, delay: 3d, email: {template: letter, topic: offers}}
  - {id: third, delay: 3d, email: {template: letter, topic: offers}}
`,
    },
  },
  check: () => [],
  *checkCampaign(project, campaign) {
    const policies = mapAt(configMap(project), 'policies');
    const caps = mapsAt(policies, 'frequency_caps').map(({ item }) => item);
    // How long a send window holds a message back is not known here.
    const holders = [campaignMap(campaign), ...messagesOf(campaign).map(({ message }) => message)];
    if (holders.every((holder) => holder.send_window === undefined))
      yield* inCampaign(project, campaign, caps, policies?.holidays !== undefined);
  },
};

function* inCampaign(
  project: Project,
  campaign: CampaignSource,
  caps: readonly YamlMap[],
  holidays: boolean,
): Generator<Finding> {
  const held = caps.filter((cap) => cap.on_blocked === 'defer').map((cap) => lengthOf(textAt(cap, 'per')) ?? 0);
  // Four holidays in a row are the most that there are.
  const holds = { night: DAY / 2 + (holidays ? 4 * DAY : 0), apart: Math.max(0, ...held) };
  const messages = sureMessages(timedSteps(project, campaign), holds);
  const dropped = new Set<SureMessage<YamlMap>>();
  for (const cap of caps) {
    const max = cap.messages ?? cap.incentives;
    const per = lengthOf(textAt(cap, 'per'));
    if (typeof max !== 'number' || per === null || cap.on_blocked === 'defer') continue;
    const counted = messages.filter((one) => capCounts(cap, one.message));
    for (const one of counted) {
      const before = counted.slice(0, counted.indexOf(one)).filter((other) => !dropped.has(other));
      const edge = before.at(-max);
      const own = textAt(one.message.source, 'on_blocked');
      if (edge === undefined || one.latest + holds.night - edge.latest >= per || own === 'defer' || dropped.has(one))
        continue;
      dropped.add(one);
      const what = `${cap.messages === undefined ? 'incentive' : 'message'}${max === 1 ? '' : 's'}`;
      yield {
        message: `step "${one.id}" is always skipped by the cap of ${max} ${what} per ${textAt(cap, 'per')}`,
        span: spanOf(project, atValue(one.message.source, 'template')),
        label: 'never sent',
        related: [
          {
            span: spanOf(project, atKey(cap, cap.messages === undefined ? 'incentives' : 'messages')),
            label: `used up since step "${edge.id}"`,
          },
        ],
        help: ['space the messages out, raise the cap, or write "on_blocked: defer" at the message'],
      };
    }
  }
}
