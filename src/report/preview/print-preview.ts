import type { LiveData } from '../../browser/live-data.js';
import type { Diagnostic } from '../../model/diagnostic.js';
import type { Gallery, GalleryChanges } from '../../model/preview.js';
import { escapeAttribute, escapeXml } from '../escape-xml.js';
import { writePage } from '../page/write-page.js';
import { plural } from '../plural.js';
import type { Places } from './finding-list.js';
import { messageStyle } from './message-style.js';
import { previewData, type Shown } from './preview-data.js';
import { previewStyle } from './preview-style.js';
import { listMessages, subjectOf, writeChangedMessages, writeTimelines } from './timeline.js';

/** What else the page of a preview needs. */
export interface PreviewPage extends Places {
  /** What is to be said of files that no message is made of. */
  readonly elsewhere: readonly Diagnostic[];
  /** The script of the page. */
  readonly script: string;
  /** Where the page follows its files: what that looks like, and what it knows besides. */
  readonly live?: { readonly style: string; readonly data: LiveData };
}

/** Every message of a gallery for everybody, as one HTML file that needs nothing else. */
export function printPreview({ plan, personas, messages, cells }: Gallery, page: PreviewPage): string {
  const { project, campaigns } = plan;
  const pairs = cells.map((now) => ({ before: null, now }));
  const shown = { project, against: null, campaigns, personas, messages, cells: pairs };
  return write(shown, writeTimelines(campaigns, listMessages(shown)), page);
}

/** Every message that changed, before and after, and no other, as one HTML file that needs nothing else; `against` says in words what they are compared with. */
export function printPreviewChanges(
  project: string,
  changes: GalleryChanges,
  against: string,
  page: PreviewPage,
): string {
  const shown = { ...changes, project, against };
  return write(shown, writeChangedMessages(changes.campaigns, listMessages(shown)), page);
}

function write(shown: Shown, list: string, { script, elsewhere, live, ...places }: PreviewPage): string {
  return writePage({
    lang: 'en',
    title: `${shown.project} preview`,
    style: previewStyle + messageStyle + (live?.style ?? ''),
    // Pictures of emails lie elsewhere; they come over TLS or not at all.
    allow: { 'img-src': 'data: https:', ...(live === undefined ? {} : { 'connect-src': "'self'" }) },
    body: writeBody(shown, list),
    data: {
      'preview-data': previewData(shown, elsewhere, places),
      ...(live === undefined ? {} : { 'live-data': live.data }),
    },
    script,
  });
}

function writeBody(shown: Shown, list: string): string {
  const { personas, project, against, messages } = shown;
  const people = [...personas.map(({ name }) => name), 'Everybody'].map((name, index) => {
    const value = index < personas.length ? index : -1;
    const key = value === -1 ? 'a' : index < 9 ? String(index + 1) : null;
    const about = personas[value]?.about ?? null;
    return `<button type="button" data-set="persona=${value}" aria-pressed="false"${key === null ? '' : ` aria-keyshortcuts="${key}"`}${about === null ? '' : ` title="${escapeAttribute(about)}"`}>${escapeXml(name)}</button>`;
  });
  const counts =
    against === null
      ? `${plural(messages.length, 'message')} for ${plural(personas.length, 'persona')}`
      : `${messages.length === 0 ? 'No message' : plural(messages.length, 'message')} changed since ${against}`;
  return `${SIGNS}
<a class="skip" href="#message">Skip to the message</a>
<header class="bar">
<button type="button" id="nav-open" aria-expanded="false" aria-controls="messages">Messages</button>
<div class="bar-name"><h1>${escapeXml(project)}</h1><p>${escapeXml(counts)}</p></div>
<div class="people-bar switch" role="group" aria-label="Persona">${people.join('')}</div>
<button type="button" id="keys-open" class="round" aria-keyshortcuts="?" aria-label="Keys" title="Keys">?</button>
</header>
<div class="columns">
<nav id="messages" aria-label="Messages">
<p class="filter"><label class="unseen" for="filter">Find messages</label><input id="filter" type="search" placeholder="Find messages" autocomplete="off"></p>
${list}
</nav>
<main id="message" tabindex="-1">
${writeWithoutScript(shown)}
${messages.length === 0 ? `<p class="gap">${against === null ? 'There are no messages yet.' : 'Every message is as it was, for every persona.'}</p>` : ''}
${MESSAGE}
</main>
</div>
${KEYS}
<p id="said" class="unseen" role="status"></p>
`;
}

/** For whoever runs no script: every message with its subject, and whom it is held back for. */
function writeWithoutScript({ personas, messages, cells }: Shown): string {
  const names = new Map(personas.map(({ id, name }) => [id, name]));
  const items = messages.map(({ id, channel }) => {
    const subjects = new Map<string, string[]>();
    for (const { before, now } of cells) {
      const cell = (now ?? before)!;
      if (cell.message !== id) continue;
      const subject = cell.content.kind === 'none' ? `held back: ${cell.content.problem}` : subjectOf(cell);
      subjects.set(subject, [...(subjects.get(subject) ?? []), names.get(cell.persona) ?? cell.persona]);
    }
    const lines = [...subjects].map(([subject, people]) => {
      const who = subjects.size === 1 ? '' : ` (${escapeXml(people.join(', '))})`;
      return `<dd dir="auto">${escapeXml(subject)}${who}</dd>`;
    });
    return `<dt><code>${escapeXml(id)}</code> ${channel.replace('_', '-')}</dt>${lines.join('')}`;
  });
  return `<noscript><div class="plain"><h2>All messages</h2><p>The emails themselves are shown by a script of this page, which your browser does not run.</p><dl>${items.join('\n')}</dl></div></noscript>`;
}

const choice = (set: string, words: string, key: string): string =>
  `<button type="button" data-set="${set}" aria-pressed="false" aria-keyshortcuts="${key}">${words}</button>`;

/** Where the script puts the message that was chosen. */
const MESSAGE = `<article class="shown" aria-labelledby="title">
<header class="shown-head"><h2 id="title"></h2><p id="facts"></p></header>
<section id="inbox" aria-label="In the inbox"></section>
<section id="inbox-phone" aria-label="In the inbox of a phone"></section>
<div class="tools" data-for="email">
<div class="switch" role="group" aria-label="Part">${choice('view=message', 'Email', 'e')}${choice('view=text', 'Text', 't')}${choice('view=source', 'Source', 's')}${choice('view=headers', 'Headers', 'h')}</div>
<div class="tools-picture" data-for="picture">
<div class="switch" role="group" aria-label="Width">${choice('width=640', '640', 'w')}${choice('width=375', '375', 'w')}</div>
<div class="switch" role="group" aria-label="Colours">${choice('scheme=light', 'Light', 'd')}${choice('scheme=dark', 'Dark', 'd')}</div>
<button type="button" id="images" class="single" aria-pressed="false" aria-keyshortcuts="i">Images off</button>
</div>
</div>
<section id="stage" aria-label="Message"></section>
<aside class="about" aria-label="About this message">
<section aria-labelledby="findings-name"><h3 id="findings-name">Findings <span id="findings-count" class="count"></span></h3><div id="findings-body"></div></section>
<details id="elsewhere" hidden><summary>Elsewhere in the project <span id="elsewhere-count" class="count"></span></summary><div id="elsewhere-body"></div></details>
<section id="person" aria-labelledby="person-name"><h3 id="person-name"></h3><div id="person-body"></div></section>
</aside>
</article>`;

const KEYS = `<dialog id="keys" aria-labelledby="keys-name"><form method="dialog">
<h2 id="keys-name">Keys</h2>
<dl>
<div><dt><kbd>j</kbd> <kbd>→</kbd></dt><dd>next message</dd></div>
<div><dt><kbd>k</kbd> <kbd>←</kbd></dt><dd>message before</dd></div>
<div><dt><kbd>1</kbd> – <kbd>9</kbd></dt><dd>person</dd></div>
<div><dt><kbd>a</kbd></dt><dd>everybody</dd></div>
<div><dt><kbd>w</kbd></dt><dd>640 or 375 pixels</dd></div>
<div><dt><kbd>d</kbd></dt><dd>dark or light</dd></div>
<div><dt><kbd>i</kbd></dt><dd>images off or on</dd></div>
<div><dt><kbd>e</kbd></dt><dd>the email</dd></div>
<div><dt><kbd>t</kbd></dt><dd>text</dd></div>
<div><dt><kbd>s</kbd></dt><dd>source</dd></div>
<div><dt><kbd>h</kbd></dt><dd>headers</dd></div>
<div><dt><kbd>?</kbd></dt><dd>these keys</dd></div>
</dl>
<p><label><input id="keys-on" type="checkbox" checked> Single keys do this</label></p>
<p><button class="single">Close</button></p>
</form></dialog>`;

const SIGNS = `<svg class="unseen" aria-hidden="true" focusable="false">
<symbol id="sign-email" viewBox="0 0 16 16"><rect x="1.5" y="3" width="13" height="10" rx="2"/><path d="m2 4.5 6 4.5 6-4.5"/></symbol>
<symbol id="sign-sms" viewBox="0 0 16 16"><path d="M3.5 2.5h9a2 2 0 0 1 2 2v5a2 2 0 0 1-2 2H8L4.5 14v-2.5h-1a2 2 0 0 1-2-2v-5a2 2 0 0 1 2-2Z"/></symbol>
<symbol id="sign-whatsapp" viewBox="0 0 16 16"><path d="m2 14 .9-3.2A6.2 6.2 0 1 1 5.300 13.200Z"/><path d="M5.800 6.200c.2 2.200 1.800 3.800 4 4"/></symbol>
<symbol id="sign-push" viewBox="0 0 16 16"><path d="M8 1.800a4.200 4.200 0 0 1 4.200 4.200v3l1.300 2.500h-11L3.800 9V6A4.200 4.200 0 0 1 8 1.800ZM6.500 13.500h3"/></symbol>
<symbol id="sign-in_app" viewBox="0 0 16 16"><rect x="1.500" y="2.500" width="13" height="11" rx="2"/><path d="M1.500 5.500h13M5 9.500h6"/></symbol>
<symbol id="sign-webhook" viewBox="0 0 16 16"><path d="m5.500 4-4 4 4 4M10.500 4l4 4-4 4"/></symbol>
</svg>`;
