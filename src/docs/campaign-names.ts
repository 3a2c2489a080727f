import type { Condition } from '../model/condition.js';
import { everyMessage, everyStep, templatesOf } from '../model/every-step.js';
import { eventMeasures, type Metric } from '../model/metric.js';
import type { Awaited, CompiledTemplate, Plan, PlanCampaign, Trigger } from '../model/plan.js';
import { traitSources } from '../model/trait-events.js';

/** The names that a campaign uses, as keys such as `event:order_placed`. */
export interface CampaignNames {
  /** Asked or shown by the campaign and its templates themselves. */
  readonly direct: ReadonlySet<string>;
  /** Those too that only its segments, traits, stages, topics or its KPI stand on. */
  readonly all: ReadonlySet<string>;
}

/** Finds the attributes, traits, events, segments, catalogs and blocks of one campaign. */
export function campaignNames(
  plan: Plan,
  campaign: PlanCampaign,
  metrics: Readonly<Record<string, Metric>>,
): CampaignNames {
  const direct = new Set<string>();
  const { steps, triggers, audience, exitOn, stages, kpi } = campaign;
  for (const trigger of triggers) addTrigger(plan, trigger, direct);
  for (const condition of [...(audience === null ? [] : [audience]), ...exitOn]) addCondition(plan, condition, direct);
  for (const { when, delay, action } of everyStep(steps)) {
    if (when !== null) addCondition(plan, when, direct);
    if (typeof delay?.at === 'object' && delay.at !== null) addField(plan, delay.at.trait, direct);
    if (action.kind === 'branch')
      for (const branch of action.branches) if (branch.when !== null) addCondition(plan, branch.when, direct);
    if (action.kind === 'wait_for') addAwaited(plan, action.for, direct);
  }
  const texts = everyMessage(steps).flatMap((message) => [
    message.subject ?? '',
    ...(message.test?.variants ?? []).map(({ subject }) => subject ?? ''),
    ...templatesOf(message).flatMap((id) => Object.values(plan.templates[id] ?? {}).flatMap(textsOf)),
  ]);
  for (const text of texts) addValues(plan, text, triggers, direct);
  const all = new Set(direct);
  for (const stage of stages ?? []) addCondition(plan, { kind: 'stage', stage }, all);
  for (const name of [kpi.metric, ...kpi.guardrails.map(({ metric }) => metric), ...kpi.secondary])
    for (const { event } of metrics[name] === undefined ? [] : eventMeasures(metrics[name].measure))
      all.add(`event:${event}`);
  for (const { topic } of everyMessage(steps)) {
    const consent = plan.topics[topic]?.consent;
    if (consent != null) addField(plan, consent, all);
  }
  // What is found stands on more: a set grows while it is walked.
  for (const key of all) for (const below of standsOn(plan, key)) all.add(below);
  return { direct, all };
}

/** Only what a condition of this name asks in turn. */
function standsOn(plan: Plan, key: string): ReadonlySet<string> {
  const found = new Set<string>();
  const at = key.indexOf(':');
  const [kind, name] = [key.slice(0, at), key.slice(at + 1)];
  if (kind === 'segment' && plan.segments[name] !== undefined) addCondition(plan, plan.segments[name], found);
  if (kind === 'stage') {
    for (const { id, when } of plan.stages) {
      if (when !== null) addCondition(plan, when, found);
      if (id === name) break;
    }
  }
  if (kind === 'trait' && plan.traits[name] !== undefined)
    for (const { event } of traitSources(plan.traits[name].trait)) found.add(`event:${event}`);
  if (kind === 'block') {
    for (const { when } of plan.blocks[name]?.rules ?? []) if (when !== null) addCondition(plan, when, found);
  }
  return found;
}

function addCondition(plan: Plan, condition: Condition, found: Set<string>): void {
  switch (condition.kind) {
    case 'all':
    case 'any':
      for (const one of condition.of) addCondition(plan, one, found);
      return;
    case 'not':
      addCondition(plan, condition.of, found);
      return;
    case 'attribute':
      addField(plan, condition.name, found);
      return;
    case 'event':
      addEvent(condition.event, found);
      return;
    case 'segment':
      found.add(`segment:${condition.segment}`);
      return;
    case 'stage':
      found.add(`stage:${condition.stage}`);
      return;
    case 'message':
      return;
  }
}

function addTrigger(plan: Plan, trigger: Trigger, found: Set<string>): void {
  switch (trigger.kind) {
    case 'event':
      addEvent(trigger.event, found);
      for (const { event } of trigger.unless) addEvent(event, found);
      return;
    case 'enters':
    case 'leaves':
      addCondition(plan, trigger.group, found);
      return;
    case 'inactive':
      addEvent(trigger.event, found);
      if ('trait' in trigger.for) addField(plan, trigger.for.trait, found);
      return;
    case 'date':
      addField(plan, trigger.attribute, found);
      return;
    case 'schedule':
    case 'received':
      return;
  }
}

function addAwaited(plan: Plan, awaited: Awaited, found: Set<string>): void {
  if (awaited.kind === 'event') addEvent(awaited.event, found);
  else addCondition(plan, awaited.condition, found);
}

function addEvent(event: string, found: Set<string>): void {
  found.add(`event:${event}`);
}

function addField(plan: Plan, name: string, found: Set<string>): void {
  found.add(Object.hasOwn(plan.traits, name) ? `trait:${name}` : `attribute:${name}`);
}

function textsOf({ subject, preheader, from, html, text }: CompiledTemplate): readonly string[] {
  return [subject, preheader ?? '', from ?? '', html, text];
}

const TAG = /\{\{.*?\}\}|\{%.*?%\}/gs;
const PATH = /(?<![\w.])(profile|event|catalogs|blocks)(?:\.(\w+(?:\.\w+)*)|\["([^"]+)"\])/g;

/** What Liquid takes in; a trait with parts is found by its longest name. */
function addValues(plan: Plan, text: string, triggers: readonly Trigger[], found: Set<string>): void {
  for (const [tag] of text.matchAll(TAG)) {
    for (const [, root, dotted, quoted = ''] of tag.matchAll(PATH)) {
      const [first = '', second] = dotted?.split('.') ?? [quoted];
      if (root === 'catalogs') found.add(`catalog:${first}`);
      else if (root === 'blocks') found.add(`block:${first}`);
      else if (root === 'profile') {
        const whole = `${first}.${second}`;
        if (Object.hasOwn(plan.traits, whole)) found.add(`trait:${whole}`);
        else if (Object.hasOwn(plan.traits, first) || Object.hasOwn(plan.attributes, first))
          addField(plan, first, found);
      } else {
        for (const event of triggerEvents(triggers))
          if (Object.hasOwn(plan.events[event] ?? {}, first)) found.add(`event:${event}`);
      }
    }
  }
}

function triggerEvents(triggers: readonly Trigger[]): readonly string[] {
  return triggers.flatMap((trigger) =>
    trigger.kind === 'event' || trigger.kind === 'inactive' ? [trigger.event] : [],
  );
}
