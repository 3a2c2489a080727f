import type { ConfigFile } from '../model/config-file.js';
import { invariant } from '../model/failure.js';
import type { LockFile } from '../model/lock-file.js';
import { DAY } from '../model/milliseconds.js';
import type { Plan, PlanTrait } from '../model/plan.js';
import { type Population, TRAIT_PARTS } from '../model/population.js';
import { type FittedTrait, fitRequest, fittedTrait } from '../model/trait-fit.js';
import type { ValueType } from '../model/value.js';
import { lowerWhere, lowerWindow } from './lower-condition.js';
import { duration, eventAndProperty, share } from './written.js';

type TraitFile = NonNullable<ConfigFile['traits']>[string];

/** The traits of a configuration, by the name that conditions use: one with parts stands once for each. What is fitted comes from the lock. */
export function lowerTraits(
  traits: Readonly<Record<string, TraitFile>>,
  events: Plan['events'],
  models: LockFile['models'] = {},
): Plan['traits'] {
  const entries = Object.entries(traits).flatMap(([name, node]): (readonly [string, PlanTrait])[] => {
    const population = lowerPopulation(node, lowerFit(name, node, models));
    if (population === null) return [[name, lowerLive(node, events)]];
    return partsOf(population).map(([part, type]) => [
      part === 'value' ? name : `${name}.${part}`,
      { trait: { kind: 'frozen', population, part }, type, nullable: true },
    ]);
  });
  return Object.fromEntries(entries);
}

function partsOf(population: Population): readonly (readonly [string, ValueType])[] {
  switch (population.kind) {
    case 'rfm':
      return Object.entries(TRAIT_PARTS.rfm).filter(([part]) => part !== 'stopped' || population.stop !== null);
    case 'purchase_gap':
    case 'customer_value':
      return Object.entries(TRAIT_PARTS[population.kind]);
    case 'best_hour':
    case 'share':
    case 'likelihood':
      return [['value', 'number']];
  }
}

function lowerFit(name: string, node: TraitFile, models: NonNullable<LockFile['models']>): FittedTrait | null {
  const request = fitRequest(node);
  if (request === null) return null;
  const model = Object.hasOwn(models, name) ? models[name] : undefined;
  const fit = model === undefined ? null : fittedTrait(request, model);
  invariant(fit !== null, `trait ${name} was fitted`);
  return fit;
}

function lowerPopulation(node: TraitFile, fit: FittedTrait | null): Population | null {
  const where = lowerWhere(node.where);
  const common = {
    refresh: node.refresh ?? 'daily',
    within: node.within === undefined ? null : duration(node.within),
  } as const;
  if (node.rfm !== undefined) {
    const { event, property } = eventAndProperty(node.rfm);
    invariant(property !== null, `trait ${node.rfm} names a property`);
    const { recency = 1, frequency = 1, monetary = 1 } = node.weights ?? {};
    return {
      kind: 'rfm',
      event,
      property,
      where,
      ...common,
      bins: node.bins ?? 5,
      weights: { recency, frequency, monetary },
      stop:
        node.stop === undefined ? null : { at: share(node.stop.at), resume: share(node.stop.resume ?? node.stop.at) },
    };
  }
  if (node.purchase_gap !== undefined) {
    return {
      kind: 'purchase_gap',
      event: node.purchase_gap,
      where,
      ...common,
      minRepeaters: node.min_repeaters ?? 200,
      followUp: node.follow_up ?? 3,
    };
  }
  if (node.best_hour !== undefined)
    return { kind: 'best_hour', events: [...new Set(node.best_hour)].sort(), ...common };
  if (node.share !== undefined) {
    const shrink = fit?.kind === 'share' ? fit.shrink : typeof node.shrink === 'number' ? node.shrink : 20;
    return { kind: 'share', event: node.share, where, of: node.of ?? node.share, ...common, shrink };
  }
  const horizon = fitRequest(node)?.horizon ?? 0;
  if (node.customer_value !== undefined && fit?.kind === 'mbgnbd') {
    const { event, property } = eventAndProperty(node.customer_value);
    invariant(property !== null, `trait ${node.customer_value} names a property`);
    const { buying, spending } = fit;
    return { kind: 'customer_value', event, property, where, ...common, horizon, buying, spending };
  }
  if (node.likelihood !== undefined && fit?.kind === 'likelihood')
    return { kind: 'likelihood', event: node.likelihood, where, ...common, horizon, rates: fit.rates };
  return null;
}

function lowerLive(node: TraitFile, events: Plan['events']): PlanTrait {
  const common = { where: lowerWhere(node.where), window: lowerWindow(node) };
  if (node.count !== undefined) {
    return { trait: { kind: 'count', event: node.count, ...common }, type: 'number', nullable: false };
  }
  if (node.score !== undefined)
    return { trait: lowerScore(node.score, node.half_life), type: 'number', nullable: false };
  const [kind, target] =
    node.sum !== undefined
      ? (['sum', node.sum] as const)
      : node.first !== undefined
        ? (['first', node.first] as const)
        : node.last !== undefined
          ? (['last', node.last] as const)
          : (['most_frequent', node.most_frequent ?? ''] as const);
  const { event, property } = eventAndProperty(target);
  const type = property === null ? 'time' : (events[event]?.[property] ?? 'string');
  if (kind === 'first' || kind === 'last') return { trait: { kind, event, property, ...common }, type, nullable: true };
  invariant(property !== null, `trait ${target} names a property`);
  if (kind === 'sum') return { trait: { kind, event, property, ...common }, type: 'number', nullable: false };
  return { trait: { kind, event, property, ...common }, type, nullable: true };
}

function lowerScore(points: Readonly<Record<string, number>>, halfLife: string | undefined): PlanTrait['trait'] {
  const { months, days, exact } = duration(halfLife ?? '30d');
  invariant(months === 0, 'the half-life of a checked score has an exact length');
  return {
    kind: 'score',
    weights: Object.entries(points)
      .map(([event, weight]) => ({ event, weight }))
      .sort((a, b) => (a.event < b.event ? -1 : 1)),
    halfLife: days * DAY + exact,
  };
}
