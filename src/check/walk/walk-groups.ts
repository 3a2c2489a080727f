import type { Project } from '../../model/project.js';
import { remember } from '../remember.js';
import { mapAt, textAt, triggersOf, type YamlMap } from '../yaml-map.js';
import { allConditions } from './walk-conditions.js';

/** A place that names a segment or stage: the value behind `kind` in `holder`. */
export interface GroupMention {
  readonly kind: 'segment' | 'stage';
  readonly name: string;
  readonly holder: YamlMap;
}

/** Every place in a condition, or behind `enters` and `leaves`, that names a segment or stage. */
export const groupMentions = remember((project: Project): readonly GroupMention[] => {
  const triggers = project.campaigns.flatMap(triggersOf);
  const groups = triggers.flatMap((trigger) => [mapAt(trigger, 'enters'), mapAt(trigger, 'leaves')]);
  const holders = [...allConditions(project).map(({ leaf }) => leaf), ...groups.filter((group) => group !== null)];
  return holders.flatMap((holder) =>
    (['segment', 'stage'] as const).flatMap((kind) => {
      const name = textAt(holder, kind);
      return name === null ? [] : [{ kind, name, holder }];
    }),
  );
});
