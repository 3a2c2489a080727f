import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dressEmail, knowsDark } from '../../../src/browser/dress-email.js';
import { readState, writeState } from '../../../src/browser/preview-state.js';
import { unpackText } from '../../../src/browser/unpack-text.js';
import { makeLineList } from '../../../src/report/preview/line-list.js';

test('texts that share lines are read back as they were, and each line is kept once', () => {
  const texts = fc.array(fc.array(fc.constantFrom('a', 'b', '', 'c'), { minLength: 1 }).map((each) => each.join('\n')));
  fc.assert(
    fc.property(texts, (all) => {
      const list = makeLineList();
      const packed = all.map(list.pack);
      expect(packed.map((each) => unpackText(each, list.lines))).toEqual(all);
      expect(new Set(list.lines).size).toBe(list.lines.length);
    }),
  );
});

describe('an email in its frame', () => {
  const html =
    '<!doctype html><html><head><meta name="color-scheme" content="light dark"><style media="screen">:root { color-scheme: light dark; } @media (prefers-color-scheme: dark) { a { color: red } } @media ( prefers-color-scheme:LIGHT ) { a { color: blue } }</style></head><body><p style="margin:0">(prefers-color-scheme: dark) and color-scheme: light dark</p><picture><source media="(prefers-color-scheme: dark)" srcset="https://x.example/n.png"></picture></body></html>';

  test('its questions after dark mode are answered in its styles, and its words stay', () => {
    const dark = dressEmail(html, { scheme: 'dark', images: 'on' });
    expect(dark).toBe(
      '<!doctype html><html><head><base target="_blank"><meta name="color-scheme" content="dark"><style media="screen">:root { color-scheme:dark; } @media (min-width:0px) { a { color: red } } @media (max-width:0px) { a { color: blue } }</style></head><body><p style="margin:0">(prefers-color-scheme: dark) and color-scheme: light dark</p><picture><source media="(min-width:0px)" srcset="https://x.example/n.png"></picture></body></html>',
    );
    expect(dressEmail(html, { scheme: 'light', images: 'on' })).toContain(
      '@media (max-width:0px) { a { color: red } }',
    );
  });

  test('an email that is only light stays light, and is known not to know dark', () => {
    const light = '<html><head><meta name="color-scheme" content="light"></head><body>Hi</body></html>';
    expect(dressEmail(light, { scheme: 'dark', images: 'on' })).toContain('content="light"');
    expect([knowsDark(light), knowsDark(html)]).toEqual([false, true]);
  });

  test('without images, and without a head', () => {
    const refused = '<base target="_blank"><meta http-equiv="Content-Security-Policy" content="img-src \'none\'">';
    expect(dressEmail('<!DOCTYPE html><p>Hi', { scheme: 'light', images: 'off' })).toBe(
      `<!DOCTYPE html>${refused}<p>Hi`,
    );
    expect(dressEmail('<p>Hi', { scheme: 'light', images: 'off' })).toBe(`${refused}<p>Hi`);
  });
});

test('the address of every state leads back to it, and a wrong one to the first message', () => {
  const person = { name: '', about: null, file: null, values: [] };
  const message = { campaign: '', title: '', step: '', variant: null, channel: 'email', topic: '', template: '' };
  const data = {
    project: '',
    against: null,
    personas: ['ann', 'all'].map((id) => ({ ...person, id })),
    messages: ['a/b', 'a/b/x'].map((id) => ({ ...message, id })),
    cells: [],
    lines: [],
    elsewhere: [],
    findings: [],
  };
  const states = fc.record({
    message: fc.constantFrom(0, 1),
    persona: fc.constantFrom(-1, 0, 1),
    view: fc.constantFrom('message' as const, 'text' as const, 'source' as const, 'headers' as const),
    width: fc.constantFrom('640' as const, '375' as const),
    scheme: fc.constantFrom('light' as const, 'dark' as const),
    images: fc.constantFrom('on' as const, 'off' as const),
  });
  fc.assert(
    fc.property(states, (state) => {
      expect(readState(writeState(state, data), data)).toEqual(state);
    }),
  );
  expect(writeState(readState('#no/such?persona=nobody&width=1&view=%', data), data)).toBe('#a/b');
  expect(readState('#%E0%A4%A', data)).toEqual(readState('', data));
});
