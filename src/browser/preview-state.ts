import type { PreviewData } from './preview-data.js';

/** The ways to look at a message, in the order of their buttons. */
export const VIEWS = ['message', 'text', 'source', 'headers'] as const;

/** What is looked at, and how. */
export interface PreviewState {
  /** By their place in the lists; a persona of -1 is everybody at once. */
  readonly message: number;
  readonly persona: number;
  readonly view: (typeof VIEWS)[number];
  readonly width: '640' | '375';
  readonly scheme: 'light' | 'dark';
  readonly images: 'on' | 'off';
}

/** Everybody at once; `*` in an address, which no persona is called. */
export const EVERYBODY = -1;

/** What the part of an address behind `#` asks for; what it leaves out, or asks wrongly, is as it is at first. */
export function readState(hash: string, { messages, personas }: PreviewData): PreviewState {
  const [path = '', query = ''] = hash.replace(/^#/, '').split('?');
  const asked = new URLSearchParams(query);
  const id = decodePath(path);
  const view = VIEWS.find((each) => each === asked.get('view'));
  const persona = personas.findIndex((each) => each.id === asked.get('persona'));
  return {
    message: Math.max(
      0,
      messages.findIndex((each) => each.id === id),
    ),
    persona: asked.get('persona') === '*' ? EVERYBODY : Math.max(0, persona),
    view: view ?? 'message',
    width: asked.get('width') === '375' ? '375' : '640',
    scheme: asked.get('scheme') === 'dark' ? 'dark' : 'light',
    images: asked.get('images') === 'off' ? 'off' : 'on',
  };
}

/** The address of a state, from `#` on; only what is not as it is at first stands in it. */
export function writeState(state: PreviewState, { messages, personas }: PreviewData): string {
  const asked = new URLSearchParams();
  if (state.persona === EVERYBODY) asked.set('persona', '*');
  if (state.persona > 0) asked.set('persona', personas[state.persona]?.id ?? '');
  if (state.view !== 'message') asked.set('view', state.view);
  if (state.width !== '640') asked.set('width', state.width);
  if (state.scheme !== 'light') asked.set('scheme', state.scheme);
  if (state.images !== 'on') asked.set('images', state.images);
  const query = asked.toString();
  return `#${messages[state.message]?.id ?? ''}${query === '' ? '' : `?${query}`}`;
}

function decodePath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
