import { messagesOf } from '../check/walk/walk-messages.js';
import { stepsOf } from '../check/walk/walk-steps.js';
import type { Diagnostic } from '../model/diagnostic.js';
import type { Project, TemplateSource } from '../model/project.js';
import type { Span } from '../model/span.js';
import type { ShownMessage } from './list-messages.js';
import type { Persona } from './persona.js';
import { templateTexts } from './template-texts.js';

/** A message that a persona does not get, and why. */
export interface HeldBack {
  readonly persona: Pick<Persona, 'id' | 'file'>;
  /** Liquid in place of the template's own subject. */
  readonly subject: string | null;
  readonly problem: string;
}

/** The finding that a persona gets no message, at the expression that asks for what is not known of them, else at the step. */
export function heldBack(
  project: Project,
  message: Pick<ShownMessage, 'id' | 'campaign' | 'step'>,
  template: TemplateSource | null,
  { persona, subject, problem }: HeldBack,
): Diagnostic {
  const unknown = /^(.+) is unknown$/.exec(problem)?.[1] ?? null;
  const found = unknown === null ? null : findExpression(project, { ...message, subject }, template, unknown);
  const root = unknown?.split(/[.[]/, 1)[0];
  return {
    code: 'LC233',
    name: 'message-held-back',
    severity: 'warning',
    message: `${message.id} is held back for persona "${persona.id}": ${problem}`,
    span: found ?? stepSpan(project, message),
    label: unknown === null ? 'nobody like them gets this' : 'not known of everybody',
    help: [
      unknown === null
        ? `mend ${template?.file ?? 'the template'}, or what the persona is`
        : `say what stands there instead: {{ ${unknown} | default: '…' }}${root === 'profile' && persona.file !== null ? `, or write it in ${persona.file}` : ''}`,
    ],
  };
}

function findExpression(
  project: Project,
  { campaign, step, subject }: Pick<ShownMessage, 'campaign' | 'step' | 'subject'>,
  template: TemplateSource | null,
  path: string,
): Span | null {
  if (subject?.includes(path)) {
    const source = project.campaigns.find(({ id }) => id === campaign);
    const place = source && messagesOf(source).find(({ id }) => id === step);
    if (place?.message.subject === subject) return project.spans.value(place.message, 'subject');
  }
  if (template === null) return null;
  for (const { path: file, text } of templateTexts(project, template)) {
    for (const tag of text.matchAll(/\{\{.*?\}\}|\{%.*?%\}/gs)) {
      const at = tag[0].indexOf(path);
      // What has a default is not what is missing.
      if (at >= 0 && !/\bdefault\b/.test(tag[0]))
        return project.spanAt(file, tag.index + at, tag.index + at + path.length);
    }
  }
  return null;
}

function stepSpan(project: Project, { campaign, step }: Pick<ShownMessage, 'campaign' | 'step'>): Span {
  const source = project.campaigns.find(({ id }) => id === campaign);
  const place = source && stepsOf(source).find(({ id }) => id === step);
  return place === undefined ? project.spanAt(project.configFile, 0, 0) : project.spans.value(place.step, 'id');
}
