import type { Project } from '../../model/project.js';
import { remember } from '../remember.js';
import { mapAt, mapsAt, textAt, type YamlMap } from '../yaml-map.js';
import { allConditions } from './walk-conditions.js';
import { campaignMap } from './walk-steps.js';

/** A place that names a segment or stage: the value behind `kind` in `holder`. */
export interface GroupMention {
  readonly kind: 'segment' | 'stage';
  readonly name: string;
  readonly holder: YamlMap;
}

/** Every place in a condition, or behind `enters` and `leaves`, that names a segment or stage. */
export const groupMentions = remember((project: Project): readonly GroupMention[] => {
  const triggers = project.campaigns.flatMap((campaign) => mapsAt(campaignMap(campaign), 'triggers'));
  const groups = triggers.flatMap(({ item }) => [mapAt(item, 'enters'), mapAt(item, 'leaves')]);
  const holders = [...allConditions(project).map(({ leaf }) => leaf), ...groups.filter((group) => group !== null)];
  return holders.flatMap((holder) =>
    (['segment', 'stage'] as const).flatMap((kind) => {
      const name = textAt(holder, kind);
      return name === null ? [] : [{ kind, name, holder }];
    }),
  );
});
