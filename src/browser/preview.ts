import { filterMessages } from './filter-messages.js';
import { fitFrames } from './fit-frames.js';
import { listenKeys } from './listen-keys.js';
import type { Looking } from './live-data.js';
import { byId, makeElement } from './make-element.js';
import { markChosen } from './mark-chosen.js';
import { mergePatch } from './merge-patch.js';
import type { CellData, MessageData, PreviewData } from './preview-data.js';
import { EVERYBODY, type PreviewState, readState, writeState } from './preview-state.js';
import { showChanges } from './show-changes.js';
import { showContent } from './show-content.js';
import { showEverybody } from './show-everybody.js';
import { showFindings } from './show-findings.js';
import { showDesktopInbox, showPhoneInbox } from './show-inbox.js';

let data = JSON.parse(byId('preview-data').textContent ?? '') as PreviewData;
let cells = indexCells();
const links = [...document.querySelectorAll<HTMLAnchorElement>('#messages a[data-message]')];
const order = links.map((link) => Number(link.dataset.message));
let state = readState(location.hash, data);

function indexCells(): ReadonlyMap<string, CellData> {
  return new Map(data.cells.map((cell) => [`${cell.message} ${cell.persona}`, cell]));
}

const cellOf = (message: number, persona: number): CellData | null => cells.get(`${message} ${persona}`) ?? null;

/** In a comparison not everything is there for everybody: then the first person for whom it is. */
function settle(asked: PreviewState): PreviewState {
  if (asked.persona === EVERYBODY || cellOf(asked.message, asked.persona) !== null) return asked;
  const persona = data.personas.findIndex((_, index) => cellOf(asked.message, index) !== null);
  return { ...asked, persona: Math.max(0, persona) };
}

function go(change: Partial<PreviewState>): void {
  const address = writeState(settle({ ...state, ...change }), data);
  if (address === location.hash) return;
  history.replaceState(null, '', address);
  show();
}

function show(): void {
  state = settle(readState(location.hash, data));
  const message = data.messages[state.message];
  if (message === undefined) return;
  const cell = state.persona === EVERYBODY ? null : cellOf(state.message, state.persona);
  const person = data.personas[state.persona];
  const who = person === undefined ? 'everybody' : person.name;
  const title = `${message.title}, ${message.step}, for ${who}`;
  document.title = `${message.campaign}/${message.step} · ${data.project} preview`;
  byId('title').replaceChildren(...titleOf(message));
  byId('facts').textContent = factsOf(message, cell);
  showInbox(cell);
  const showing = { data, message, title, state };
  const everybody = data.personas.map((_, persona) => cellOf(state.message, persona));
  byId('stage').replaceChildren(
    cell === null
      ? showEverybody(everybody, showing)
      : data.against !== null
        ? showChanges(cell, showing)
        : cell.now === null
          ? makeElement('p', { class: 'gap' }, 'It is not there any more.')
          : showContent(cell.now, showing),
  );
  // Several pictures beside each other need all the room.
  byId('message').classList.toggle('wide', cell === null || (data.against !== null && state.view === 'message'));
  const of = cell === null ? everybody : [cell];
  const numbers = [...new Set(of.flatMap((each) => each?.now?.findings ?? []))].sort((a, b) => a - b);
  const findings = numbers.flatMap((number) => data.findings[number] ?? []);
  byId('findings-body').replaceChildren(...showFindings(findings));
  byId('findings-count').textContent = findings.length === 0 ? '' : String(findings.length);
  showPerson();
  markChosen(links, data, state, settle, cellOf);
  fitFrames();
  const count = findings.length === 1 ? '1 finding' : `${findings.length} findings`;
  byId('said').textContent = `${title}. ${saidOf(message)}. ${count}.`;
  const looking: Looking = { message: message.id, persona: person?.id ?? null };
  document.dispatchEvent(new CustomEvent('preview-shown', { detail: looking }));
}

function titleOf({ title, step, variant }: MessageData): readonly (Node | string)[] {
  const name = variant === null ? step : `${step}, variant ${variant}`;
  return [makeElement('span', { class: 'title-campaign' }, title), ' ', makeElement('span', {}, name)];
}

function factsOf(message: MessageData, cell: CellData | null): string {
  const content = cell?.now ?? cell?.before ?? null;
  const file = content === null ? message.template : content.file;
  return [
    message.channel.replace('_', '-'),
    `topic ${message.topic}`,
    file,
    ...(content === null ? [] : [content.lang]),
  ].join(' · ');
}

/** The lines of the inbox; as they were, too, where they changed. */
function showInbox(cell: CellData | null): void {
  const now = cell?.now?.shown;
  const before = cell?.before?.shown;
  const isSame =
    now?.kind === 'email' &&
    before?.kind === 'email' &&
    (['from', 'subject', 'preheader'] as const).every((part) => now[part] === before[part]);
  const isChange = data.against !== null && !isSame;
  const lines = (place: string, write: typeof showPhoneInbox): readonly HTMLElement[] => [
    ...(isChange && before?.kind === 'email' ? [write(before, `${place}, before`)] : []),
    ...(now?.kind === 'email' ? [write(now, isChange ? `${place}, after` : place)] : []),
  ];
  byId('inbox').replaceChildren(...lines('Desktop inbox', showDesktopInbox));
  byId('inbox-phone').replaceChildren(...lines('Phone inbox', showPhoneInbox));
}

function showPerson(): void {
  const person = data.personas[state.persona];
  byId('person').hidden = person === undefined;
  if (person === undefined) return;
  const values = person.values.flatMap(([name, value]) => [
    makeElement('dt', {}, name),
    makeElement('dd', { dir: 'auto' }, value),
  ]);
  byId('person-name').textContent = person.name;
  byId('person-body').replaceChildren(
    ...(person.about === null ? [] : [makeElement('p', { class: 'person-about', dir: 'auto' }, person.about)]),
    makeElement('dl', { class: 'values' }, ...values),
    makeElement(
      'p',
      { class: 'person-file' },
      person.file === null
        ? 'Nobody wrote this person down: it follows from the types of the attributes.'
        : person.file,
    ),
  );
}

function saidOf({ channel }: MessageData): string {
  if (channel !== 'email') return channel.replace('_', '-');
  if (state.view !== 'message') return `email, ${state.view}`;
  const images = state.images === 'off' ? ', without images' : '';
  return `email, ${state.width} pixels, ${state.scheme}${images}`;
}

const TOGGLES: Readonly<Record<string, () => Partial<PreviewState>>> = {
  d: () => ({ scheme: state.scheme === 'dark' ? 'light' : 'dark', view: 'message' }),
  w: () => ({ width: state.width === '640' ? '375' : '640', view: 'message' }),
  i: () => ({ images: state.images === 'on' ? 'off' : 'on', view: 'message' }),
  t: () => ({ view: state.view === 'text' ? 'message' : 'text' }),
  s: () => ({ view: state.view === 'source' ? 'message' : 'source' }),
  h: () => ({ view: state.view === 'headers' ? 'message' : 'headers' }),
  e: () => ({ view: 'message' }),
  a: () => ({ persona: state.persona === EVERYBODY ? 0 : EVERYBODY }),
};

function pressKey(key: string): boolean {
  const toggle = TOGGLES[key];
  if (toggle !== undefined) go(toggle());
  return toggle !== undefined;
}

listenKeys({
  step: (by) => {
    const next = order[order.indexOf(state.message) + by];
    if (next === undefined) return;
    const wasInList = document.activeElement?.closest('#messages') !== null && document.activeElement !== null;
    go({ message: next });
    if (wasInList) links[order.indexOf(next)]?.focus();
  },
  choosePersona: (index) => {
    if (index < data.personas.length) go({ persona: index });
  },
  press: pressKey,
});

for (const button of document.querySelectorAll<HTMLButtonElement>('button[data-set]')) {
  button.addEventListener('click', () => {
    const [name = '', value = ''] = (button.dataset.set ?? '').split('=');
    go({ [name]: name === 'persona' ? Number(value) : value });
  });
}
byId('images').addEventListener('click', () => go({ images: state.images === 'on' ? 'off' : 'on' }));
byId('nav-open').addEventListener('click', () => showList(byId('nav-open').getAttribute('aria-expanded') !== 'true'));
byId('messages').addEventListener('click', (event) => {
  if (event.target instanceof Element && event.target.closest('a') !== null) showList(false);
});
byId('filter').addEventListener('input', () => filterMessages((byId('filter') as HTMLInputElement).value));
window.addEventListener('hashchange', show);
new ResizeObserver(fitFrames).observe(byId('stage'));

/** On a narrow screen the list of messages is folded away. */
function showList(open: boolean): void {
  byId('nav-open').setAttribute('aria-expanded', String(open));
  document.body.classList.toggle('list-open', open);
}

/** Takes in cells that changed. What is looked at is drawn again only when it is among them. */
function takePatch(patch: PreviewData): void {
  const isShown = patch.cells.some(
    ({ message, persona }) => message === state.message && (state.persona === EVERYBODY || state.persona === persona),
  );
  data = mergePatch(data, patch);
  cells = indexCells();
  if (isShown) show();
  else {
    showPerson();
    markChosen(links, data, state, settle, cellOf);
  }
  showElsewhere();
}

function showElsewhere(): void {
  const elsewhere = data.elsewhere.flatMap((number) => data.findings[number] ?? []);
  byId('elsewhere').hidden = elsewhere.length === 0;
  byId('elsewhere-count').textContent = String(elsewhere.length);
  byId('elsewhere-body').replaceChildren(...showFindings(elsewhere));
}

document.addEventListener('preview-patch', (event) => takePatch((event as CustomEvent<PreviewData>).detail));
showElsewhere();

if (data.messages.length > 0) document.documentElement.classList.add('live');
show();
