import type { Project } from '../../model/project.js';
import { declaredEvents } from '../names/declared-events.js';
import type { ProfileField } from '../names/profile-fields.js';
import { configMap, mapAt, textAt } from '../yaml-map.js';
import { allOf, type Claim, type CountSubject, oneOf, type Subject, TRUE } from './claim.js';
import { countedBy, happened, overWindow, windowOf } from './count-subject.js';
import { ANYTHING, KNOWN, type Range } from './range.js';
import type { Tested } from './test-claim.js';

/** An attribute or trait as something to be tested: traits that count are the same thing as the events they count. */
export function fieldTested(project: Project, name: string, field: ProfileField): Tested {
  const trait = field.kind === 'trait' ? mapAt(mapAt(configMap(project), 'traits'), name) : null;
  const counted = trait === null ? null : textAt(trait, 'count');
  const count = trait === null || counted === null ? null : countedBy(counted, trait);
  const subject: Subject = count ?? plainSubject(name, field);
  const source = trait === null ? null : sourceOf(project, trait);
  const say = (range: Range): Claim => {
    const own: Claim = { kind: 'is', subject, range };
    if (source === null) return own;
    if (!range.null) return allOf([own, happened(source.events, true)]);
    return range.only?.length === 0 && source.isSure ? allOf([own, happened(source.events, false)]) : own;
  };
  return { type: field.type, subject, say, within };

  function within(text: string, holds: boolean): Claim {
    const window = windowOf(text);
    if (window === null) return TRUE;
    // The last event lies in a stretch of time that ends now when any event does.
    const latest =
      trait !== null && 'last' in trait && source?.isTime === true && source.events?.window.kind === 'ever';
    if (latest && source.events !== null) return happened(overWindow(source.events, window), holds);
    const age: Subject = { kind: 'age', key: `age of ${name}`, domain: ANYTHING };
    const is = (range: Range): Claim => ({ kind: 'is', subject: age, range });
    if (holds) {
      return allOf([say(KNOWN), is({ ...KNOWN, low: { at: 0, open: false }, high: { at: window.most, open: true } })]);
    }
    return oneOf([
      is({ ...ANYTHING, low: { at: window.least, open: false } }),
      is({ ...KNOWN, high: { at: 0, open: true } }),
    ]);
  }
}

function plainSubject(name: string, { type, values, optional, kind }: ProfileField): Subject {
  const only = type === 'boolean' ? [true, false] : values;
  // Data may lack what it should have, but what is counted or added up is always known.
  return { kind: 'value', key: name, domain: { ...KNOWN, null: optional || kind === 'attribute', only } };
}

/** The events without which a trait is null. `isSure` when it has a value as soon as there is one. */
function sourceOf(
  project: Project,
  trait: Readonly<Record<string, unknown>>,
): { events: CountSubject | null; isSure: boolean; isTime: boolean } | null {
  const kind = ['first', 'last', 'most_frequent'].find((key) => key in trait);
  const [event = '', property] = (kind === undefined ? null : textAt(trait, kind))?.split('.') ?? [];
  if (event === '') return null;
  const declared = property === undefined ? null : declaredEvents(project).get(event)?.get(property);
  const isSure = property === undefined || declared?.optional === false;
  return { events: countedBy(event, trait), isSure, isTime: property === undefined };
}
