import type { Purpose } from '../model/asked-metrics.js';
import { BUILT_IN_EVENTS } from '../model/built-in-events.js';
import type { PropertyTest, Test } from '../model/condition.js';
import { compareText } from '../model/diagnostic.js';
import type { AttributeType, Plan } from '../model/plan.js';
import { type Population, TRAIT_PARTS } from '../model/population.js';
import { traitSources } from '../model/trait-events.js';
import type { Duration, ValueType } from '../model/value.js';
import { leaves, planConditions, usedEvents } from './used-events.js';
import { asksForTrait } from './used-traits.js';

/** A column that holds values of one declared type. */
export interface TypedColumn {
  readonly column: string;
  readonly type: ValueType;
}

/** One promoted event property: the same column serves every event that declares the name with that type. */
export interface PropertyColumn extends TypedColumn {
  readonly property: string;
  readonly events: readonly string[];
}

/** A `within` test of an event property: asked when the event happens, so its answer is kept beside the event. */
export interface DatedTest {
  readonly column: string;
  readonly event: string;
  readonly property: string;
  readonly duration: Duration;
}

/** Where the plan's names live in the loaded tables: names of users never become names of columns. */
export interface Layout {
  /** By attribute name, sorted. */
  readonly attributes: ReadonlyMap<string, TypedColumn & { readonly declared: AttributeType }>;
  /** Code of every event name that is kept. */
  readonly eventCodes: ReadonlyMap<string, number>;
  readonly eventNames: readonly string[];
  readonly properties: readonly PropertyColumn[];
  readonly datedTests: readonly DatedTest[];
  /** What the frozen traits that something asks for are read from, each once. */
  readonly populations: readonly PopulationTables[];
}

/** The tables of one population, a row for each refresh: `people` (and profile) and `everybody`. Columns are the parts, of type `columnType`. */
export interface PopulationTables {
  readonly population: Population;
  readonly people: string;
  readonly everybody: string;
  /** Traits that are read from it: their name, part and type; sorted. */
  readonly traits: readonly { readonly name: string; readonly part: string; readonly type: ValueType }[];
}

/** Lays out the tables for a plan; the same plan and purpose, the same layout. */
export function layOut(plan: Plan, purpose: Purpose): Layout {
  const names = Object.keys(plan.attributes).sort(compareText);
  const eventNames = usedEvents(plan, purpose);
  return {
    attributes: new Map(
      names.map((name, i) => {
        const declared = plan.attributes[name]!;
        return [name, { column: `a${i}`, type: declared.type, declared }];
      }),
    ),
    eventCodes: new Map(eventNames.map((name, i) => [name, i])),
    eventNames,
    properties: layOutProperties(plan, eventNames),
    datedTests: findDatedTests(plan, purpose),
    populations: layOutPopulations(plan, purpose),
  };
}

/** The declared properties of an event by name; built-in events have theirs even when the plan leaves them out. */
export function declaredProperties(plan: Plan, event: string): Readonly<Record<string, ValueType>> {
  const declared = Object.hasOwn(plan.events, event) ? plan.events[event] : undefined;
  const builtIn = Object.hasOwn(BUILT_IN_EVENTS, event) ? BUILT_IN_EVENTS[event] : undefined;
  return declared ?? builtIn ?? {};
}

/** What a `within` test of an event property is known by. */
export function datedTestKey(event: string, property: string, duration: Duration): string {
  return JSON.stringify([event, property, duration.months, duration.days, duration.exact]);
}

function layOutProperties(plan: Plan, eventNames: readonly string[]): readonly PropertyColumn[] {
  const byKey = new Map<string, { property: string; type: ValueType; events: string[] }>();
  for (const event of eventNames)
    for (const [property, type] of Object.entries(declaredProperties(plan, event))) {
      const key = `${type} ${property}`;
      const entry = byKey.get(key);
      if (entry) entry.events.push(event);
      else byKey.set(key, { property, type, events: [event] });
    }
  return [...byKey]
    .sort(([a], [b]) => compareText(a, b))
    .map(([, { property, type, events }], i) => ({ column: `q${i}`, property, type, events }));
}

function layOutPopulations(plan: Plan, purpose: Purpose): readonly PopulationTables[] {
  const found = new Map<
    string,
    { population: Population; traits: { name: string; part: string; type: ValueType }[] }
  >();
  const isAsked = asksForTrait(plan, purpose);
  for (const name of Object.keys(plan.traits).sort(compareText)) {
    const { trait, type } = plan.traits[name]!;
    if (trait.kind !== 'frozen' || !isAsked(name)) continue;
    const key = populationKey(trait.population);
    const entry = found.get(key) ?? { population: trait.population, traits: [] };
    entry.traits.push({ name, part: trait.part, type });
    found.set(key, entry);
  }
  return [...found.values()].map((entry, i) => ({ ...entry, people: `people${i}`, everybody: `everybody${i}` }));
}

/** The parts of a population's values, with their types: `value` when there is only one. */
export function partsOf({ kind }: Population): readonly (readonly [part: string, type: ValueType])[] {
  if (kind === 'rfm' || kind === 'purchase_gap' || kind === 'customer_value') return Object.entries(TRAIT_PARTS[kind]);
  return [['value', 'number']];
}

/** What a population is known by: traits that define the same one share it. */
export function populationKey(population: Population): string {
  return JSON.stringify(population);
}

function findDatedTests(plan: Plan, purpose: Purpose): readonly DatedTest[] {
  const found = new Map<string, Omit<DatedTest, 'column'>>();
  const look = (event: string, where: readonly PropertyTest[]) => {
    for (const { property, test } of where)
      for (const duration of withinDurations(test))
        found.set(datedTestKey(event, property, duration), { event, property, duration });
  };
  for (const { trait } of Object.values(plan.traits))
    for (const { event, where } of traitSources(trait)) look(event, where);
  for (const condition of planConditions(plan, purpose))
    for (const leaf of leaves(condition)) if (leaf.kind === 'event') look(leaf.event, leaf.where);
  for (const campaign of plan.campaigns)
    for (const trigger of campaign.triggers) if (trigger.kind === 'event') look(trigger.event, trigger.where);
  return [...found].sort(([a], [b]) => compareText(a, b)).map(([, test], i) => ({ ...test, column: `x${i}` }));
}

/** The durations of every `within` in a test. */
export function withinDurations(test: Test): readonly Duration[] {
  if (test.op === 'every') return test.of.flatMap(withinDurations);
  return test.op === 'within' ? [test.duration] : [];
}
