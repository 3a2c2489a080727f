import type { PropertyTest, Trait, Window } from '../../model/condition.js';
import type { Population } from '../../model/population.js';
import { whereWords } from '../plan/condition-words.js';
import { durationWords } from '../plan/duration-words.js';
import { joinWords } from '../plan/join-words.js';
import { fieldName, plainName, plainTest, quoted } from './plain-names.js';

/** How a computed attribute comes about: `how often “order placed” happened in the last 365 days`. */
export function traitWords(trait: Trait): string {
  switch (trait.kind) {
    case 'count':
      return `how often ${eventWords(trait)} happened${windowWords(trait.window)}`;
    case 'sum':
      return `${fieldName(trait.property)} of ${eventWords(trait)} added up${windowWords(trait.window)}`;
    case 'first':
    case 'last':
      return trait.property === null
        ? `the time of the ${trait.kind} ${eventWords(trait)}${windowWords(trait.window)}`
        : `${fieldName(trait.property)} of the ${trait.kind} ${eventWords(trait)}${windowWords(trait.window)}`;
    case 'most_frequent':
      return `the most frequent ${fieldName(trait.property)} of ${eventWords(trait)}${windowWords(trait.window)}`;
    case 'score':
      return `points that fade with time: ${joinWords(
        trait.weights.map(({ event, weight }) => `${weight} for ${quoted(event)}`),
        'and',
      )}`;
    case 'frozen':
      return `${plainName(trait.part)} ${populationWords(trait.population)}, worked out ${trait.population.refresh}`;
  }
}

function populationWords(population: Population): string {
  switch (population.kind) {
    case 'rfm':
      return `among all people by how lately, how often and for how much they did ${eventWords(population)}`;
    case 'purchase_gap':
      return `of the days between one ${eventWords(population)} and the next`;
    case 'best_hour':
      return `in which the person most often does ${joinWords(population.events.map(quoted), 'or')}`;
    case 'customer_value':
      return `from how often and for how much the person did ${eventWords(population)}, looking ${population.horizon} days ahead`;
    case 'likelihood':
      return `that the person will do ${eventWords(population)} again in the next ${population.horizon} days`;
    case 'share':
      return `of ${eventWords(population)} among the person's ${quoted(population.of)}`;
  }
}

function eventWords({ event, where }: { readonly event: string; readonly where: readonly PropertyTest[] }): string {
  return where.length === 0 ? quoted(event) : `${quoted(event)} (${whereWords(where.map(plainTest))})`;
}

function windowWords(window: Window): string {
  switch (window.kind) {
    case 'within':
      return ` in the last ${durationWords(window.duration)}`;
    case 'between':
      return `${window.after === null ? '' : ` from ${window.after}`}${window.before === null ? '' : ` before ${window.before}`}`;
    case 'ever':
    case 'journey':
      return '';
  }
}
