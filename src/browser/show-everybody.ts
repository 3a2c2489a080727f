import { makeElement } from './make-element.js';
import type { CellData } from './preview-data.js';
import { writeState } from './preview-state.js';
import { showChanges } from './show-changes.js';
import { type Showing, showContent } from './show-content.js';

/** One message for everybody at once, small, each under a link to the person. */
export function showEverybody(cells: readonly (CellData | null)[], showing: Showing): HTMLElement {
  const { data, state } = showing;
  const cards = cells.flatMap((cell, persona) => {
    const person = data.personas[persona];
    if (cell === null || person === undefined) return [];
    const own = { ...showing, title: `${person.name}: ${showing.title}` };
    const subject = cell.now?.shown.kind === 'email' ? cell.now.shown.subject : '';
    const count = cell.now?.findings.length ?? 0;
    const found = count === 0 ? '' : count === 1 ? '1 finding' : `${count} findings`;
    const picture =
      data.against !== null
        ? showChanges(cell, own)
        : cell.now === null
          ? makeElement('p', { class: 'gap' }, 'It is not there any more.')
          : showContent(cell.now, own);
    return [
      makeElement(
        'li',
        { class: 'person-card' },
        makeElement(
          'h3',
          {},
          makeElement('a', { href: writeState({ ...state, persona }, data) }, person.name),
          ...(found === '' ? [] : [makeElement('span', { class: 'count' }, found)]),
        ),
        ...(subject === '' ? [] : [makeElement('p', { class: 'person-subject', dir: 'auto' }, subject)]),
        makeElement('div', { class: 'small' }, picture),
      ),
    ];
  });
  return makeElement('ul', { class: data.against === null ? 'people' : 'people people-wide' }, ...cards);
}
