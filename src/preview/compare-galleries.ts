import type { Cell, CellChange, Gallery, GalleryChanges } from '../model/preview.js';

/**
 * The cells in which somebody gets something else than before, gets a message that was not there, or gets one no more. Links and headers that differ only by the id of the message count as
 * equal, and a step that only has another id has the messages that it had.
 */
export function compareGalleries(before: Gallery, now: Gallery): GalleryChanges {
  const renamed = renamedSteps(now);
  const old = before.cells.map((cell) => ({ ...cell, message: renameMessage(cell.message, renamed) }));
  const was = new Map(old.map((cell) => [keyOf(cell), cell]));
  const is = new Map(now.cells.map((cell) => [keyOf(cell), cell]));
  const campaigns = unite(before.plan.campaigns, now.plan.campaigns);
  const personas = unite(before.personas, now.personas);
  const messages = unite(
    before.messages.map((one) => ({ ...one, id: renameMessage(one.id, renamed) })),
    now.messages,
  );
  const cells = messages.flatMap(({ id: message }) =>
    personas.flatMap(({ id: persona }): readonly CellChange[] => {
      const key = keyOf({ message, persona });
      const change = { before: was.get(key) ?? null, now: is.get(key) ?? null };
      return JSON.stringify(visible(change.before)) === JSON.stringify(visible(change.now)) ? [] : [change];
    }),
  );
  const changed = new Set(cells.map((change) => (change.now ?? change.before)?.message));
  return {
    campaigns: campaigns.map(({ id, name }) => ({ id, name })),
    personas,
    messages: messages.filter(({ id }) => changed.has(id)),
    cells,
  };
}

function keyOf({ message, persona }: Pick<Cell, 'message' | 'persona'>): string {
  return `${message} ${persona}`;
}

/** Those of now, and behind them those that are gone. */
function unite<One extends { readonly id: string }>(before: readonly One[], now: readonly One[]): readonly One[] {
  const ids = new Set(now.map(({ id }) => id));
  return [...now, ...before.filter(({ id }) => !ids.has(id))];
}

/** `CAMPAIGN/STEP` as it is now, by what it was; only where that is no other step now. */
function renamedSteps({ plan, messages }: Gallery): ReadonlyMap<string, string> {
  const taken = new Set(messages.map(({ campaign, step }) => `${campaign}/${step}`));
  const moves = plan.campaigns.flatMap(({ id, moved }) =>
    moved.map(({ from, to }) => [`${id}/${from}`, `${id}/${to}`] as const),
  );
  return new Map(moves.filter(([from]) => !taken.has(from)));
}

function renameMessage(id: string, renamed: ReadonlyMap<string, string>): string {
  const [campaign = '', step = '', ...variant] = id.split('/');
  return [renamed.get(`${campaign}/${step}`) ?? `${campaign}/${step}`, ...variant].join('/');
}

/** Headers that say which message it is, not what is in it. */
const OF_THE_ID: ReadonlySet<string> = new Set(['message-id', 'date', 'feedback-id']);

/** What whoever gets it can tell apart. */
function visible(cell: Cell | null): unknown {
  if (cell?.content.kind !== 'email') return cell?.content ?? null;
  const { from, replyTo, to, subject, preheader, html, text, headers } = cell.content;
  const links = headers.flatMap(([name, value]) =>
    name.toLowerCase() === 'list-unsubscribe' ? [...value.matchAll(/<([^>]*)>/g)].map(([, link = '']) => link) : [],
  );
  const steady = (words: string): string => links.reduce((rest, link) => rest.replaceAll(link, 'unsubscribe:'), words);
  const others = headers.flatMap(([name, value]) =>
    OF_THE_ID.has(name.toLowerCase()) ? [] : [[name, steady(value).replace(/boundary="[^"]*"/, 'boundary')]],
  );
  return [from, replyTo, to, subject, preheader, steady(html), steady(text), others];
}
