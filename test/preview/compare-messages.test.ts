import { describe, expect, it } from 'vitest';
import { exampleProject } from '../../src/check/example/example-project.js';
import type { EmailChange } from '../../src/model/review.js';
import { compareMessages } from '../../src/preview/compare-messages.js';
import { type RenderJob, renderHere } from '../../src/render/render-message.js';
import { built, type Edits, edit, shop } from '../diff/shop.js';

const CART = 'campaigns/cart.yaml';
const HELP = 'templates/cart/help.mjml';
const help = (change: (text: string) => string): Edits => ({ [HELP]: change(exampleProject[HELP] ?? '') });

/** How the messages of the example shop change by edits, and how many were rendered for that. */
async function changesBy(
  edits: Edits,
  { before = {}, renamed = [] }: { before?: Edits; renamed?: readonly (readonly [string, string])[] } = {},
): Promise<{ changes: readonly EmailChange[]; rendered: number }> {
  const files = edit(shop('follow'), before);
  const [was, is] = [await built(files), await built(edit(files, edits))];
  let rendered = 0;
  const render = (requests: readonly RenderJob[]) => {
    rendered += requests.length;
    return renderHere(requests);
  };
  return { changes: await compareMessages({ was, is, renamed: new Map(renamed), render }), rendered };
}

describe('what reads otherwise', () => {
  it('is nothing where nothing was edited, and nothing is rendered to know that', async () => {
    expect(await changesBy({})).toEqual({ changes: [], rendered: 0 });
    expect(await changesBy({ [CART]: [['delay: 2d', 'delay: 3d']] })).toEqual({ changes: [], rendered: 0 });
  });

  it('is told part by part, for those whom it concerns', async () => {
    const { changes, rendered } = await changesBy(
      help((text) =>
        text.replace(
          'subject: Your cart is waiting',
          'subject: "{% if profile.first_name %}{{ profile.first_name }}, your{% else %}Your{% endif %} cart is waiting"',
        ),
      ),
    );
    expect(changes).toMatchObject([
      {
        message: 'cart/help',
        channel: 'email',
        kind: 'changed',
        affected: 1,
        personas: 2,
        parts: [{ name: 'subject', was: 'Your cart is waiting', is: 'Ann, your cart is waiting' }],
        isLookChanged: false,
      },
    ]);
    // Two messages have the template, for two personas, before and after; no other is made.
    expect(rendered).toBe(8);
  });

  it('is also what only looks otherwise', async () => {
    const { changes } = await changesBy(help((text) => text.replace('<mj-text>', '<mj-text color="#333333">')));
    expect(changes.map(({ message, parts, isLookChanged }) => [message, parts, isLookChanged])).toEqual([
      ['cart/help', [], true],
      ['cart/reminder', [], true],
    ]);
  });

  it('is not a step that has another id and is the same', async () => {
    const edits = { [CART]: [['- id: reminder', '- id: nudge']] } as const;
    expect((await changesBy(edits, { renamed: [['cart/reminder', 'cart/nudge']] })).changes).toEqual([]);
    expect((await changesBy(edits)).changes.map(({ message, kind }) => [message, kind])).toEqual([
      ['cart/nudge', 'added'],
      ['cart/reminder', 'removed'],
    ]);
  });

  it('says of a message that is gone no more than what it was called', async () => {
    const { changes } = await changesBy({ 'campaigns/monthly.yaml': null });
    expect(changes).toMatchObject([{ message: 'monthly/letter', kind: 'removed' }]);
    expect(changes[0]?.parts.map(({ name, is }) => [name, is])).toEqual([
      ['from', null],
      ['subject', null],
      ['preheader', null],
    ]);
  });

  it('is every message where the sender is another', async () => {
    const { changes } = await changesBy({ 'lifecycle.config.yaml': [['from: "Acme <', 'from: "The Acme Shop <']] });
    expect(changes).toHaveLength(4);
    expect(changes[0]?.parts).toEqual([
      { name: 'from', was: 'Acme <hello@acme.example>', is: 'The Acme Shop <hello@acme.example>' },
    ]);
  });
});
