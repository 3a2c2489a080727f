import { isTextPart, type Project } from '../../model/project.js';
import { remember } from '../remember.js';
import { allVersions, type MessagePlace, messagesByTemplate } from '../walk/walk-messages.js';
import { allLiquidTexts, type LiquidText } from './liquid-texts.js';

/** Ids of every template file there is, those that could not be read too, so that one fault is told once. */
export const templateIds = remember((project: Project): ReadonlySet<string> => {
  const unread = project.broken.flatMap(
    (path) => /^templates\/(?!partials\/|blocks\/)(.*)\.(?:mjml|liquid)$/.exec(path)?.[1] ?? [],
  );
  return new Set([...project.templates.filter((one) => !isTextPart(project, one)).map(({ id }) => id), ...unread]);
});

/** The texts of a partial by its file. */
export const partialTexts = remember(
  (project: Project): ReadonlyMap<string, LiquidText> =>
    new Map(allLiquidTexts(project).flatMap((text) => (text.kind === 'partial' ? [[text.file, text] as const] : []))),
);

/** A text and every partial that it pulls in, directly or through others, each once. */
export function withPartials(project: Project, text: LiquidText): LiquidText[] {
  const found = new Set([text]);
  for (const one of found) {
    for (const { file } of one.includes) {
      const partial = file === null ? undefined : partialTexts(project).get(file);
      if (partial !== undefined) found.add(partial);
    }
  }
  return [...found];
}

/** The texts that pull in a partial, directly or through others. */
export const includersOf = remember((project: Project): ReadonlyMap<LiquidText, readonly LiquidText[]> => {
  const includers = new Map<LiquidText, LiquidText[]>();
  for (const text of allLiquidTexts(project)) {
    for (const partial of withPartials(project, text).slice(1)) {
      includers.set(partial, [...(includers.get(partial) ?? []), text]);
    }
  }
  return includers;
});

/** The messages that a text becomes part of: by its template, through a partial, or as their own subject. */
export function messagesUsing(project: Project, text: LiquidText): MessagePlace[] {
  if (text.message !== null) return [text.message];
  const texts = [text, ...(includersOf(project).get(text) ?? [])];
  const templates = new Set(texts.map(({ template }) => template));
  const messages = [...templates].flatMap((template) => messagesByTemplate(project).get(template ?? '') ?? []);
  const places = placesOfMessages(project);
  return messages.sort((a, b) => (places.get(a) ?? 0) - (places.get(b) ?? 0));
}

const placesOfMessages = remember(
  (project: Project): ReadonlyMap<MessagePlace, number> =>
    new Map(allVersions(project).map((message, index) => [message, index])),
);
