import type { LiveData, LivePatch } from '../../browser/live-data.js';
import type { Diagnostic } from '../../model/diagnostic.js';
import type { Gallery } from '../../model/preview.js';
import { escapeXml } from '../escape-xml.js';
import { writePage } from '../page/write-page.js';
import { makeFindingList, type Places } from './finding-list.js';
import { liveStyle } from './live-style.js';
import { messageStyle } from './message-style.js';
import { previewData } from './preview-data.js';
import { previewStyle } from './preview-style.js';
import { printPreview } from './print-preview.js';

/** What stands on a page that follows its files. */
export interface LivePage extends Places {
  readonly gallery: Gallery;
  readonly elsewhere: readonly Diagnostic[];
  readonly people: LiveData['people'];
  readonly revision: number;
}

/** The page of a preview with what follows its files. */
export function printLivePage(
  { gallery, elsewhere, people, revision, ...places }: LivePage,
  { inbox, problems, script }: Pick<LiveData, 'inbox' | 'problems'> & { readonly script: string },
): string {
  const data: LiveData = { revision, inbox, people, problems };
  return printPreview(gallery, { ...places, elsewhere, script, live: { style: liveStyle, data } });
}

/** The cells of a page that changed, for the page to take in. */
export function printPatch({ gallery, elsewhere, people, revision, ...places }: LivePage): LivePatch {
  const cells = gallery.cells.map((now) => ({ before: null, now }));
  return {
    revision,
    people,
    preview: previewData({ ...gallery, ...gallery.plan, against: null, cells }, elsewhere, places),
  };
}

/** Findings as the page and the terminal tell them. */
export function tellFindings(diagnostics: readonly Diagnostic[], places: Places): LiveData['problems'] {
  const list = makeFindingList(places);
  for (const one of diagnostics) list.add(one);
  return list.findings;
}

/** The page before there is anything to show: what is wrong, until it is mended. */
export function printWaitingPage(problems: LiveData['problems'], script: string): string {
  const data: LiveData = { revision: 0, inbox: [], people: {}, problems };
  return writePage({
    lang: 'en',
    title: 'Nothing to show yet',
    style: previewStyle + messageStyle + liveStyle,
    allow: { 'connect-src': "'self'" },
    body: `<main class="waiting"><h1>${escapeXml('Nothing to show yet')}</h1><p>The files have errors. This page shows the messages as soon as they are mended.</p></main>`,
    data: { 'live-data': data },
    script,
  });
}
