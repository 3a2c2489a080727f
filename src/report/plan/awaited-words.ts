import type { Awaited } from '../../model/plan.js';
import { conditionWords, whereWords } from './condition-words.js';

/** What a step waits for, to follow "wait for": `order_placed where value is at least 20`, `people in segment buyers`. */
export function awaitedWords(awaited: Awaited): string {
  if (awaited.kind === 'condition') return `people ${conditionWords(awaited.condition)}`;
  const { event, where } = awaited;
  return where.length === 0 ? event : `${event} where ${whereWords(where)}`;
}
