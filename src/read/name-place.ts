import type { Schema } from './schema.js';

/** Where the shape checker is: which entry of which object or list, and what a marketer calls it. */
export interface NamedPlace {
  /** The object or list that holds the value; null for a whole file. */
  readonly holder: object | null;
  readonly key: string | number;
  /** The value itself: `"delay" in step "day-3"`. */
  readonly phrase: string;
  /** Things inside it: `step "day-3"`, `"kpi" of campaign "welcome"`. */
  readonly subject: string;
  /** The nearest thing with a name of its own. */
  readonly named: string;
}

const NOUNS: Readonly<Record<string, string>> = {
  Step: 'step',
  Trigger: 'trigger',
  Branch: 'branch',
  Variant: 'variant',
  'Message variant': 'variant',
  'Campaign test': 'test',
  Stage: 'stage',
  'Block rule': 'rule',
  Topic: 'topic',
  Trait: 'trait',
  Metric: 'metric',
  Catalog: 'catalog',
  Incentive: 'incentive',
  'Column declaration': 'column',
  'Frequency cap': 'frequency cap',
  'Attribute declaration': 'attribute',
  'Event declaration': 'event',
  'Property declaration': 'property',
};

/** The place of a whole file, called `name`. */
export function filePlace(name: string): NamedPlace {
  return { holder: null, key: '', phrase: name, subject: name, named: name };
}

/** The place of one entry of an object whose schema has the title `holderTitle`. */
export function keyPlace(
  parent: NamedPlace,
  holder: object,
  key: string,
  schema: Schema,
  holderTitle = '',
): NamedPlace {
  if (holderTitle === 'Condition' && JOINTS.has(key)) {
    return { ...parent, holder, key, phrase: `"${key}" in ${parent.subject}` };
  }
  const noun = holderTitle === 'Segments' ? 'segment' : NOUNS[schema.title ?? ''];
  const isNamed = noun !== undefined && MAPS.has(holderTitle);
  const subject = isNamed ? `${noun} "${key}"` : `"${key}" of ${parent.named}`;
  return {
    holder,
    key,
    phrase: isNamed ? subject : `"${key}" in ${parent.subject}`,
    subject,
    named: isNamed ? subject : parent.named,
  };
}

/** The place of one item of a list. */
export function itemPlace(parent: NamedPlace, holder: readonly unknown[], index: number, schema: Schema): NamedPlace {
  const noun = NOUNS[schema.title ?? ''];
  if (noun === undefined) return { ...parent, holder, key: index, phrase: `item ${index + 1} of ${parent.phrase}` };
  const item = holder[index] as Readonly<Record<string, unknown>> | null;
  const label = [item?.id, item?.variant, item?.name].find((value) => typeof value === 'string' && value !== '');
  const subject = label === undefined ? `${noun} ${index + 1}` : `${noun} "${label}"`;
  return { holder, key: index, phrase: subject, subject, named: subject };
}

/** They only join conditions: what stands inside belongs to whatever the whole condition belongs to. */
const JOINTS = new Set(['all', 'any', 'not']);

const MAPS = new Set([
  'Segments',
  'Attributes',
  'Events',
  'Event declaration',
  'Traits',
  'Metrics',
  'Topics',
  'Catalogs',
  'Incentives',
  'Columns',
]);
