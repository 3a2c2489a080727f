import type { CampaignSource, Project } from '../../model/project.js';
import { campaignMap, mapsAt, textAt, type YamlMap } from '../yaml-map.js';
import { stepsOf } from './walk-steps.js';

/** An entry of a campaign's `moved`, `removed` or `accepts`. */
export interface EditPlace {
  readonly campaign: CampaignSource;
  readonly item: YamlMap;
}

/** Every entry of one of these lists, in the order of the files. */
export function allEdits(project: Project, key: 'moved' | 'removed' | 'accepts'): readonly EditPlace[] {
  return project.campaigns.flatMap((campaign) =>
    mapsAt(campaignMap(campaign), key).map(({ item }) => ({ campaign, item })),
  );
}

/** The ids that an entry of `key` has under `part`, of one campaign. */
export function editedIds(campaign: CampaignSource, key: 'moved' | 'removed', part: string): readonly string[] {
  return mapsAt(campaignMap(campaign), key).flatMap(({ item }) => textAt(item, part) ?? []);
}

/** The ids of the steps that a campaign has. */
export function livingSteps(campaign: CampaignSource): readonly string[] {
  return stepsOf(campaign).flatMap(({ id }) => id ?? []);
}
