import type { Project } from '../../model/project.js';
import { type DeclaredType, declaredEvents, declaredType } from '../names/declared-events.js';
import { catalogsOf } from '../names/find-lookup-problem.js';
import { findField } from '../names/profile-fields.js';
import { factorsOf } from '../walk/walk-messages.js';
import { mapAt, textAt, triggersOf } from '../yaml-map.js';
import type { LiquidText } from './liquid-texts.js';
import { includersOf, messagesUsing } from './template-uses.js';

/** What is declared of `profile.x`, `event.x` or a column of a catalog where a text uses it; null when it is something else, or not the same in all messages that use the text. */
export function typeOfPath(project: Project, text: LiquidText, segments: readonly string[]): DeclaredType | null {
  const [root = '', ...names] = segments;
  const around = [text, ...(includersOf(project).get(text) ?? [])];
  if (around.some(({ facts }) => facts.locals.includes(root))) return null;
  if (root === 'profile') {
    const field = findField(project, names.join('.'));
    return field === null || field.type === null ? null : field;
  }
  if (root === 'catalogs' && names.length === 3) {
    const columns = mapAt(mapAt(catalogsOf(project), names[0] ?? ''), 'columns');
    const declared = columns?.[names[2] ?? ''];
    return declared === undefined ? null : declaredType(declared);
  }
  const [name = '', ...more] = names;
  if (root === 'test' && more.length === 0) return typeOfFactor(project, text, name);
  if (root !== 'event' || more.length > 0) return null;
  const campaigns = new Set(messagesUsing(project, text).map(({ campaign }) => campaign));
  const triggers = [...campaigns].flatMap(triggersOf);
  const declared = triggers.map((trigger) => {
    const event = textAt(trigger, 'event') ?? textAt(mapAt(trigger, 'inactive'), 'event') ?? '';
    return declaredEvents(project).get(event)?.get(name) ?? null;
  });
  const [first] = declared;
  if (first === undefined || first === null || first.type === null) return null;
  const isSame = declared.every(
    (one) => one?.type === first.type && JSON.stringify(one.values) === JSON.stringify(first.values),
  );
  return isSame ? first : null;
}

/** A level is one of those that are written, where all messages that use the text write the same. */
function typeOfFactor(project: Project, text: LiquidText, name: string): DeclaredType | null {
  const [first, ...others] = messagesUsing(project, text).map((message) => factorsOf(message).get(name) ?? []);
  if (first === undefined || first.length === 0) return null;
  return others.every((levels) => JSON.stringify(levels) === JSON.stringify(first))
    ? { type: 'string', values: first, optional: false }
    : null;
}

/** A path as it is written; the row of a catalog stands in brackets. */
export function writtenPath(segments: readonly string[]): string {
  return segments.join('.').replace('.[', '[');
}
