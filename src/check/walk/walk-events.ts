import type { CampaignSource, Project } from '../../model/project.js';
import { atKey, atValue, type Place } from '../place.js';
import { remember } from '../remember.js';
import { configMap, isMap, mapAt, mapsAt, textAt, triggersOf, type YamlMap } from '../yaml-map.js';
import { readTestEvents } from './test-events.js';
import { allConditions } from './walk-conditions.js';
import { metricNodes } from './walk-metrics.js';

/** A place that names an event, and the properties it names of that event. */
export interface EventMention {
  readonly event: string;
  readonly place: Place;
  readonly properties: readonly PropertyMention[];
}

/** A place that names a property of an event. */
export interface PropertyMention {
  readonly property: string;
  readonly place: Place;
  /** The test behind it, when there is one: a plain value or operators. */
  readonly test: { readonly holder: YamlMap; readonly key: string } | null;
  /** Whether the property must be a number: it is added up, or compared with earlier ones. */
  readonly summed: boolean | 'compared';
}

/** Every place that names an event: conditions, triggers, traits, metrics, tests and personas. */
export const allEventMentions = remember((project: Project): readonly EventMention[] => {
  const config = configMap(project);
  const traits = mapAt(config, 'traits') ?? {};
  return [
    ...Object.keys(traits).flatMap((name) => ofTrait(mapAt(traits, name) ?? {})),
    ...metricNodes(project).flatMap(({ node }) => ofMetric(node)),
    ...allConditions(project).flatMap(({ leaf }) => plain(leaf, 'event')),
    ...project.campaigns.flatMap((campaign) => ofCampaign(campaign)),
    ...project.personas.flatMap(({ node }) => ofTestEvents(node.events ?? [])),
  ];
});

const ofCampaign = remember((campaign: CampaignSource): readonly EventMention[] => [
  ...triggersOf(campaign).flatMap((trigger) => ofTrigger(trigger)),
  ...(campaign.node.tests ?? []).flatMap(({ events }) => ofTestEvents(events)),
]);

function ofTrigger(trigger: YamlMap): EventMention[] {
  const unless = [...mapsAt(trigger, 'unless').map(({ item }) => item), mapAt(trigger, 'unless')];
  const inactive = mapAt(trigger, 'inactive');
  const key = textAt(trigger, 'key');
  const keyed = key === null ? [] : [mention(key, atValue(trigger, 'key'))];
  return [
    ...plain(trigger, 'event', keyed),
    ...unless.flatMap((one) => (isMap(one) ? plain(one, 'event') : [])),
    ...(inactive === null ? [] : plain(inactive, 'event')),
  ];
}

function ofTestEvents(events: readonly string[]): EventMention[] {
  return readTestEvents(events).map(({ name, nameAt, properties }, index) => {
    const text = events[index] ?? '';
    const named = Object.keys(properties).map((property) => {
      const from = text.indexOf(property, nameAt[1]);
      return mention(property, atValue(events, index, [from, from + property.length]));
    });
    return { event: name, place: atValue(events, index, nameAt), properties: named };
  });
}

function ofTrait(trait: YamlMap): EventMention[] {
  const score = mapAt(trait, 'score') ?? {};
  const bestHour = Array.isArray(trait.best_hour) ? (trait.best_hour as readonly unknown[]) : [];
  const dottedKeys = ['sum', 'first', 'last', 'most_frequent', 'rfm', 'customer_value'];
  return [
    ...['count', 'purchase_gap', 'share', 'likelihood'].flatMap((key) => plain(trait, key)),
    ...whole(trait),
    ...dottedKeys.flatMap((key) => dotted(trait, key, ['sum', 'rfm', 'customer_value'].includes(key))),
    ...Object.keys(score).map((event) => ({ event, place: atKey(score, event), properties: [] })),
    ...bestHour.flatMap((event, index) =>
      typeof event === 'string' ? [{ event, place: atValue(bestHour, index), properties: [] }] : [],
    ),
  ];
}

/** The whole that a share is of; the tests beside it are on the part. */
function whole(trait: YamlMap): EventMention[] {
  const event = textAt(trait, 'of');
  return event === null ? [] : [{ event, place: atValue(trait, 'of'), properties: [] }];
}

function ofMetric(metric: YamlMap): EventMention[] {
  const property = (key: string, isNumber: boolean): readonly PropertyMention[] => {
    const name = textAt(metric, key);
    return name === null ? [] : [mention(name, atValue(metric, key), null, isNumber ? 'compared' : false)];
  };
  const points = mapAt(metric, 'score') ?? {};
  return [
    ...plain(metric, 'share', [...property('new', false), ...property('above', true)]),
    ...['count', 'retention'].flatMap((key) => plain(metric, key)),
    ...['sum', 'survey'].flatMap((key) => dotted(metric, key, true)),
    ...Object.keys(points).map((event) => ({ event, place: atKey(points, event), properties: [] })),
  ];
}

/** `key: order_placed`, with `where` and `sum` beside it. */
function plain(node: YamlMap, key: string, more: readonly PropertyMention[] = []): EventMention[] {
  const event = textAt(node, key);
  if (event === null) return [];
  const sums = key === 'event' ? (mapAt(node, 'sum') ?? {}) : {};
  const summed = Object.keys(sums).map((name) => mention(name, atKey(sums, name), { holder: sums, key: name }, true));
  return [{ event, place: atValue(node, key), properties: [...tested(node), ...summed, ...more] }];
}

/** `key: order_placed.value`, the property being optional. */
function dotted(node: YamlMap, key: string, summed: boolean): EventMention[] {
  const text = textAt(node, key);
  if (text === null) return [];
  const dot = text.indexOf('.');
  if (dot < 0) return [{ event: text, place: atValue(node, key), properties: tested(node) }];
  const property = mention(text.slice(dot + 1), atValue(node, key, [dot + 1, text.length]), null, summed);
  const place = atValue(node, key, [0, dot]);
  return [{ event: text.slice(0, dot), place, properties: [property, ...tested(node)] }];
}

function tested(node: YamlMap): PropertyMention[] {
  const where = mapAt(node, 'where') ?? {};
  return Object.keys(where).map((name) => mention(name, atKey(where, name), { holder: where, key: name }));
}

function mention(
  property: string,
  place: Place,
  test: PropertyMention['test'] = null,
  summed: PropertyMention['summed'] = false,
): PropertyMention {
  return { property, place, test, summed };
}
