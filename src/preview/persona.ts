import { localMoment } from '../calendar/local-time.js';
import { compareText } from '../model/diagnostic.js';
import type { Facts } from '../model/facts.js';
import type { PersonaFile } from '../model/persona-file.js';
import type { Plan } from '../model/plan.js';
import type { Project } from '../model/project.js';
import type { Instant } from '../model/value.js';
import { makeTestPerson, writtenId } from '../simulate/test-person.js';
import { completePersona, minimalPersona } from './derive-personas.js';

/** When messages go to a persona that says nothing of it: a Monday, on their own clock. */
export const USUAL_NOW = '2026-03-02T10:00';

/** A persona as it is written, or as it follows from the types of the attributes. */
export interface Persona {
  readonly id: string;
  /** Null: nobody wrote it. */
  readonly file: string | null;
  readonly node: PersonaFile;
  /** Whether only what is required is made up for them: events, rows of catalogs. */
  readonly isSparse: boolean;
}

/** A persona with all that follows from what they are. */
export interface Person {
  readonly persona: Persona;
  readonly facts: Facts;
  /** When their messages go. */
  readonly now: Instant;
}

/** The persona of whom everything is known: the one to look at first. */
export const USUAL_PERSONA = 'complete';

/** The personas of a project, the usual one first and the others by id, and behind them those that nobody wrote: `minimal`, and `complete` where there is no file at all. */
export function listPersonas(plan: Plan, project: Project): readonly Persona[] {
  const written = project.personas
    .map(({ id, file, node }): Persona => ({ id, file, node, isSparse: false }))
    .sort((a, b) => Number(b.id === USUAL_PERSONA) - Number(a.id === USUAL_PERSONA) || compareText(a.id, b.id));
  const derived: Persona[] = [
    ...(written.length > 0
      ? []
      : [{ id: 'complete', file: null, node: completePersona(plan, project), isSparse: false }]),
    ...(written.some(({ id }) => id === 'minimal')
      ? []
      : [{ id: 'minimal', file: null, node: minimalPersona(plan), isSparse: true }]),
  ];
  return [...written, ...derived];
}

/** The facts of a persona, as those of a test's person are made. */
export function makePerson(plan: Plan, persona: Persona): Person {
  const { name, profile, events = [], now = USUAL_NOW } = persona.node;
  const test = { name, events, expect: [], ...(profile === undefined ? {} : { profile }) };
  const facts = makeTestPerson(plan, test, writtenId(plan, test) ?? persona.id);
  return { persona, facts, now: localMoment(now, facts.zone) };
}
