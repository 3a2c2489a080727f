import type { Measure } from '../../model/metric.js';
import { whereWords } from '../plan/condition-words.js';
import { fieldName, plainTest, quoted } from './plain-names.js';

/** A metric as people say it: `the share of people with “order placed”`. */
export function metricWords(measure: Measure): string {
  switch (measure.kind) {
    case 'share':
      return `the share of people with ${eventWords(measure)}`;
    case 'count':
      return `how often ${eventWords(measure)} happens for each person`;
    case 'sum':
      return `${fieldName(measure.property)} of ${eventWords(measure)}, added up for each person`;
    case 'ratio':
      return `${metricWords(measure.of[0])}, divided by ${metricWords(measure.of[1])}`;
  }
}

function eventWords({ event, where }: Exclude<Measure, { kind: 'ratio' }>): string {
  return where.length === 0 ? quoted(event) : `${quoted(event)} (${whereWords(where.map(plainTest))})`;
}
