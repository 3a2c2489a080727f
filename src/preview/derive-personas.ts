import { declaredEvents } from '../check/names/declared-events.js';
import { BUILT_IN_EVENTS } from '../model/built-in-events.js';
import type { PersonaFile } from '../model/persona-file.js';
import type { AttributeType, Plan } from '../model/plan.js';
import type { Project } from '../model/project.js';
import { madeDay, madeProperties, madeValue } from './made-value.js';

/** Somebody of whom only what is required is known, and to whom nothing happened. */
export function minimalPersona(plan: Plan): PersonaFile {
  const required = attributesOf(plan).filter(([, { optional }]) => !optional);
  return {
    name: 'Minimal',
    about: 'Only what is required is known',
    profile: Object.fromEntries(
      required.map(([name, { type, enum: values }]) => [
        name,
        type === 'boolean' ? false : type === 'number' ? 0 : madeValue(name, { type, values }),
      ]),
    ),
  };
}

/** Somebody of whom everything is known, and to whom each declared event happened once. */
export function completePersona(plan: Plan, project: Project): PersonaFile {
  const own = [...declaredEvents(project)].filter(([name]) => !Object.hasOwn(BUILT_IN_EVENTS, name));
  const frozen = Object.entries(plan.traits).filter(([, { trait }]) => trait.kind === 'frozen');
  return {
    name: 'Complete',
    about: 'Everything is known, and every event happened once',
    profile: Object.fromEntries([
      ...attributesOf(plan).map(([name, { type, enum: values }]) => [name, madeValue(name, { type, values })]),
      ...frozen.map(([name, { type }]) => [name, madeValue(name, { type, values: null })]),
    ]),
    events: own.map(([name, properties], index) => {
      const day = madeDay(index - own.length);
      return `${day}T10:00 ${name} ${JSON.stringify(madeProperties(properties, false))}`;
    }),
  };
}

/** The id is the persona's own, and the zone that of the project. */
function attributesOf({ attributes, identity }: Plan): [string, AttributeType][] {
  return Object.entries(attributes).filter(([name]) => name !== identity.id && name !== identity.timezone);
}
