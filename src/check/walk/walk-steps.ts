import { CHANNELS } from '../../model/channel.js';
import type { CampaignSource, Project } from '../../model/project.js';
import { remember } from '../remember.js';
import { campaignMap, mapAt, mapsAt, textAt, type YamlMap } from '../yaml-map.js';

/** A step of a campaign, at any depth. */
export interface StepPlace {
  readonly campaign: CampaignSource;
  readonly step: YamlMap;
  readonly id: string | null;
  /** Every step of the same list, as read, and this one's place in it. */
  readonly siblings: readonly unknown[];
  readonly index: number;
}

/** The channels a step can send by, as its keys. */
export const channelKeys = CHANNELS;

/** Every step of every campaign, in the order of the files, nested ones after the step that holds them. */
export const allSteps = remember((project: Project): readonly StepPlace[] =>
  project.campaigns.flatMap((campaign) => stepsOf(campaign)),
);

/** Every step of one campaign, nested ones after the step that holds them. */
export const stepsOf = remember((campaign: CampaignSource): readonly StepPlace[] =>
  stepsUnder(campaign, campaignMap(campaign)),
);

/** The step lists that a step holds, by branch, split or wait, as the mappings whose `steps`, `then` or `otherwise` they are. */
export function stepListsOf(step: YamlMap): { holder: YamlMap; key: string }[] {
  const wait = mapAt(step, 'wait_for');
  return [
    ...mapsAt(step, 'branch').map(({ item }) => ({ holder: item, key: 'steps' })),
    ...mapsAt(step, 'split').map(({ item }) => ({ holder: item, key: 'steps' })),
    ...(wait === null ? [] : ['then', 'otherwise'].map((key) => ({ holder: wait, key }))),
  ];
}

function stepsUnder(campaign: CampaignSource, holder: YamlMap, key = 'steps'): StepPlace[] {
  return mapsAt(holder, key).flatMap(({ list, index, item }) => [
    { campaign, step: item, id: textAt(item, 'id'), siblings: list, index },
    ...stepListsOf(item).flatMap((inner) => stepsUnder(campaign, inner.holder, inner.key)),
  ]);
}
