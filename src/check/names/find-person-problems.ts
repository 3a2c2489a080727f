import { canonicalZone } from '../../calendar/zone.js';
import type { PersonaFile } from '../../model/persona-file.js';
import type { Project } from '../../model/project.js';
import { atKey, atValue, type Place, spanOf } from '../place.js';
import { remember } from '../remember.js';
import type { Finding } from '../rule.js';
import { readTestEvents } from '../walk/test-events.js';
import { configMap, isMap, mapAt, textAt } from '../yaml-map.js';
import { declaredEvents } from './declared-events.js';
import { fieldNames, findField } from './profile-fields.js';
import { findValueProblem, type TypeProblem } from './test-types.js';
import { unknownName } from './unknown-name.js';

/** Somebody who is made up: in a test, or as a persona. */
export type MadePerson = Pick<PersonaFile, 'profile' | 'events'>;

/** What is written of somebody made up that cannot be; names of events and their properties have rules of their own. */
export function* findPersonProblems(project: Project, { profile = {}, events = [] }: MadePerson): Generator<Finding> {
  yield* inProfile(project, profile);
  yield* inEvents(project, events);
}

/** What may be written of somebody made up: attributes, columns of the identity, and what no single person's events tell. */
export function writableNames(project: Project): readonly string[] {
  const attributes = fieldNames(project).filter((key) => {
    const known = findField(project, key);
    return known?.kind === 'attribute' || known?.frozen;
  });
  return [...attributes, ...identityColumns(project)];
}

function identityColumns(project: Project): readonly string[] {
  const identity = mapAt(configMap(project), 'identity');
  return Object.keys(identity ?? {}).flatMap((key) => textAt(identity, key) ?? []);
}

function* inProfile(project: Project, profile: NonNullable<MadePerson['profile']>): Generator<Finding> {
  const identity = mapAt(configMap(project), 'identity');
  const columns = identityColumns(project);
  for (const [name, value] of Object.entries(profile)) {
    const field = findField(project, name) ?? undefined;
    const place = atKey(profile, name);
    if (field?.kind === 'trait' && field.parts !== null) {
      const help = [`write one of its parts: ${[...field.parts.keys()].map((part) => `${name}.${part}`).join(', ')}`];
      yield { message: `"${name}" has several parts`, span: spanOf(project, place), help };
    } else if (field?.kind === 'trait' && !field.frozen) {
      const help = ['write the events that it is computed from'];
      yield { message: `"${name}" is a trait, and follows from the events`, span: spanOf(project, place), help };
    } else if (field === undefined && !columns.includes(name)) {
      yield unknownName(project, {
        message: `there is no attribute "${name}"`,
        word: name,
        place,
        candidates: writableNames(project),
        plural: 'attributes',
        otherwise: `declare "${name}" under "attributes" in ${project.configFile}`,
      });
    } else if (name === textAt(identity, 'timezone') && value !== null && canonicalZone(String(value)) === null) {
      const help = ['write the name of a zone, such as Europe/Berlin'];
      yield { message: `"${value}" is no time zone`, span: spanOf(project, atValue(profile, name)), help };
    } else if (field !== undefined && value !== null && !wrongConsents(project).has(name)) {
      const problems = findValueProblem(profile, name, value, field);
      yield* problems.map((one) => say(project, `${field.kind} "${name}"`, one, one.place));
    }
  }
}

function* inEvents(project: Project, events: readonly string[]): Generator<Finding> {
  for (const [index, { name, properties, problem }] of readTestEvents(events).entries()) {
    const place = atValue(events, index);
    if (problem !== null) {
      const help = ['write its time, its name and its properties: "2026-03-02T10:00 NAME {PROPERTY: VALUE}"'];
      yield { message: `event "${name}" cannot be read: ${problem}`, span: spanOf(project, place), help };
    }
    const declared = declaredEvents(project).get(name);
    for (const [property, value] of Object.entries(properties)) {
      const type = declared?.get(property);
      if (type === undefined || value === null) continue;
      const problems = findValueProblem(properties, property, value, type);
      yield* problems.map((one) => say(project, `property "${property}"`, one, place));
    }
  }
}

/** Attributes that topics take consent from and that are not declared as true or false: tests write what is meant, and the topic's own finding says what is wrong. */
const wrongConsents = remember((project: Project): ReadonlySet<string> => {
  const topics = Object.values(mapAt(configMap(project), 'topics') ?? {});
  const named = topics.flatMap((topic) => (isMap(topic) ? (textAt(topic, 'consent') ?? []) : []));
  return new Set(named.filter((name) => findField(project, name)?.type !== 'boolean'));
});

function say(project: Project, what: string, { message, label, help }: TypeProblem, place: Place): Finding {
  return { message: `${what} ${message}`, span: spanOf(project, place), label, help: [help] };
}
