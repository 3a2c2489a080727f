import type { Condition } from '../model/condition.js';
import type { KeptCampaign } from '../model/kept-campaign.js';
import type { Plan } from '../model/plan.js';
import { sortedJson } from './fingerprint.js';

/** Conditions and traits of a kept structure, by the names that they have in the plan it was grafted onto. */
export interface Renaming {
  readonly condition: (condition: Condition) => Condition;
  readonly trait: (name: string) => string;
  /** The name of a definition that is another in the newest plan: `buyers@1f2e3d4c`. */
  readonly own: (name: string) => string;
}

/** The name by which a definition was written, without the mark of the structure that keeps it. */
export function writtenName(name: string): string {
  return name.replace(/@[0-9a-f]{8}/, '');
}

/**
 * Brings the attributes, events, topics, metrics, traits, segments and stages that a kept structure names into a plan: under their own names where the plan has none or the same, else beside them. What is declared of an attribute
 * or an event, and what a topic is, is never an older plan's to say.
 */
export function graftDefinitions(plan: Plan, { structure, plan: old }: KeptCampaign): { plan: Plan; rename: Renaming } {
  const mark = `@${structure.slice(0, 8)}`;
  // `rfm.score` and `rfm.percentile` are parts of one trait, which is told by what stands before the point.
  const own = (name: string): string => {
    const [head = name, ...part] = name.split('.');
    return [`${head}${mark}`, ...part].join('.');
  };
  const traits: Record<string, Plan['traits'][string]> = { ...plan.traits };
  const segments: Record<string, Condition> = { ...plan.segments };
  const traitNames = new Map<string, string>();
  // What is a plain attribute now must not become a trait to those who ask for it.
  for (const [name, trait] of Object.entries(old.traits))
    traitNames.set(name, put(traits, name in plan.attributes ? own(name) : name, trait));
  const segmentNames = new Map<string, string>();

  const condition = (each: Condition): Condition => {
    switch (each.kind) {
      case 'all':
      case 'any':
        return { kind: each.kind, of: each.of.map(condition) };
      case 'not':
        return { kind: 'not', of: condition(each.of) };
      case 'attribute':
        return { ...each, name: trait(each.name) };
      case 'segment':
        return { kind: 'segment', segment: segment(each.segment) };
      case 'stage':
        return stage(each.stage);
      case 'event':
      case 'message':
        return each;
    }
  };
  const trait = (name: string): string => traitNames.get(name) ?? name;
  const segment = (name: string): string => {
    const known = segmentNames.get(name);
    const written = old.segments[name];
    if (known !== undefined || written === undefined) return known ?? name;
    const placed = put(segments, name, condition(written));
    segmentNames.set(name, placed);
    return placed;
  };
  /** The stages are one list, of which a person is in the first that fits: of another list, a stage is what its condition says and those before it do not. */
  const stage = (id: string): Condition => {
    const stages = old.stages.map(({ id: name, when }) => ({ id: name, when: when && condition(when) }));
    if (sortedJson(stages) === sortedJson(plan.stages)) return { kind: 'stage', stage: id };
    const index = stages.findIndex((each) => each.id === id);
    const before = stages.slice(0, index).flatMap(({ when }): Condition[] => (when ? [{ kind: 'not', of: when }] : []));
    const when = stages[index]?.when;
    return { kind: 'all', of: [...before, ...(when ? [when] : [])] };
  };
  for (const name of Object.keys(old.segments)) segment(name);
  const rename: Renaming = { condition, trait, own };
  const grown: Plan = {
    ...plan,
    traits,
    segments,
    attributes: { ...old.attributes, ...plan.attributes },
    events: { ...old.events, ...plan.events },
    topics: { ...old.topics, ...plan.topics },
    metrics: { ...old.metrics, ...plan.metrics },
  };
  return { plan: grown, rename };

  function put<Definition>(into: Record<string, Definition>, name: string, definition: Definition): string {
    const there = into[name];
    const placed = there === undefined || sortedJson(there) === sortedJson(definition) ? name : own(name);
    into[placed] = definition;
    return placed;
  }
}
