import { dressEmail, knowsDark } from './dress-email.js';
import { makeElement } from './make-element.js';
import type { ContentData, MessageData, PreviewData } from './preview-data.js';
import type { PreviewState } from './preview-state.js';
import { unpackText } from './unpack-text.js';

/** What is to be shown: of which message, for whom, and how. */
export interface Showing {
  readonly data: PreviewData;
  readonly message: MessageData;
  /** How it is called to people who do not see it: `the email for Ann`. */
  readonly title: string;
  readonly state: PreviewState;
}

/** One message in the view that was chosen. */
export function showContent(content: ContentData, showing: Showing): HTMLElement {
  const { data, message, title, state } = showing;
  const { shown } = content;
  switch (shown.kind) {
    case 'none':
      return makeElement(
        'div',
        { class: 'held' },
        makeElement('strong', {}, 'Held back'),
        makeElement('p', {}, `Nobody like this gets the message: ${shown.problem}.`),
      );
    case 'words':
      if (state.view === 'source' || message.channel === 'webhook')
        return showLines(tidyJson(shown.text).split('\n'), title);
      return showWords(shown.title, shown.text, shown.segments, message, data.project);
    case 'email':
      switch (state.view) {
        case 'message':
          return showEmail(unpackText(shown.html, data.lines), showing);
        case 'text':
          return makeElement(
            'pre',
            { class: 'letter', dir: 'auto', tabindex: '0', role: 'region', 'aria-label': `${title}, plain text` },
            unpackText(shown.text, data.lines),
          );
        case 'source':
          return showLines(unpackText(shown.html, data.lines).split('\n'), `${title}, source`);
        case 'headers':
          return showHeaders(shown.headers, `${title}, headers`);
      }
  }
}

function showEmail(html: string, { title, state }: Showing): HTMLElement {
  const frame = makeElement('iframe', {
    title,
    sandbox: '',
    referrerpolicy: 'no-referrer',
    loading: 'lazy',
    class: `mail mail-${state.scheme}`,
    width: state.width,
  });
  frame.srcdoc = dressEmail(html, state);
  const fit = makeElement('div', { class: 'fit', 'data-width': state.width }, frame);
  if (state.scheme === 'light' || knowsDark(html)) return fit;
  const note =
    'This email says nothing about dark mode: it is shown as it is, and mail programs may change its colours by themselves.';
  return makeElement('div', {}, makeElement('p', { class: 'remark' }, note), fit);
}

function showWords(
  title: string | null,
  text: string,
  segments: number | null,
  { channel }: MessageData,
  project: string,
): HTMLElement {
  const body = makeElement('p', { dir: 'auto' }, text);
  if (channel === 'sms' || channel === 'whatsapp') {
    const size =
      segments === null ? '' : `${segments === 1 ? '1 text message' : `${segments} text messages`}, ${signs(text)}`;
    const bubble = makeElement('div', { class: `bubble bubble-${channel}` }, body);
    return makeElement('div', { class: 'phone' }, bubble, makeElement('p', { class: 'remark' }, size || signs(text)));
  }
  const head = makeElement('p', { class: 'card-app' }, project);
  const heading = title === null ? [] : [makeElement('p', { class: 'card-title', dir: 'auto' }, title)];
  return makeElement(
    'div',
    { class: 'phone' },
    makeElement('div', { class: 'notice' }, head, ...heading, body),
    makeElement('p', { class: 'remark' }, signs(text)),
  );
}

function signs(text: string): string {
  const count = [...text].length;
  return count === 1 ? '1 character' : `${count} characters`;
}

function tidyJson(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

/** Lines with their numbers. */
function showLines(lines: readonly string[], label: string): HTMLElement {
  const each = lines.map((line) => makeElement('span', { class: 'line' }, `${line}\n`));
  return makeElement('pre', { class: 'code', tabindex: '0', role: 'region', 'aria-label': label }, ...each);
}

function showHeaders(headers: readonly (readonly [name: string, value: string])[], label: string): HTMLElement {
  const rows = headers.map(([name, value]) =>
    makeElement('tr', {}, makeElement('th', { scope: 'row' }, name), makeElement('td', { dir: 'auto' }, value)),
  );
  return makeElement(
    'div',
    { class: 'headers', tabindex: '0', role: 'region', 'aria-label': label },
    makeElement('table', {}, makeElement('tbody', {}, ...rows)),
  );
}
