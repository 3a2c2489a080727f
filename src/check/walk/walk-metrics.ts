import type { CampaignSource, Project } from '../../model/project.js';
import { atValue, type Place } from '../place.js';
import { remember } from '../remember.js';
import { campaignMap, configMap, isMap, listAt, mapAt, textAt, textsAt, type YamlMap } from '../yaml-map.js';
import { messagesOf } from './walk-messages.js';

/** A place that names a metric. */
export interface MetricMention {
  readonly metric: string;
  readonly place: Place;
}

/** A guardrail as it is written: a name, or a name with its limit beside it. */
export interface GuardrailPlace extends MetricMention {
  /** Null where only the name is written. */
  readonly node: YamlMap | null;
}

/** The guardrails of a campaign, in the order in which they are written. */
export function guardrailsOf(campaign: CampaignSource): readonly GuardrailPlace[] {
  const list = mapAt(campaignMap(campaign), 'kpi')?.guardrails;
  if (!Array.isArray(list)) return [];
  return list.flatMap((each: unknown, index): GuardrailPlace[] => {
    if (typeof each === 'string') return [{ metric: each, place: atValue(list, index), node: null }];
    const metric = isMap(each) ? textAt(each, 'metric') : null;
    return isMap(each) && metric !== null ? [{ metric, place: atValue(each, 'metric'), node: each }] : [];
  });
}

/** Every place of a campaign that names a metric. */
export function campaignMetrics(campaign: CampaignSource): readonly MetricMention[] {
  const kpi = mapAt(campaignMap(campaign), 'kpi');
  const tested = messagesOf(campaign).flatMap(({ message }) => textsAt(mapAt(message, 'test'), 'metric'));
  return [
    ...textsAt(kpi, 'metric').map(asMention),
    ...guardrailsOf(campaign),
    ...[...textsAt(kpi, 'secondary'), ...tested].map(asMention),
  ];
}

/** Every place of the configuration that names a metric. */
export function configMetrics(project: Project): readonly MetricMention[] {
  return [
    ...metricNodes(project).flatMap(({ node }) => partsNamed(node)),
    ...textsAt(mapAt(configMap(project), 'economics'), 'revenue').map(asMention),
  ];
}

/** Every metric that is written, those inside others too, each with the name that the outermost is declared under. */
export const metricNodes = remember(
  (project: Project): readonly { readonly name: string; readonly node: YamlMap }[] => {
    const metrics = mapAt(configMap(project), 'metrics') ?? {};
    const inside = (name: string, node: YamlMap): { name: string; node: YamlMap }[] => [
      { name, node },
      ...[...(listAt(node, 'ratio') ?? []), node.complement].filter(isMap).flatMap((part) => inside(name, part)),
    ];
    return Object.keys(metrics).flatMap((name) => {
      const node = mapAt(metrics, name);
      return node === null ? [] : inside(name, node);
    });
  },
);

/** The metrics that a metric is made of by their names. */
export function partsNamed(node: YamlMap): readonly MetricMention[] {
  return ['ratio', 'complement', 'incremental'].flatMap((key) => textsAt(node, key).map(asMention));
}

function asMention({ holder, key, text }: ReturnType<typeof textsAt>[number]): MetricMention {
  return { metric: text, place: atValue(holder, key) };
}
