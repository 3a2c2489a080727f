import { makeElement } from './make-element.js';
import type { CellData, ChangesData, LinesData, PreviewData } from './preview-data.js';
import type { PreviewState } from './preview-state.js';
import { type Showing, showContent } from './show-content.js';

/** A message as it was beside what it is; as text, source or headers, the lines that changed. */
export function showChanges(cell: CellData, showing: Showing): HTMLElement {
  const { data, state, title } = showing;
  const lines = cell.changes === undefined ? null : linesFor(cell.changes, state.view);
  if (lines !== null) return showLineChanges(lines, data, `${title}, what changed`);
  const sides = [
    { name: 'Before', content: cell.before ?? null, gap: 'It was not there.' },
    { name: 'After', content: cell.now, gap: 'It is not there any more.' },
  ].map(({ name, content, gap }) =>
    makeElement(
      'div',
      { class: 'side' },
      makeElement('h3', { class: 'side-name' }, name),
      content === null
        ? makeElement('p', { class: 'gap' }, gap)
        : showContent(content, { ...showing, title: `${name}: ${title}` }),
    ),
  );
  return makeElement('div', { class: 'sides' }, ...sides);
}

function linesFor(changes: ChangesData, view: PreviewState['view']): LinesData | null {
  switch (view) {
    case 'message':
      return null;
    case 'text':
      return changes.text;
    case 'source':
      return changes.source;
    case 'headers':
      return changes.head;
  }
}

const WORDS = { '-': 'gone: ', '+': 'new: ', '=': '', '…': '' } as const;

function showLineChanges(lines: LinesData, data: PreviewData, label: string): HTMLElement {
  if (lines.length === 0) return makeElement('p', { class: 'gap' }, 'Nothing of this changed.');
  const rows = lines.map(([sign, line]) => {
    if (sign === '…') {
      return makeElement('span', { class: 'skipped' }, line === 1 ? '1 equal line\n' : `${line} equal lines\n`);
    }
    const kind = sign === '-' ? 'gone' : sign === '+' ? 'come' : 'kept';
    return makeElement(
      'span',
      { class: `change ${kind}` },
      makeElement('span', { class: 'sign', 'aria-hidden': 'true' }, sign === '=' ? ' ' : sign),
      makeElement('span', { class: 'unseen' }, WORDS[sign]),
      `${data.lines[line] ?? ''}\n`,
    );
  });
  return makeElement('pre', { class: 'code changes', tabindex: '0', role: 'region', 'aria-label': label }, ...rows);
}
