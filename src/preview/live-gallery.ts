import { createHash } from 'node:crypto';
import type { CompiledTemplate, Plan } from '../model/plan.js';
import type { Cell, Gallery } from '../model/preview.js';
import type { Project } from '../model/project.js';
import type { RenderAll, RenderedMessage } from '../render/render-message.js';
import { listMessages, type ShownMessage } from './list-messages.js';
import { makeCells, type Pair } from './make-cells.js';
import { describeMessage, describePerson } from './make-gallery.js';
import { listPersonas, makePerson, type Persona } from './persona.js';

/** Which cells are meant, by the ids of message and persona. */
export type Wanted = (message: string, persona: string) => boolean;

/** A gallery that follows its project: a cell is made again only when something that it depends on has changed, and only when somebody wants it. */
export interface LiveGallery {
  /** Takes in the project as it is now. */
  take(plan: Plan, project: Project): void;
  /** Takes a persona to be somebody else until the process ends; null: as in the file. */
  edit(persona: string, node: Persona['node'] | null): void;
  /** The plan, the people and the messages. */
  readonly frame: Omit<Gallery, 'cells'>;
  readonly project: Project;
  /** The personas as they are shown: with what was edited. */
  readonly personas: readonly Persona[];
  /** Those that were edited. */
  readonly edited: ReadonlySet<string>;
  /** The ids of those whose cells are not as they should be. */
  stale(wanted: Wanted): readonly Pair[];
  /** Makes cells; those of a project that is not the newest any more are thrown away. */
  make(pairs: readonly Pair[]): Promise<readonly Cell[]>;
  /** Every cell that was ever made and still has its place, in order. */
  cells(): readonly Cell[];
}

/** Begins to follow a project. */
export function openLiveGallery(
  first: { readonly plan: Plan; readonly project: Project },
  env: Readonly<Record<string, string | undefined>>,
  render: RenderAll,
): LiveGallery {
  const careful = renderCarefully(render);
  const edits = new Map<string, Persona['node']>();
  const made = new Map<string, { readonly key: string; readonly cell: Cell }>();
  let { plan, project } = first;
  let personas: readonly Persona[] = [];
  let frame: Omit<Gallery, 'cells'> = { plan, personas: [], messages: [] };
  let pairs: readonly (Pair & { readonly id: string; readonly key: string })[] = [];

  const settle = (): void => {
    personas = listPersonas(plan, project).map((one) => {
      const node = edits.get(one.id);
      return node === undefined ? one : { ...one, node };
    });
    const people = personas.map((persona) => ({ person: makePerson(plan, persona), key: digest(persona) }));
    const messages = listMessages(plan).map((message) => ({ message, key: keyOf(plan, message) }));
    const common = commonKey(plan);
    frame = {
      plan,
      personas: people.map(({ person }) => describePerson(plan, person)),
      messages: messages.map(({ message }) => describeMessage(message)),
    };
    pairs = messages.flatMap(({ message, key }) =>
      people.map(({ person, key: own }) => ({
        id: `${message.id} ${person.persona.id}`,
        message,
        person,
        key: `${common} ${key} ${own}`,
      })),
    );
    const ids = new Set(pairs.map(({ id }) => id));
    for (const id of made.keys()) if (!ids.has(id)) made.delete(id);
  };
  settle();

  return {
    take(newPlan, newProject) {
      plan = newPlan;
      project = newProject;
      settle();
    },
    edit(persona, node) {
      if (node === null) edits.delete(persona);
      else edits.set(persona, node);
      settle();
    },
    get frame() {
      return frame;
    },
    get project() {
      return project;
    },
    get personas() {
      return personas;
    },
    get edited() {
      return new Set(edits.keys());
    },
    stale: (wanted) =>
      pairs.filter(({ id, key, message, person }) => {
        const known = made.get(id);
        // Where a held-back message asks for what is missing may have moved.
        const isFresh = known?.key === key && known.cell.content.kind !== 'none';
        return !isFresh && wanted(message.id, person.persona.id);
      }),
    async make(wanted) {
      const keys = new Map(pairs.map(({ id, key }) => [id, key]));
      const before = project;
      const cells = await makeCells({ plan, project, env, render: careful }, wanted);
      if (before !== project) return [];
      for (const cell of cells) {
        const id = `${cell.message} ${cell.persona}`;
        const key = keys.get(id);
        if (key !== undefined) made.set(id, { key, cell });
      }
      return cells;
    },
    cells: () => pairs.flatMap(({ id }) => made.get(id)?.cell ?? []),
  };
}

/** What every message depends on. */
function commonKey(plan: Plan): string {
  const { campaigns: _c, templates: _t, blocks: _b, hash: _h, compiler: _p, sources: _s, ...common } = plan;
  return digest(common);
}

/** What one message depends on: its template as it was compiled, with all that it takes in, and the rules of its blocks. */
function keyOf(plan: Plan, { from, action, ...message }: ShownMessage): string {
  const template = plan.templates[message.template];
  const text = JSON.stringify(template);
  const blocks = Object.entries(plan.blocks).filter(([id]) =>
    text?.includes(JSON.stringify(`blocks["${id}"]`).slice(1, -1)),
  );
  const { name, priority, triggers } = from;
  return digest([message, action.incentive, name, priority, triggers, blocks, template]);
}

function digest(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('base64url');
}

/** A template that does not come to its end for one person is not tried for the next: each try would take as long. */
function renderCarefully(render: RenderAll): RenderAll {
  const endless = new WeakMap<CompiledTemplate, RenderedMessage>();
  return async (jobs) => {
    const open = jobs.filter(({ template }) => !endless.has(template));
    const firsts = new Map(open.map((job) => [job.template, job]));
    const tried = await render([...firsts.values()]);
    const results = new Map([...firsts.values()].map((job, index) => [job, tried[index]]));
    for (const [job, result] of results)
      if (result?.kind === 'none' && /^it takes (?:longer|more) than/.test(result.problem))
        endless.set(job.template, result);
    const rest = jobs.filter((job) => !results.has(job) && !endless.has(job.template));
    for (const [index, result] of (await render(rest)).entries()) results.set(rest[index]!, result);
    return jobs.map((job) => results.get(job) ?? endless.get(job.template)!);
  };
}
