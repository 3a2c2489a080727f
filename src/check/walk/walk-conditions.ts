import type { CampaignSource, Project } from '../../model/project.js';
import { remember } from '../remember.js';
import { campaignMap, configMap, isMap, mapAt, mapsAt, type YamlMap } from '../yaml-map.js';
import { allBlockRules } from './block-rules.js';
import { stepsOf } from './walk-steps.js';

/** One test at the bottom of a condition (`attribute`, `event`, `segment`, `stage`, `message`), and whose condition it is. */
export interface ConditionPlace {
  readonly leaf: YamlMap;
  /** In the reader's words: `segment "buyers"`, `the audience`, `step "offer"`. */
  readonly owner: string;
  /** The campaign it stands in; null for conditions of the configuration. */
  readonly campaign: CampaignSource | null;
}

/** A condition as it is written, behind a key of a mapping or in a list. */
export interface ConditionRoot {
  readonly holder: object;
  readonly key: string | number;
  readonly condition: YamlMap;
  /** In the reader's words: `segment "buyers"`, `the audience`, `step "offer"`. */
  readonly owner: string;
  /** The campaign it stands in; null for conditions of the configuration. */
  readonly campaign: CampaignSource | null;
}

/** Every condition of the project, in the order of the files. */
export const conditionRoots = remember((project: Project): readonly ConditionRoot[] => {
  const config = configMap(project);
  const segments = mapAt(config, 'segments') ?? {};
  return [
    ...Object.keys(segments).flatMap((name) => root(segments, name, `segment "${name}"`, null)),
    ...mapsAt(config, 'stages').flatMap(({ item }) => root(item, 'when', `stage "${String(item.id)}"`, null)),
    ...allBlockRules(project).flatMap(({ id, rule }) => root(rule, 'when', `block "${id}"`, null)),
    ...project.campaigns.flatMap((campaign) => rootsOfCampaign(campaign)),
  ];
});

/** Every condition leaf of the project, in the order of the files. */
export const allConditions = remember((project: Project): readonly ConditionPlace[] =>
  conditionRoots(project).flatMap(({ condition, owner, campaign }) =>
    leavesOf(condition).map((leaf) => ({ leaf, owner, campaign })),
  ),
);

function root(holder: object, key: string | number, owner: string, campaign: CampaignSource | null): ConditionRoot[] {
  const condition = (holder as Readonly<Record<string | number, unknown>>)[key];
  return isMap(condition) ? [{ holder, key, condition, owner, campaign }] : [];
}

/** The leaves of one condition, in order; anything that is not a condition has none. */
export function leavesOf(condition: unknown): readonly YamlMap[] {
  if (!isMap(condition)) return [];
  if ('all' in condition || 'any' in condition) {
    return [...mapsAt(condition, 'all'), ...mapsAt(condition, 'any')].flatMap(({ item }) => leavesOf(item));
  }
  return 'not' in condition ? leavesOf(condition.not) : [condition];
}

/** Every condition of one campaign. */
export const rootsOfCampaign = remember((campaign: CampaignSource): readonly ConditionRoot[] => {
  const node = campaignMap(campaign);
  return [
    ...root(node, 'audience', 'the audience', campaign),
    ...mapsAt(node, 'exit_on').flatMap(({ list, index }) => root(list, index, 'exit_on', campaign)),
    ...stepsOf(campaign).flatMap(({ step, id }) => {
      const owner = `step "${id ?? '?'}"`;
      const wait = mapAt(step, 'wait_for');
      return [
        ...root(step, 'when', owner, campaign),
        ...mapsAt(step, 'branch').flatMap(({ item }) => root(item, 'when', owner, campaign)),
        ...(wait === null ? [] : root(wait, 'condition', owner, campaign)),
        ...(wait !== null && 'event' in wait ? root(step, 'wait_for', owner, campaign) : []),
      ];
    }),
  ];
});
