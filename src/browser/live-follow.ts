import { askServer } from './live-ask.js';
import { makeBanner } from './live-banner.js';
import type { LiveData, LivePatch, Looking } from './live-data.js';
import { type Editor, makeEditor } from './live-edit.js';
import { makeSender } from './live-inbox.js';
import { byId } from './make-element.js';

/** Follows the files: takes in what changed, and tells the server what is looked at, so that this is made first. */
export function followFiles(): void {
  const data = JSON.parse(byId('live-data').textContent ?? '') as LiveData;
  const banner = makeBanner();
  let { revision, people } = data;
  let tab: number | null = null;
  let looking: Looking | null = null;
  banner.show(data.problems);

  const tell = (): void => {
    if (tab !== null && looking !== null) void askServer('showing', { tab, ...looking });
  };
  const place = document.getElementById('person');
  const sender = makeSender(data.inbox, () => looking);
  let editor: Editor | null = null;
  const showForms = (): void => {
    const persona = looking?.persona ?? null;
    const person = persona === null ? undefined : people[persona];
    if (persona === null || person === undefined) return;
    if (editor?.persona === persona) editor.take(person);
    else {
      editor?.form.remove();
      editor = makeEditor(persona, person);
      place?.append(editor.form, sender);
    }
  };
  document.addEventListener('preview-shown', (event) => {
    looking = (event as CustomEvent<Looking>).detail;
    showForms();
    tell();
  });

  const source = new EventSource('events');
  const on = (name: string, act: (value: unknown) => void): void =>
    source.addEventListener(name, (event) => act(JSON.parse((event as MessageEvent<string>).data)));
  on('hello', (value) => {
    const hello = value as { readonly tab: number; readonly revision: number };
    // After a break, something may have been missed.
    if (hello.revision !== revision) return location.reload();
    tab = hello.tab;
    banner.showOffline(false);
    tell();
  });
  on('patch', (value) => {
    const patch = value as LivePatch;
    revision = patch.revision;
    people = patch.people;
    document.dispatchEvent(new CustomEvent('preview-patch', { detail: patch.preview }));
    showForms();
  });
  on('problem', (value) => banner.show(value as LiveData['problems']));
  on('fine', () => banner.show([]));
  on('reload', () => location.reload());
  source.addEventListener('error', () => banner.showOffline(true));
}
