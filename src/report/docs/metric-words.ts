import type { EventMeasure, Measure } from '../../model/metric.js';
import { whereWords } from '../plan/condition-words.js';
import { durationWords } from '../plan/duration-words.js';
import { joinWords } from '../plan/join-words.js';
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
      return `the share of people with ${eventWords(measure)} more than ${durationWords(measure.after)} and up to ${durationWords(measure.within)} later`;
    case 'survey':
      return `${SCALE[measure.scale]} in ${fieldName(measure.property)} of ${eventWords(measure)}, over those who answered`;
    case 'score':
      return `points for what each person does (${pointsWords(measure.points)}), worth half after ${durationWords(measure.halfLife)}`;
    case 'attribute':
      return `the mean of ${fieldName(measure.name)}, as it is known on the day of the report`;
    case 'cost':
      return `money spent on ${joinWords(measure.of.map(quoted), 'and')}`;
    case 'incremental':
      return `what ${fieldName(measure.metric)} gained against the held-out, for each unit of what messages and incentives cost`;
  }
}

const SCALE = {
  nps: 'the share of 9 and 10 minus the share of 0 to 6',
  csat: 'the share of 4 and 5',
  ces: 'the mean',
} as const;

function pointsWords(points: Readonly<Record<string, number>>): string {
  return Object.entries(points)
    .map(([event, count]) => `${count} for ${quoted(event)}`)
    .join(', ');
}

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
