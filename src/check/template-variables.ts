import type { Project } from '../model/project.js';
import { declaredEvents } from './declared-events.js';
import type { LiquidVariable } from './liquid/analyze-liquid.js';
import type { LiquidText } from './liquid-texts.js';
import { findField, profileFields } from './profile-fields.js';
import { includersOf, messagesUsing } from './template-uses.js';
import type { MessagePlace } from './walk-messages.js';
import { campaignMap } from './walk-steps.js';
import { mapAt, mapsAt, textAt } from './yaml-map.js';

/** Why a variable cannot be used where it stands, in the words of a finding. */
export interface VariableProblem {
  readonly message: string;
  /** The names it could be instead, written out in full (`profile.first_name`). */
  readonly candidates: readonly string[];
  readonly note: string | null;
  readonly otherwise: string;
}

/** Names that are the same for every message. */
const fixed: Readonly<Record<string, readonly string[]>> = {
  campaign: ['id', 'name'],
  step: ['id'],
  message: ['id', 'unsubscribe_url', 'view_url'],
  project: ['name'],
};

/** What is wrong with a variable of a text, or null when every message that uses the text will have it. */
export function findVariableProblem(
  project: Project,
  text: LiquidText,
  { segments }: LiquidVariable,
): VariableProblem | null {
  const [root = '', name] = segments;
  const written = segments.filter((segment) => segment !== null).join('.');
  if (root === null || root === 'catalogs' || madeByIncluder(project, text, root)) return null;
  const roots = ['profile', 'event', ...Object.keys(fixed)];
  if (!roots.includes(root)) {
    const everything = [...roots, ...profileNames(project), ...fixedNames()];
    const message = `"${written}" is nothing that a template can use`;
    const note = 'a template can use profile, event, campaign, step, message and project';
    return { message, candidates: everything, note, otherwise: 'name something of these' };
  }
  if (name === undefined || name === null) {
    const message =
      name === null ? `"${root}[…]" is not known before the message is made` : `"${root}" is a group, not a value`;
    const otherwise = `write the name of the value: ${root}.${root === 'profile' ? 'first_name' : 'name'}`;
    return { message, candidates: [], note: null, otherwise };
  }
  if (root === 'profile') {
    if (findField(project, segments.slice(1, 3).join('.')) !== null) return null;
    const otherwise = `declare "${name}" under "attributes" or "traits" in ${project.configFile}`;
    const message = `"${written}" is not a declared attribute or trait`;
    return { message, candidates: profileNames(project), note: null, otherwise };
  }
  if (root === 'event') return findEventProblem(project, messagesUsing(project, text), name);
  const names = fixed[root] ?? [];
  if (names.includes(name)) return null;
  const candidates = names.map((one) => `${root}.${one}`);
  const message = `there is no "${written}"`;
  return { message, candidates, note: `there is: ${candidates.join(', ')}`, otherwise: 'use one of these' };
}

/** `event` is what started the journey, so every way into every campaign that uses the text must bring the property. */
function findEventProblem(project: Project, messages: readonly MessagePlace[], name: string): VariableProblem | null {
  for (const campaign of new Set(messages.map((message) => message.campaign))) {
    for (const { item } of mapsAt(campaignMap(campaign), 'triggers')) {
      const event = textAt(item, 'event') ?? textAt(mapAt(item, 'inactive'), 'event');
      const properties = event === null ? null : declaredEvents(project).get(event);
      if (properties === undefined || properties?.has(name)) continue;
      const candidates = [...(properties?.keys() ?? [])].map((one) => `event.${one}`);
      if (event === null) {
        const how = 'schedule' in item ? 'by a schedule' : 'without an event';
        const message = `"event.${name}" has no value in campaign "${campaign.id}", which people enter ${how}`;
        return { message, candidates, note: null, otherwise: 'use something of "profile" here' };
      }
      const message = `"event.${name}" is not a property of "${event}"`;
      const note = `event "${event}" starts campaign "${campaign.id}"`;
      return { message, candidates, note, otherwise: `add "${name}" to "${event}" in ${project.configFile}` };
    }
  }
  return null;
}

/** A partial also sees what the text around it has assigned. */
function madeByIncluder(project: Project, text: LiquidText, name: string): boolean {
  return (includersOf(project).get(text) ?? []).some((includer) => includer.facts.locals.includes(name));
}

function profileNames(project: Project): string[] {
  return [...profileFields(project).keys()].map((name) => `profile.${name}`);
}

function fixedNames(): string[] {
  return Object.entries(fixed).flatMap(([root, names]) => names.map((name) => `${root}.${name}`));
}
