import type { StageMove } from '../../model/docs.js';
import { joinWords } from '../plan/join-words.js';
import { plainName } from './plain-names.js';

/** `lapsed → active, perhaps loyal`, `active: stays`. */
export function moveWords({ from, to, perhaps }: StageMove): string {
  const others = perhaps.length === 0 ? '' : `, perhaps ${joinWords(perhaps.map(plainName), 'or')}`;
  if (to === null) return `${plainName(from)}: not told by the stages`;
  return to === from ? `${plainName(from)}: stays${others}` : `${plainName(from)} → ${plainName(to)}${others}`;
}
