import { byId } from './make-element.js';
import type { CellData, PreviewData } from './preview-data.js';
import { type PreviewState, writeState } from './preview-state.js';

/** Shows on the buttons and links which of them is chosen, hides what means nothing for this message, and puts the rest of the state into every link. */
export function markChosen(
  links: readonly HTMLAnchorElement[],
  data: PreviewData,
  state: PreviewState,
  settle: (asked: PreviewState) => PreviewState,
  cellOf: (message: number, persona: number) => CellData | null,
): void {
  for (const button of document.querySelectorAll<HTMLButtonElement>('button[data-set]')) {
    const [name = '', value = ''] = (button.dataset.set ?? '').split('=');
    const isOn = String(state[name as keyof PreviewState]) === value;
    // On a narrow screen the row of personas is longer than the screen.
    if (isOn && button.getAttribute('aria-pressed') !== 'true')
      button.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    button.setAttribute('aria-pressed', String(isOn));
    if (name === 'persona') button.disabled = Number(value) >= 0 && cellOf(state.message, Number(value)) === null;
  }
  byId('images').setAttribute('aria-pressed', String(state.images === 'off'));
  const isEmail = data.messages[state.message]?.channel === 'email';
  for (const group of document.querySelectorAll<HTMLElement>('[data-for]')) {
    group.hidden = !isEmail || (group.dataset.for === 'picture' && state.view !== 'message');
  }
  for (const link of links) {
    const message = Number(link.dataset.message);
    link.href = writeState(settle({ ...state, message }), data);
    const cell = cellOf(message, Math.max(0, state.persona));
    nameLink(link, cell);
    if (message !== state.message) link.removeAttribute('aria-current');
    else if (link.getAttribute('aria-current') === null) {
      link.setAttribute('aria-current', 'true');
      link.closest('details')?.setAttribute('open', '');
      link.scrollIntoView({ block: 'nearest' });
    }
  }
}

/** The subject that the chosen person reads. */
function nameLink(link: HTMLAnchorElement, cell: CellData | null): void {
  const line = link.querySelector('.subject');
  const shown = (cell?.now ?? cell?.before)?.shown;
  if (line === null || shown === undefined) return;
  switch (shown.kind) {
    case 'email':
      line.textContent = shown.subject;
      break;
    case 'words':
      line.textContent = (shown.title ?? shown.text).slice(0, 120);
      break;
    case 'none':
      line.textContent = 'Held back';
  }
}
