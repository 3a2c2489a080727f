import { parseDuration } from '../../model/duration.js';
import { DAY } from '../../model/milliseconds.js';
import type { Project } from '../../model/project.js';
import type { TimedAction, TimedPath, TimedStep } from '../../pressure/timed-step.js';
import { rememberCampaign } from '../remember-campaign.js';
import { topicKind } from '../walk/walk-messages.js';
import { channelKeys } from '../walk/walk-steps.js';
import { campaignMap, isMap, mapAt, mapsAt, textAt, type YamlMap } from '../yaml-map.js';

/** The steps of a campaign by what they cost in messages and time; what cannot be read takes no time and sends nothing. */
export const timedSteps = rememberCampaign((project, campaign): readonly TimedStep<YamlMap>[] =>
  stepsAt(project, campaignMap(campaign), 'steps'),
);

/** A written length in milliseconds, with days of 24 hours and months of 30 days; null when it is none. */
export function lengthOf(text: string | null): number | null {
  const duration = text === null ? null : parseDuration(text);
  return duration === null ? null : (duration.months * 30 + duration.days) * DAY + duration.exact;
}

function stepsAt(project: Project, holder: YamlMap, key: string): TimedStep<YamlMap>[] {
  return mapsAt(holder, key).map(({ item }) => {
    const { delay } = item;
    const length = lengthOf(isMap(delay) ? textAt(delay, 'for') : textAt(item, 'delay')) ?? 0;
    const onDays = isMap(delay) && delay.on !== undefined;
    const aligned = onDays ? 7 * DAY : isMap(delay) && delay.at !== undefined ? DAY : 0;
    const branches = mapsAt(item, 'branch');
    // A branch for everybody left leaves nobody to pass the step over.
    const isOpen = branches.length > 0 && branches.every((branch) => branch.item.when !== undefined);
    return {
      id: textAt(item, 'id') ?? '?',
      wait: length,
      // A day over a clock change has up to 25 hours.
      alignment: aligned + Math.ceil(length / DAY) * (DAY / 24),
      always: item.when === undefined && !isOpen,
      action: actionOf(project, item),
    };
  });
}

function actionOf(project: Project, step: YamlMap): TimedAction<YamlMap> {
  for (const channel of channelKeys) {
    const message = mapAt(step, channel);
    if (message === null) continue;
    const topic = textAt(message, 'topic') ?? '';
    const transactional = topicKind(project, topic) === 'transactional';
    return { kind: 'message', channel, topic, transactional, incentive: incentiveOf(message), source: message };
  }
  const wait = mapAt(step, 'wait_for');
  if (wait !== null) {
    const within = lengthOf(textAt(wait, 'within')) ?? 0;
    return {
      kind: 'paths',
      paths: [
        { wait: 0, slack: within, steps: stepsAt(project, wait, 'then') },
        { wait: within, slack: 0, steps: stepsAt(project, wait, 'otherwise') },
      ],
    };
  }
  const ways = [...mapsAt(step, 'branch'), ...mapsAt(step, 'split')].map(
    ({ item }): TimedPath<YamlMap> => ({ wait: 0, slack: 0, steps: stepsAt(project, item, 'steps') }),
  );
  if (ways.length > 0) return { kind: 'paths', paths: ways };
  return { kind: step.exit === undefined ? 'nothing' : 'exit' };
}

/** `incentive: ten-percent`, or with more said about it. */
function incentiveOf(message: YamlMap): string | null {
  const { incentive } = message;
  return typeof incentive === 'string' ? incentive : isMap(incentive) ? (textAt(incentive, 'name') ?? 'codes') : null;
}
