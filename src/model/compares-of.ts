import { CHANNEL_EVENTS } from './channel-events.js';
import type { Compares, Measure } from './metric.js';

/** From what says most to what says least. */
const STRENGTH: readonly Compares[] = ['holdout', 'variants', 'respondents', 'descriptive'];

/** Whom a measure can compare, by what it is made of: whoever gets nothing opens, clicks and unsubscribes from nothing, and answers to none; what belongs to the business is nobody's. */
export function comparesOf(measure: Measure): Compares {
  switch (measure.kind) {
    case 'share':
    case 'count':
    case 'sum':
    case 'retention':
      return isOfMessages(measure.event) ? 'variants' : 'holdout';
    case 'score':
      return Object.keys(measure.points).some(isOfMessages) ? 'variants' : 'holdout';
    case 'complement':
      return comparesOf(measure.of);
    case 'ratio': {
      const parts = measure.of.map(comparesOf);
      return STRENGTH.findLast((each) => parts.includes(each)) ?? 'descriptive';
    }
    case 'survey':
      return 'respondents';
    case 'attribute':
    case 'cost':
    case 'incremental':
      return 'descriptive';
  }
}

/** Whether only somebody who got a message can do it. */
export function isOfMessages(event: string): boolean {
  return event === 'unsubscribed' || Object.hasOwn(CHANNEL_EVENTS, event);
}
