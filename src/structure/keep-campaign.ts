import { everyMessage } from '../model/every-step.js';
import type { KeptCampaign } from '../model/kept-campaign.js';
import type { Plan, PlanCampaign } from '../model/plan.js';
import { namedDefinitions } from './named-definitions.js';
import { structureOf } from './structure-of.js';

/** What must be kept of a plan so that those inside one of its campaigns can finish it: the campaign, what it names, and nothing else. */
export function keepCampaign(plan: Plan, campaign: PlanCampaign): KeptCampaign {
  const named = namedDefinitions(plan, campaign);
  const messages = everyMessage(campaign.steps);
  const has = (names: Iterable<string | null>): ((name: string) => boolean) => {
    const set = new Set(names);
    return (name) => set.has(name);
  };
  return {
    structure: structureOf(plan, campaign),
    plan: {
      ...plan,
      sources: [],
      campaigns: [campaign],
      attributes: only(plan.attributes, (name) => named.attributes.has(name)),
      events: only(plan.events, (name) => named.events.has(name)),
      traits: only(plan.traits, (name) => named.traits.has(name)),
      segments: only(plan.segments, (name) => named.segments.has(name)),
      stages: named.stages ? plan.stages : [],
      metrics: only(plan.metrics, has(messages.map(({ test }) => test?.metric ?? null))),
      topics: only(plan.topics, has(messages.map(({ topic }) => topic))),
      incentives: only(plan.incentives, has(messages.map(({ incentive }) => incentive))),
      blocks: only(plan.blocks, (name) => named.blocks.has(name)),
      catalogs: only(plan.catalogs, (name) => named.catalogs.has(name)),
      templates: only(plan.templates, (name) => named.templates.has(name)),
    },
  };
}

function only<Value>(
  record: Readonly<Record<string, Value>>,
  isWanted: (name: string) => boolean,
): Readonly<Record<string, Value>> {
  return Object.fromEntries(Object.entries(record).filter(([name]) => isWanted(name)));
}
