import { expect, test } from 'vitest';
import { openChoreRoom } from '../../src/commands/chore-room.js';
import { compileInRoom } from '../../src/commands/compile-ahead.js';
import { compileTemplate, type TemplateInput } from '../../src/compile/templates/compile-template.js';

const input = (file: string, offset: number, words: string): TemplateInput => ({
  source: {
    text: `<mjml><mj-body><mj-section><mj-column><mj-text>${words} {{ profile.name | raw }}</mj-text></mj-column></mj-section></mj-body></mjml>`,
    pieces: [{ at: 0, file, offset }],
  },
  ...{ lang: 'en', subject: 'x', preheader: null, from: null, text: null, tracking: null },
});

test('what was handed out ahead is not handed out again, and what was not is compiled as it is now', async () => {
  const room = openChoreRoom({ processors: 1 });
  const handed: unknown[] = [];
  const compiler = compileInRoom({
    ...room,
    begin: (kind, asked, weight) => {
      handed.push(...asked);
      return room.begin(kind, asked, weight);
    },
  });
  const ahead = [input('a.mjml', 0, 'Oak'), input('b.mjml', 0, 'Oak'), input('c.mjml', 0, 'Ash')];
  const asked = [input('c.mjml', 0, 'Elm'), input('b.mjml', 7, 'Oak'), ...ahead.slice(0, 2).reverse()];
  compiler.begin(ahead);
  compiler.begin(ahead.slice(1));
  const results = await compiler.compileAll(asked);
  expect(results).toEqual(await Promise.all(asked.map(compileTemplate)));
  expect(new Set(results.map(({ findings }) => JSON.stringify(findings))).size).toBe(4);
  expect(handed).toEqual([...ahead, asked[0], asked[1]]);
});
