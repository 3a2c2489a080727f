import type { Condition } from '../model/condition.js';
import { everyMessage, everyStep, templatesOf } from '../model/every-step.js';
import type { Plan, PlanCampaign } from '../model/plan.js';
import { traitSources } from '../model/trait-events.js';

/** The names of a plan's definitions that one campaign needs, by their kind. */
export interface NamedDefinitions {
  readonly segments: ReadonlySet<string>;
  readonly stages: boolean;
  readonly traits: ReadonlySet<string>;
  readonly attributes: ReadonlySet<string>;
  readonly events: ReadonlySet<string>;
  readonly templates: ReadonlySet<string>;
  readonly blocks: ReadonlySet<string>;
  readonly catalogs: ReadonlySet<string>;
}

/** Finds everything that the steps, the ends and the messages of a campaign name, through segments, stages, traits, blocks and templates. */
export function namedDefinitions(plan: Plan, campaign: PlanCampaign): NamedDefinitions {
  const named = {
    segments: new Set<string>(),
    stages: false,
    traits: new Set<string>(),
    attributes: new Set<string>(),
    events: new Set<string>(),
    templates: new Set(everyMessage(campaign.steps).flatMap(templatesOf)),
    blocks: new Set<string>(),
    catalogs: new Set<string>(),
  };
  const look = (condition: Condition): void => {
    switch (condition.kind) {
      case 'all':
      case 'any':
        for (const each of condition.of) look(each);
        return;
      case 'not':
        look(condition.of);
        return;
      case 'segment': {
        if (named.segments.has(condition.segment)) return;
        named.segments.add(condition.segment);
        const segment = plan.segments[condition.segment];
        if (segment !== undefined) look(segment);
        return;
      }
      case 'stage':
        if (named.stages) return;
        named.stages = true;
        for (const { when } of plan.stages) if (when !== null) look(when);
        return;
      case 'attribute':
        field(condition.name);
        return;
      case 'event':
        named.events.add(condition.event);
        return;
      case 'message':
        return;
    }
  };
  const field = (name: string): void => {
    const trait = plan.traits[name];
    if (trait === undefined) named.attributes.add(name);
    else {
      named.traits.add(name);
      for (const { event } of traitSources(trait.trait)) named.events.add(event);
    }
  };
  for (const { delay, when, action } of everyStep(campaign.steps)) {
    if (typeof delay?.at === 'object' && delay.at !== null) field(delay.at.trait);
    if (when !== null) look(when);
    if (action.kind === 'branch') for (const branch of action.branches) if (branch.when !== null) look(branch.when);
    if (action.kind !== 'wait_for') continue;
    if (action.for.kind === 'event') named.events.add(action.for.event);
    else look(action.for.condition);
  }
  for (const condition of campaign.exitOn) look(condition);
  const text = JSON.stringify([
    [...named.templates].map((id) => plan.templates[id] ?? null),
    everyMessage(campaign.steps),
  ]);
  for (const [id, { rules }] of Object.entries(plan.blocks)) {
    if (!text.includes(blockCall(id)) && !text.includes(JSON.stringify(blockCall(id)).slice(1, -1))) continue;
    named.blocks.add(id);
    for (const { when } of rules) if (when !== null) look(when);
  }
  for (const name of Object.keys(plan.catalogs)) if (text.includes(`catalogs.${name}[`)) named.catalogs.add(name);
  // What a template prints of a person: a name that stands in it by chance counts too.
  for (const name of [...Object.keys(plan.traits), ...Object.keys(plan.attributes)]) {
    if (text.includes(name.split('.')[0] ?? name)) field(name);
  }
  for (const { topic } of everyMessage(campaign.steps)) {
    const consent = plan.topics[topic]?.consent ?? null;
    if (consent !== null) named.attributes.add(consent);
  }
  return named;
}

/** How a compiled template takes in a block. */
export function blockCall(id: string): string {
  return `blocks["${id}"]`;
}
