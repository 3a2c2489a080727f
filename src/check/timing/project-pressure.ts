import { parseSchedule } from '../../model/cron.js';
import { DAY } from '../../model/milliseconds.js';
import type { CampaignSource, Project } from '../../model/project.js';
import { findPressure, type PressingCampaign, type Pressure } from '../../pressure/find-pressure.js';
import { campaignMap, configMap, isMap, listAt, mapAt, mapsAt, textAt, triggersOf, type YamlMap } from '../yaml-map.js';
import { lengthOf, timedSteps } from './timed-steps.js';

/** The most promotional messages that the campaigns can bring due for one person in any stretch of `length` milliseconds. */
export function projectPressure(project: Project, length: number): Pressure {
  const stages = mapsAt(configMap(project), 'stages').flatMap(({ item }) => textAt(item, 'id') ?? []);
  return findPressure(
    project.campaigns.map((campaign) => pressingCampaign(project, campaign)),
    stages,
    length,
  );
}

function pressingCampaign(project: Project, campaign: CampaignSource): PressingCampaign<YamlMap> {
  const node = campaignMap(campaign);
  const triggers = triggersOf(campaign);
  const stages = listAt(node, 'stage')?.filter((one) => typeof one === 'string') ?? null;
  return {
    id: campaign.id,
    stages,
    steps: timedSteps(project, campaign),
    schedules: triggers.flatMap((trigger) => {
      const { schedule } = trigger;
      const written = isMap(schedule)
        ? (textAt(schedule, 'cron') ?? textAt(schedule, 'at'))
        : textAt(trigger, 'schedule');
      return written === null ? [] : (parseSchedule(written) ?? []);
    }),
    spacing: spacingOf(node, triggers),
  };
}

function spacingOf(campaign: YamlMap, triggers: readonly YamlMap[]): number {
  const apart = Math.min(
    ...triggers.map((trigger) => {
      if (trigger.date !== undefined) return trigger.repeat === 'yearly' ? 365 * DAY : Number.POSITIVE_INFINITY;
      return lengthOf(textAt(mapAt(trigger, 'inactive'), 'for')) ?? 0;
    }),
  );
  if (campaign.reentry === 'always') return apart;
  const after = lengthOf(textAt(mapAt(campaign, 'reentry'), 'after'));
  return after === null ? Number.POSITIVE_INFINITY : Math.max(after, apart);
}
