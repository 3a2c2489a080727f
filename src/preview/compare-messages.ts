import type { Plan } from '../model/plan.js';
import type { Cell, CellContent } from '../model/preview.js';
import type { Project } from '../model/project.js';
import type { EmailChange, EmailPart } from '../model/review.js';
import { type RenderAll, renderHere } from '../render/render-message.js';
import { listMessages, type ShownMessage } from './list-messages.js';
import { makeCells } from './make-cells.js';
import { listPersonas, makePerson, USUAL_PERSONA } from './persona.js';

/** One side of a comparison: a plan, and the project that its messages are shown with. */
export interface ComparedSide {
  readonly plan: Plan;
  /** The project that the plan was made of, with the personas of both sides. */
  readonly project: Project;
}

/** What messages are compared with. */
export interface Comparison {
  readonly was: ComparedSide;
  readonly is: ComparedSide;
  /** Steps that only have another id: `CAMPAIGN/STEP` of the new plan by that of the old one. */
  readonly renamed: ReadonlyMap<string, string>;
  readonly render?: RenderAll;
}

/**
 * The messages that read or look otherwise for some persona, by campaign and step of the new plan, then those that are gone. Only messages that are made of something else than before are
 * rendered. A step that only has another id has the messages that it had.
 */
export async function compareMessages({
  was,
  is,
  renamed,
  render = renderHere,
}: Comparison): Promise<readonly EmailChange[]> {
  const before = new Map(
    listMessages(was.plan)
      .map((one) => named(one, renamed))
      .map((one) => [one.id, one]),
  );
  const after = new Map(listMessages(is.plan).map((one) => [one.id, one]));
  const isElsewhere = surroundings(was.plan) !== surroundings(is.plan);
  const ids = [...new Set([...after.keys(), ...before.keys()])].filter((id) => {
    const [old, now] = [before.get(id), after.get(id)];
    return (
      isElsewhere || old === undefined || now === undefined || ingredients(was.plan, old) !== ingredients(is.plan, now)
    );
  });
  const changes: EmailChange[] = [];
  // Of thousands of messages, only a few are held at a time.
  for (let from = 0; from < ids.length; from += AT_ONCE) {
    const some = ids.slice(from, from + AT_ONCE);
    const [old, now] = [await cellsOf(was, before, some, render), await cellsOf(is, after, some, render)];
    for (const id of some) {
      const message = after.get(id) ?? before.get(id);
      if (message !== undefined) changes.push(...compareCells(message, old.get(id) ?? null, now.get(id) ?? null));
    }
  }
  return changes;
}

const AT_ONCE = 100;

function named(message: ShownMessage, renamed: ReadonlyMap<string, string>): ShownMessage {
  const { campaign, step, variant } = message;
  const now = renamed.get(`${campaign}/${step}`);
  if (now === undefined) return message;
  return {
    ...message,
    id: [now, ...(variant === null ? [] : [variant])].join('/'),
    step: now.slice(campaign.length + 1),
  };
}

/** What any message may be made of: all of the plan but what only decides who gets which when. */
function surroundings(plan: Plan): string {
  const { campaigns, templates, hash, compiler, sources, policies, metrics, holdouts, data, ...rest } = plan;
  return JSON.stringify(rest);
}

/** What one message is made of. */
function ingredients({ templates }: Plan, { template, subject, channel, topic, action, from }: ShownMessage): string {
  return JSON.stringify([templates[template], subject, channel, topic, action.incentive, from.triggers]);
}

interface NamedCell {
  readonly persona: string;
  readonly cell: Cell;
}

/** The cells of these messages, in the order of the personas. */
async function cellsOf(
  { plan, project }: ComparedSide,
  messages: ReadonlyMap<string, ShownMessage>,
  ids: readonly string[],
  render: RenderAll,
): Promise<ReadonlyMap<string, readonly NamedCell[]>> {
  const people = listPersonas(plan, project).map((persona) => makePerson(plan, persona));
  const pairs = ids.flatMap((id) => {
    const message = messages.get(id);
    return message === undefined ? [] : people.map((person) => ({ message, person }));
  });
  // The sender is shown by the names of what it is made of, so that the same files read the same on every machine.
  const cells = await makeCells({ plan, project, env: {}, render }, pairs);
  const found = new Map<string, NamedCell[]>();
  for (const [index, cell] of cells.entries()) {
    const persona = pairs[index]?.person.persona.node.name ?? cell.persona;
    found.set(cell.message, [...(found.get(cell.message) ?? []), { persona, cell }]);
  }
  return found;
}

function compareCells(
  { id, channel }: ShownMessage,
  was: readonly NamedCell[] | null,
  is: readonly NamedCell[] | null,
): readonly EmailChange[] {
  const cells = is ?? was ?? [];
  const pairs = cells.map(({ persona, cell }) => ({
    id: cell.persona,
    persona,
    old: was?.find((one) => one.cell.persona === cell.persona)?.cell.content ?? null,
    now: is === null ? null : cell.content,
  }));
  const differing = pairs.filter(({ old, now }) => JSON.stringify(visible(old)) !== JSON.stringify(visible(now)));
  // The first to whom it says something else stands for all, the usual one before those who are odd; nobody who is never reached.
  const telling = differing.filter(({ old, now }) => partsOf(old, now).length > 0 && now?.kind !== 'none');
  const shown = telling.find(({ id: own }) => own === USUAL_PERSONA) ?? telling[0] ?? differing[0];
  if (shown === undefined) return [];
  const change: EmailChange = {
    message: id,
    channel,
    kind: was === null ? 'added' : is === null ? 'removed' : 'changed',
    affected: differing.length,
    personas: cells.length,
    persona: shown.persona,
    parts: partsOf(shown.old, shown.now),
    isLookChanged: differing.some(({ old, now }) => lookOf(old) !== lookOf(now)),
  };
  return [change];
}

/** What a reader can tell apart: the lines above the body differ with every plan. */
function visible(content: CellContent | null): unknown {
  if (content?.kind !== 'email') return content;
  const { from, replyTo, subject, preheader, html, text } = content;
  return [from, replyTo, subject, preheader, html, text];
}

/** The markup without what an inbox shows: that reads otherwise, and looks as it did. */
function lookOf(content: CellContent | null): string | null {
  if (content?.kind !== 'email') return null;
  return content.html.replace(/<title>[\s\S]*?<\/title>|<div style="display:none[^>]*>[\s\S]*?<\/div>/g, '');
}

function partsOf(was: CellContent | null, is: CellContent | null): readonly EmailPart[] {
  const [old, now] = [saidBy(was), saidBy(is)];
  // Of what is gone, its name is enough.
  const names = (Object.keys({ ...old, ...now }) as EmailPart['name'][]).filter(
    (name) => is !== null || name !== 'text',
  );
  return ORDER.filter((name) => names.includes(name)).flatMap((name) => {
    const [before, after] = [old[name] ?? null, now[name] ?? null];
    return before === after ? [] : [{ name, was: before, is: after }];
  });
}

const ORDER: readonly EmailPart['name'][] = ['held back', 'from', 'reply to', 'subject', 'preheader', 'title', 'text'];

function saidBy(content: CellContent | null): Partial<Record<EmailPart['name'], string | null>> {
  switch (content?.kind) {
    case undefined:
      return {};
    case 'none':
      return { 'held back': content.problem };
    case 'words':
      return { title: content.title, text: content.text };
    case 'email': {
      const { from, replyTo, subject, preheader, text } = content;
      return { from, 'reply to': replyTo, subject, preheader, text };
    }
  }
}
