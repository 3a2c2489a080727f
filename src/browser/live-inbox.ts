import { askServer } from './live-ask.js';
import type { Looking } from './live-data.js';
import { makeElement } from './make-element.js';

/** Sends what is looked at to an inbox of the project. */
export function makeSender(inbox: readonly string[], looking: () => Looking | null): HTMLElement {
  const said = makeElement('p', { class: 'live-said', role: 'status' });
  const form = makeElement('form', { class: 'live-form live-send' }, makeElement('h4', {}, 'Send this email to'));
  if (inbox.length === 0) {
    said.textContent = 'Write your address into lifecycle.config.yaml: dev: {inbox: [me@acme.example]}';
    form.append(said);
    return form;
  }
  const to = makeElement(
    'select',
    { name: 'to', 'aria-label': 'Inbox' },
    ...inbox.map((each) => new Option(each, each)),
  );
  form.append(to, makeElement('button', {}, 'Send'), said);
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    said.classList.remove('bad');
    said.textContent = 'Sending…';
    const asked = looking();
    const { problem, help, said: answer } = await askServer('send', { ...asked, to: to.value });
    const isBad = typeof problem === 'string';
    said.classList.toggle('bad', isBad);
    said.textContent = isBad ? `${problem}. ${typeof help === 'string' ? help : ''}` : `Sent: ${String(answer)}`;
  });
  return form;
}
