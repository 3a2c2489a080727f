import type { EventMeasure, Measure } from '../../model/metric.js';
import { whereWords } from '../plan/condition-words.js';
import { fieldName, plainTest, quoted } from './plain-names.js';

/** A metric as people say it: `the share of people with “order placed”`. */
export function metricWords(measure: Measure): string {
  switch (measure.kind) {
    case 'share':
      return `the share of people with ${eventWords(measure)}${shareWords(measure)}`;
    case 'count':
      return `how often ${eventWords(measure)} happens for each person`;
    case 'sum':
      return `${fieldName(measure.property)} of ${eventWords(measure)}, added up for each person`;
    case 'ratio':
      return `${metricWords(measure.of[0])}, divided by ${metricWords(measure.of[1])}`;
    case 'complement':
      return `one minus ${metricWords(measure.of)}`;
    case 'retention':
      return `the share of people with ${eventWords(measure)} later than ${measure.after.text} and within ${measure.within.text}`;
    case 'survey':
      return `${SCALE[measure.scale]} of those who answered (${fieldName(measure.property)} of ${eventWords(measure)})`;
    case 'score':
      return `points for ${Object.keys(measure.points).map(quoted).join(', ')}, half after ${measure.halfLife.text}`;
    case 'attribute':
      return `the mean of ${fieldName(measure.name)}`;
    case 'cost':
      return `money spent on ${measure.of.map(quoted).join(', ')}`;
    case 'incremental':
      return `what ${fieldName(measure.metric)} gained against the holdout, for each unit of cost`;
  }
}

const SCALE = { nps: 'promoters minus detractors', csat: 'the share of 4 and 5', ces: 'the mean' } as const;

function shareWords({ atLeast = 1, newTo, above }: Extract<Measure, { kind: 'share' }>): string {
  return [
    atLeast > 1 ? `, at least ${atLeast} times` : '',
    newTo === undefined ? '' : `, with a ${fieldName(newTo)} that is new for them`,
    above === undefined ? '' : `, with a higher ${fieldName(above)} than ever before`,
  ].join('');
}

function eventWords({ event, where }: EventMeasure): string {
  return where.length === 0 ? quoted(event) : `${quoted(event)} (${whereWords(where.map(plainTest))})`;
}
