import { CHANNEL_EVENTS } from '../../model/channel-events.js';
import type { Condition, EventCondition, PropertyTest } from '../../model/condition.js';
import type { Awaited, Group, Trigger } from '../../model/plan.js';

/** A name as people say it: `cart_updated` is `cart updated`, `rfm.score` is `rfm score`. */
export function plainName(name: string): string {
  return name.replace(/[_.-]+/g, ' ').trim();
}

/** A name in quotes, so that it is known for one inside a sentence: `“cart updated”`. */
export function quoted(name: string): string {
  return `“${plainName(name)}”`;
}

/** The name of an attribute or property inside a sentence: one plain word stands alone, `country`. */
export function fieldName(name: string): string {
  return /^[a-z]+$/.test(name) ? name : quoted(name);
}

/** A condition whose names are as people say them, for the same words about it. */
export function plainCondition(condition: Condition): Condition {
  switch (condition.kind) {
    case 'all':
    case 'any':
      return flat(condition.kind, condition.of.map(plainCondition));
    case 'not':
      return plainOpposite(condition.of);
    case 'attribute':
      return { ...condition, name: fieldName(condition.name) };
    case 'event':
      return plainEvent(condition);
    case 'segment':
      return { ...condition, segment: quoted(condition.segment) };
    case 'stage':
      return { ...condition, stage: quoted(condition.stage) };
    case 'message':
      return condition.ofJourney
        ? { ...condition, step: quoted(condition.step) }
        : { ...condition, campaign: `“${plainName(condition.campaign)}`, step: `${plainName(condition.step)}”` };
  }
}

/** None of several is said of each of them: `who did not …, and who did not …`. */
function plainOpposite(of: Condition): Condition {
  if (of.kind === 'not') return plainCondition(of.of);
  if (of.kind === 'any') return flat('all', of.of.map(plainOpposite));
  return { kind: 'not', of: plainCondition(of) };
}

/** All of several of which one is all of others are all of them together. */
function flat(kind: 'all' | 'any', of: readonly Condition[]): Condition {
  return { kind, of: of.flatMap((one) => (one.kind === kind ? one.of : [one])) };
}

/** What is waited for, in plain names. */
export function plainAwaited(awaited: Awaited): Awaited {
  return awaited.kind === 'condition'
    ? { ...awaited, condition: plainCondition(awaited.condition) }
    : { ...awaited, event: quoted(awaited.event), where: awaited.where.map(plainTest) };
}

/** A trigger in plain names. */
export function plainTrigger(trigger: Trigger): Trigger {
  switch (trigger.kind) {
    case 'event': {
      const { event, where, key, unless } = trigger;
      return {
        ...trigger,
        event: quoted(event),
        where: where.map(plainTest),
        key: key === null ? null : fieldName(key),
        unless: unless.map((one) => ({ ...one, event: quoted(one.event), where: one.where.map(plainTest) })),
      };
    }
    case 'enters':
    case 'leaves':
      return { ...trigger, group: plainCondition(trigger.group) as Group };
    case 'inactive':
      return {
        ...trigger,
        event: quoted(trigger.event),
        for: 'trait' in trigger.for ? { trait: fieldName(trigger.for.trait) } : trigger.for,
      };
    case 'date':
      return { ...trigger, attribute: fieldName(trigger.attribute) };
    case 'received':
      return { ...trigger, campaign: `“${plainName(trigger.campaign)}`, step: `${plainName(trigger.step)}”` };
    case 'schedule':
      return trigger;
  }
}

/** Tests of a property in plain names. */
export function plainTest({ property, test }: PropertyTest): PropertyTest {
  return { property: fieldName(property), test };
}

/** What became of a message is told by its event, its campaign and its step: those words know it by its own name. */
function plainEvent(condition: EventCondition): EventCondition {
  const { event, where, window, measure } = condition;
  if (Object.hasOwn(CHANNEL_EVENTS, event)) {
    const isJourney = window.kind === 'journey';
    const words: Readonly<Record<string, (name: string) => string>> = {
      campaign: (name) => `“${plainName(name)}`,
      step: (name) => (isJourney ? quoted(name) : `${plainName(name)}”`),
    };
    return {
      ...condition,
      where: where.map(({ property, test }) => {
        const say = words[property];
        return say !== undefined && test.op === 'is'
          ? { property, test: { op: 'is', value: say(String(test.value)) } }
          : { property, test };
      }),
      window: isJourney ? { ...window, step: quoted(window.step) } : window,
    };
  }
  return {
    ...condition,
    event: quoted(event),
    where: where.map(plainTest),
    measure: measure.kind === 'sum' ? { ...measure, property: fieldName(measure.property) } : measure,
    window: window.kind === 'journey' ? { ...window, step: quoted(window.step) } : window,
  };
}
