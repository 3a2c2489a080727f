import type { CampaignSource, Project } from '../model/project.js';
import { allBlockRules } from './block-rules.js';
import { remember } from './remember.js';
import { campaignMap, stepsOf } from './walk-steps.js';
import { isMap, mapAt, mapsAt, type YamlMap } from './yaml-map.js';

/** One test at the bottom of a condition (`attribute`, `event`, `segment`, `stage`, `message`), and whose condition it is. */
export interface ConditionPlace {
  readonly leaf: YamlMap;
  /** In the reader's words: `segment "buyers"`, `the audience`, `step "offer"`. */
  readonly owner: string;
  /** The campaign it stands in; null for conditions of the configuration. */
  readonly campaign: CampaignSource | null;
}

/** Every condition leaf of the project, in the order of the files. */
export const allConditions = remember((project: Project): readonly ConditionPlace[] => {
  const config = project.config as unknown as YamlMap;
  const segments = Object.entries(mapAt(config, 'segments') ?? {});
  const stages = mapsAt(config, 'stages');
  return [
    ...segments.flatMap(([name, condition]) => leaves(condition, `segment "${name}"`, null)),
    ...stages.flatMap(({ item }) => leaves(item.when, `stage "${String(item.id)}"`, null)),
    ...allBlockRules(project).flatMap(({ id, rule }) => leaves(rule.when, `block "${id}"`, null)),
    ...project.campaigns.flatMap((campaign) => conditionsOfCampaign(campaign)),
  ];
});

/** The leaves of one condition, in order; anything that is not a condition has none. */
export function leavesOf(condition: unknown): readonly YamlMap[] {
  if (!isMap(condition)) return [];
  if ('all' in condition || 'any' in condition) {
    return [...mapsAt(condition, 'all'), ...mapsAt(condition, 'any')].flatMap(({ item }) => leavesOf(item));
  }
  return 'not' in condition ? leavesOf(condition.not) : [condition];
}

const conditionsOfCampaign = remember((campaign: CampaignSource): readonly ConditionPlace[] => {
  const node = campaignMap(campaign);
  return [
    ...leaves(node.audience, 'the audience', campaign),
    ...mapsAt(node, 'exit_on').flatMap(({ item }) => leaves(item, 'exit_on', campaign)),
    ...stepsOf(campaign).flatMap(({ step, id }) => {
      const owner = `step "${id ?? '?'}"`;
      const wait = mapAt(step, 'wait_for');
      return [
        ...leaves(step.when, owner, campaign),
        ...mapsAt(step, 'branch').flatMap(({ item }) => leaves(item.when, owner, campaign)),
        ...leaves(wait?.condition ?? (wait !== null && 'event' in wait ? wait : null), owner, campaign),
      ];
    }),
  ];
});

function leaves(condition: unknown, owner: string, campaign: CampaignSource | null): ConditionPlace[] {
  return leavesOf(condition).map((leaf) => ({ leaf, owner, campaign }));
}
