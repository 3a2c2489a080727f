import type { Project } from '../../model/project.js';
import { atValue, printPlace, spanOf } from '../place.js';
import type { MessagePlace } from '../walk/walk-messages.js';
import type { LiquidText } from './liquid-texts.js';
import { messagesUsing } from './template-uses.js';

/**
 * Notes that say where a text is used: the first three messages, and how many more. Nothing for a subject,
 * which stands in its step. With a campaign, only its messages.
 */
export function describeUses(project: Project, text: LiquidText, campaign: string | null): string[] {
  const messages = messagesUsing(project, text).filter((one) => campaign === null || one.campaign.id === campaign);
  return describeMessages(project, text, messages);
}

/** The same for some messages of those that use a text. */
export function describeMessages(project: Project, text: LiquidText, messages: readonly MessagePlace[]): string[] {
  if (text.kind === 'subject') return [];
  const notes = messages.slice(0, 3).map(({ message, id }) => {
    const place = printPlace(spanOf(project, atValue(message, 'template')));
    return `used by ${place} (step "${id ?? '?'}")`;
  });
  return messages.length > 3 ? [...notes, `and by ${messages.length - 3} more`] : notes;
}
