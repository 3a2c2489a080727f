import { selectAll } from 'css-select';
import fc from 'fast-check';
import { parseDocument } from 'htmlparser2';
import { expect, test } from 'vitest';
import { openSelection, type ParsedElement, type ParsedNode } from '../../../src/check/email/find-selected.js';

const names = fc.constantFrom('td', 'p', 'a', 'TABLE', 'font');
const words = fc.constantFrom('a', 'b', 'c-d', 'A', '1x');
const part = fc.oneof(
  names,
  words.map((word) => `.${word}`),
  words.map((word) => `#${word}`),
  fc.tuple(names, words, words).map(([name, one, other]) => `${name}.${one}#${other}`),
  fc.constantFrom(
    '*',
    '[class]',
    '[owa]',
    'td[CLASS]',
    '[id="a"]',
    'td:first-child',
    ':not(.a .b)',
    '.\\31 x',
    ':is(p, .a)',
    '[id=" .b',
    'p::after',
  ),
);
const selector = fc
  .tuple(part, fc.array(fc.tuple(fc.constantFrom(' ', ' > ', '+', ' ~ ', ', ', '>'), part), { maxLength: 2 }))
  .map(([first, rest]) => first + rest.map(([between, next]) => between + next).join(''));
const html = fc.array(
  fc.oneof(
    fc.tuple(names, words, words).map(([name, one, other]) => `<${name} class="${one}\n${other}" id="${other}">`),
    names.map((name) => `</${name}>`),
    fc.constant('text'),
  ),
  { maxLength: 25 },
);

function elementsOf(nodes: readonly ParsedNode[]): ParsedElement[] {
  return nodes.flatMap((node) => [
    ...('name' in node && 'attribs' in node ? [node] : []),
    ...('children' in node ? elementsOf(node.children) : []),
  ]);
}

test('finds what css-select finds by looking at every element, in the same order', () => {
  fc.assert(
    fc.property(html, fc.array(selector, { minLength: 1, maxLength: 8 }), (tags, selectors) => {
      const { children } = parseDocument(`<!doctype html>${tags.join('')}`);
      const select = openSelection(elementsOf(children));
      for (const one of selectors) {
        let all: readonly ParsedElement[] = [];
        try {
          all = selectAll<ParsedNode, ParsedElement>(one, children);
        } catch {
          // What css-select does not understand selects nothing.
        }
        const found = select(one);
        expect(found.length, one).toBe(all.length);
        expect(
          found.every((element, index) => element === all[index]),
          one,
        ).toBe(true);
      }
    }),
    { numRuns: 300 },
  );
});
