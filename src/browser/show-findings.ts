import { makeElement } from './make-element.js';
import type { FindingData } from './preview-data.js';

/** What is to be said of a message, each with its place, what stands there and what to do. */
export function showFindings(findings: readonly FindingData[]): readonly HTMLElement[] {
  if (findings.length === 0) return [makeElement('p', { class: 'fine' }, 'Nothing to mend here.')];
  return [makeElement('ul', { class: 'findings' }, ...findings.map(showFinding))];
}

function showFinding({ severity, code, message, place, href, frame, said }: FindingData): HTMLElement {
  const path = makeElement('code', {}, place);
  return makeElement(
    'li',
    { class: `finding finding-${severity}` },
    makeElement(
      'p',
      { class: 'finding-head' },
      makeElement('span', { class: `severity severity-${severity}` }, severity),
      ' ',
      makeElement('code', { class: 'finding-code' }, code),
    ),
    makeElement('p', { class: 'finding-message', dir: 'auto' }, message),
    makeElement(
      'p',
      { class: 'finding-place' },
      href === null ? path : makeElement('a', { href, 'data-place': place }, path),
    ),
    ...(frame === ''
      ? []
      : [
          makeElement(
            'pre',
            { class: 'finding-frame', tabindex: '0', role: 'region', 'aria-label': `lines of ${place}` },
            frame,
          ),
        ]),
    ...said.map((one) => {
      const [, kind = 'note', text = one] = /^(note|help): ([\s\S]*)$/.exec(one) ?? [];
      return makeElement('p', { class: `said said-${kind}` }, makeElement('strong', {}, kind), ` ${text}`);
    }),
  );
}
