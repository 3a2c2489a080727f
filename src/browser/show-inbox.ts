import { makeElement } from './make-element.js';
import type { ShownData } from './preview-data.js';

type EmailData = Extract<ShownData, { kind: 'email' }>;

/** An email as it stands in the list of Gmail on a desktop: one line, cut where that cuts it. */
export function showDesktopInbox(email: EmailData, label: string): HTMLElement {
  const line = makeElement(
    'span',
    { class: 'inbox-line' },
    makeElement('span', { class: 'inbox-subject', dir: 'auto' }, email.subject),
    makeElement('span', { class: 'inbox-dash', 'aria-hidden': 'true' }, ' – '),
    makeElement('span', { class: 'inbox-words', dir: 'auto' }, email.preheader),
  );
  const from = makeElement('span', { class: 'inbox-from', dir: 'auto' }, senderOf(email.from));
  return labelled(label, makeElement('div', { class: 'inbox-desktop' }, from, line));
}

/** An email as it stands in the list of Gmail on a phone 360 pixels wide. */
export function showPhoneInbox(email: EmailData, label: string): HTMLElement {
  const sender = senderOf(email.from);
  const column = makeElement(
    'span',
    { class: 'inbox-column' },
    makeElement('span', { class: 'inbox-from', dir: 'auto' }, sender),
    makeElement('span', { class: 'inbox-subject', dir: 'auto' }, email.subject),
    makeElement('span', { class: 'inbox-words', dir: 'auto' }, email.preheader),
  );
  const face = makeElement(
    'span',
    { class: 'inbox-face', 'aria-hidden': 'true' },
    [...sender][0]?.toUpperCase() ?? '?',
  );
  return labelled(label, makeElement('div', { class: 'inbox-phone' }, face, column));
}

function labelled(label: string, row: HTMLElement): HTMLElement {
  return makeElement('div', { class: 'inbox-row' }, makeElement('h3', { class: 'inbox-label' }, label), row);
}

/** The name before the address; the address where there is none. */
function senderOf(from: string): string {
  const name = /^\s*"?(.*?)"?\s*<[^>]*>\s*$/.exec(from)?.[1] ?? '';
  return name === '' ? from.replace(/^<|>$/g, '') : name;
}
