import { byId } from './make-element.js';

/** What keys do. */
export interface KeyActions {
  readonly step: (by: 1 | -1) => void;
  readonly choosePersona: (index: number) => void;
  readonly press: (key: string) => boolean;
}

/** Listens to single keys where nobody types and no modifier is held; they can be turned off in the list that `?` opens, for people who speak to their computer. */
export function listenKeys({ step, choosePersona, press }: KeyActions): void {
  const dialog = byId('keys') as HTMLDialogElement;
  const enabled = byId('keys-on') as HTMLInputElement;
  byId('keys-open').addEventListener('click', () => dialog.showModal());
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    if (event.key === '?') {
      if (dialog.open) dialog.close();
      else dialog.showModal();
      event.preventDefault();
      return;
    }
    if (!enabled.checked || dialog.open) return;
    const scrolls = event.target instanceof HTMLElement && event.target.matches('[role=region]');
    const { key } = event;
    let done = true;
    if (key === 'j' || (key === 'ArrowRight' && !scrolls) || (key === 'ArrowDown' && inList(event.target))) step(1);
    else if (key === 'k' || (key === 'ArrowLeft' && !scrolls) || (key === 'ArrowUp' && inList(event.target))) step(-1);
    else if (/^[1-9]$/.test(key)) choosePersona(Number(key) - 1);
    else done = press(key);
    if (done) event.preventDefault();
  });
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches('input:not([type=checkbox]), textarea, select');
}

function inList(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('#messages') !== null;
}
