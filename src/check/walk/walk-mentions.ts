import type { CampaignSource, Project } from '../../model/project.js';
import { remember } from '../remember.js';
import { mapAt, triggersOf, type YamlMap } from '../yaml-map.js';
import { allConditions } from './walk-conditions.js';

/** A place that names the message of a step: `{campaign, step}`. */
export interface MessageMention {
  readonly holder: YamlMap;
  /** In the reader's words. */
  readonly owner: string;
  /** The campaign it stands in; null in the configuration. */
  readonly campaign: CampaignSource | null;
  /** The mapping that has `holder` behind a key. */
  readonly parent: YamlMap;
}

/** Every `message` of a condition, and every `received` of a trigger. */
export const messageMentions = remember((project: Project): readonly MessageMention[] => [
  ...allConditions(project).flatMap(({ leaf, owner, campaign }): MessageMention[] => {
    const holder = mapAt(leaf, 'message');
    return holder === null ? [] : [{ holder, owner, campaign, parent: leaf }];
  }),
  ...receivedTriggers(project),
]);

/** Every `received` of a trigger. */
export function receivedTriggers(
  project: Project,
): readonly (MessageMention & { readonly campaign: CampaignSource })[] {
  return project.campaigns.flatMap((campaign) =>
    triggersOf(campaign).flatMap((trigger) => {
      const holder = mapAt(trigger, 'received');
      return holder === null ? [] : [{ holder, owner: 'a trigger', campaign, parent: trigger }];
    }),
  );
}
