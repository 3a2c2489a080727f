import type { Told } from '../../model/change.js';
import { awaitedWords } from '../plan/awaited-words.js';
import { conditionWords } from '../plan/condition-words.js';
import { joinWords } from '../plan/join-words.js';
import { windowWords } from '../plan/policy-words.js';
import { triggerWords } from '../plan/show-plan.js';
import { delayWords } from '../plan/show-step.js';

/** One side of a change as a reader says it. */
export function toldWords(told: Told): string {
  switch (told.kind) {
    case 'text':
      return told.text;
    case 'condition':
      return told.condition === null ? 'everybody' : `people ${conditionWords(told.condition)}`;
    case 'conditions':
      return told.conditions.length === 0
        ? 'nothing'
        : `people ${joinWords(told.conditions.map(conditionWords), 'or')}`;
    case 'delay':
      return delayWords(told.delay);
    case 'awaited':
      return awaitedWords(told.awaited);
    case 'window':
      return told.window === null ? 'none of its own' : windowWords(told.window);
    case 'triggers':
      return joinWords(told.triggers.map(triggerWords), 'or');
  }
}
