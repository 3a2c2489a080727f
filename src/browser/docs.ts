const field = document.querySelector<HTMLInputElement>('#find');
const said = document.querySelector<HTMLElement>('#found');
const entries = [...document.querySelectorAll<HTMLElement>('[data-find]')].map((element) => ({
  element,
  text: `${element.dataset.find ?? ''} ${element.textContent ?? ''}`.toLowerCase(),
}));
const groups = [...document.querySelectorAll<HTMLElement>('[data-group]')];

/** Shows what has all the words; lists of which nothing is left go away with their headings. */
function find(wanted: string): void {
  const words = wanted
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  let count = 0;
  for (const { element, text } of entries) {
    const isFound = words.every((word) => text.includes(word));
    element.hidden = !isFound;
    if (isFound && element.matches('article')) count += 1;
  }
  for (const group of groups) {
    const own = [...group.querySelectorAll<HTMLElement>('[data-find]')];
    group.hidden = own.length > 0 && own.every(({ hidden }) => hidden);
  }
  if (said !== null) said.textContent = words.length === 0 ? '' : `${count} campaign${count === 1 ? '' : 's'} found`;
}

if (field !== null) {
  const box = field.closest<HTMLElement>('[hidden]');
  if (box !== null) box.hidden = false;
  field.addEventListener('input', () => find(field.value));
  field.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    field.value = '';
    find('');
  });
  // A shortcut as on many pages; not while somebody writes.
  document.addEventListener('keydown', (event) => {
    if (event.key !== '/' || event.target === field || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    field.focus();
  });
}

/** Only what has more to show than there is room for is worth a stop on the way with the keyboard. */
function markScrollers(): void {
  for (const scroller of document.querySelectorAll<HTMLElement>('.scroll')) {
    if (scroller.scrollWidth > scroller.clientWidth) scroller.tabIndex = 0;
    else scroller.removeAttribute('tabindex');
  }
}

markScrollers();
window.addEventListener('resize', markScrollers);
// What is opened has a width from then on; the event does not bubble.
document.addEventListener('toggle', markScrollers, true);

// On paper everything is open.
window.addEventListener('beforeprint', () => {
  for (const details of document.querySelectorAll('details')) details.open = true;
});

export {};
