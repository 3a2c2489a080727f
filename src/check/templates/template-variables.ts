import type { Project } from '../../model/project.js';
import { suggest } from '../../model/suggest.js';
import type { LiquidVariable } from '../liquid/analyze-liquid.js';
import { declaredEvents } from '../names/declared-events.js';
import { fieldNames, findField, profileFields } from '../names/profile-fields.js';
import { allBlockRules } from '../walk/block-rules.js';
import { factorsOf } from '../walk/walk-messages.js';
import { mapAt, textAt, triggersOf, type YamlMap } from '../yaml-map.js';
import type { LiquidText } from './liquid-texts.js';
import { includersOf, messagesUsing } from './template-uses.js';

/** Why a variable cannot be used where it stands, in the words of a finding. */
export interface VariableProblem {
  readonly message: string;
  /** The names it could be instead, written out in full (`profile.first_name`). */
  readonly candidates: readonly string[];
  /** What is surely meant, when there is such a thing. */
  readonly meant?: string;
  readonly note?: string;
  /** What to do when none of the candidates is meant. */
  readonly otherwise?: string;
  /** The one campaign in which it is wrong, when it is right in others. */
  readonly campaign?: string;
}

/** Names that are the same for every message. */
const fixed: Readonly<Record<string, readonly string[]>> = {
  campaign: ['id', 'name'],
  step: ['id'],
  message: ['id', 'unsubscribe_url', 'view_url'],
  project: ['name'],
  incentive: ['code'],
};

/** The first words of everything that a template can use. */
export const roots = ['profile', 'event', 'test', ...Object.keys(fixed)];

/** What is wrong with a variable of a text, or null when every message that uses the text will have it. */
export function findVariableProblem(
  project: Project,
  text: LiquidText,
  { segments }: LiquidVariable,
): VariableProblem | null {
  const [root = '', name] = segments;
  const written = segments.filter((segment) => segment !== null).join('.');
  if (root === null || root === 'catalogs' || madeByIncluder(project, text, root)) return null;
  if (!roots.includes(root)) {
    return {
      message: `"${written}" is nothing that a template can use`,
      candidates: [...roots, ...profileNames(project), ...fixedNames()],
      ...(findField(project, written) === null ? {} : { meant: `profile.${written}` }),
      note: 'a template can use profile, event, campaign, step, message, incentive, test and project',
    };
  }
  if (name === undefined || name === null) {
    const message = name === null ? `"${root}[...]" could be any value` : `"${root}" is a group, not a value`;
    return { message, candidates: [], otherwise: `write which value is meant, such as ${exampleOf(project, root)}` };
  }
  if (root === 'profile') {
    const field = findField(project, segments.slice(1, 3).join('.'));
    if (field !== null && field.parts === null) return null;
    const parts = profileFields(project).get(name)?.parts ?? null;
    if (parts !== null) {
      const candidates = [...parts.keys()].map((part) => `profile.${name}.${part}`);
      const message = field === null ? `there is no "${written}"` : `"${written}" has several parts`;
      return { message, candidates, note: `there is ${candidates.join(', ')}`, otherwise: 'name one of its parts' };
    }
    const otherwise = `declare "${name}" under "attributes" or "traits" in ${project.configFile}`;
    const message = `"${written}" is not a declared attribute or trait`;
    const place = project.spans.key(project.config, 'attributes');
    const note = `attributes are declared in ${place.file}:${place.start.line}`;
    return { message, candidates: profileNames(project), note, otherwise };
  }
  if (root === 'event') return findEventProblem(project, text, name);
  if (root === 'test') return findFactorProblem(project, text, segments);
  const names = fixed[root] ?? [];
  if (names.includes(name)) return null;
  const candidates = names.map((one) => `${root}.${one}`);
  return { message: `there is no "${written}"`, candidates, note: `there is ${candidates.join(', ')}` };
}

/** `event` is what started the journey, so every way into every campaign that uses the text must bring the property. */
function findEventProblem(project: Project, text: LiquidText, name: string): VariableProblem | null {
  for (const campaign of new Set(messagesUsing(project, text).map((message) => message.campaign))) {
    for (const trigger of triggersOf(campaign)) {
      const event = textAt(trigger, 'event') ?? textAt(mapAt(trigger, 'inactive'), 'event');
      const properties = event === null ? null : declaredEvents(project).get(event);
      // An event that is not declared is told by its own rule.
      if (properties === undefined || properties?.has(name)) continue;
      const candidates = [...(properties?.keys() ?? [])].map((one) => `event.${one}`);
      if (event === null) {
        const message = `"event.${name}" has no value in campaign "${campaign.id}", which people enter ${wayIn(trigger)}`;
        const otherwise = 'use something of "profile", or give that campaign a template of its own';
        return { message, candidates, otherwise, campaign: campaign.id };
      }
      const message = `"event.${name}" is not a property of "${event}"`;
      const note = `event "${event}" starts campaign "${campaign.id}"`;
      const otherwise = `add "${name}" to "${event}" in ${project.configFile}`;
      return { message, candidates, note, otherwise, campaign: campaign.id };
    }
  }
  return null;
}

/** `test` is what the message's test varies, so the test of every message that uses the text must have the factor. */
function findFactorProblem(
  project: Project,
  text: LiquidText,
  segments: LiquidVariable['segments'],
): VariableProblem | null {
  const [, name = null, more] = segments;
  for (const message of messagesUsing(project, text)) {
    const factors = [...factorsOf(message).keys()];
    if (name !== null && factors.includes(name) && more === undefined) continue;
    const written = segments.filter((segment) => segment !== null).join('.');
    const step = `step "${message.id ?? '?'}" of campaign "${message.campaign.id}"`;
    return {
      message:
        factors.length === 0
          ? `"${written}" has no value in ${step}, whose message has no test of factors`
          : `"${written}" is nothing that the test in ${step} varies`,
      candidates: factors.map((one) => `test.${one}`),
      ...(factors.length === 0 ? {} : { note: `there is ${factors.map((one) => `test.${one}`).join(', ')}` }),
      otherwise: `write it under "test: factors" of that message, or give the message a template of its own`,
      campaign: message.campaign.id,
    };
  }
  return null;
}

function wayIn(trigger: YamlMap): string {
  if ('schedule' in trigger) return 'by a schedule';
  if ('date' in trigger) return 'when a day comes';
  if ('leaves' in trigger) return 'by leaving a group';
  return 'enters' in trigger ? 'by coming into a group' : 'without an event';
}

/** A partial also sees what the text around it has assigned. */
function madeByIncluder(project: Project, text: LiquidText, name: string): boolean {
  const includers = includersOf(project).get(text) ?? [];
  return includers.some((includer) => includer.facts.locals.includes(name)) || givenByBlock(project, text, name);
}

function givenByBlock(project: Project, text: LiquidText, name: string): boolean {
  return allBlockRules(project).some(({ rule }) => {
    const isThis = text.file.startsWith(`templates/partials/${textAt(rule, 'partial')}.`);
    // A misspelt name means the one that it suggests: that is told in the block.
    const given = Object.keys(mapAt(rule, 'with') ?? {});
    return isThis && given.some((one) => one === name || suggest(one, [name]).length > 0);
  });
}

function exampleOf(project: Project, root: string): string {
  return root === 'profile' ? (profileNames(project)[0] ?? 'profile.email') : `${root}.${fixed[root]?.[0] ?? 'value'}`;
}

function profileNames(project: Project): string[] {
  return fieldNames(project).map((name) => `profile.${name}`);
}

function fixedNames(): string[] {
  return Object.entries(fixed).flatMap(([root, names]) => names.map((name) => `${root}.${name}`));
}
