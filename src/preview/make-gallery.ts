import { formatLocal } from '../calendar/local-time.js';
import { profileValues } from '../decide/profile-values.js';
import type { Plan } from '../model/plan.js';
import type { Gallery, GalleryMessage, GalleryPersona } from '../model/preview.js';
import type { Project } from '../model/project.js';
import type { Value, ValueType } from '../model/value.js';
import { type RenderAll, renderHere } from '../render/render-message.js';
import { listMessages, type ShownMessage } from './list-messages.js';
import { makeCells } from './make-cells.js';
import { listPersonas, makePerson, type Person } from './persona.js';

/** What a gallery is made of. */
export interface GalleryInput {
  readonly plan: Plan;
  /** The project that the plan was made of. */
  readonly project: Project;
  /** For the sender and the links; what is not set stands there by its name. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Where messages are rendered; in this thread when it is left out. */
  readonly render?: RenderAll;
}

/** Every message of a plan for every persona, made as a run makes what it sends. The same tree gives the same gallery. */
export async function makeGallery(input: GalleryInput): Promise<Gallery> {
  const { plan, project, env, render = renderHere } = input;
  const people = listPersonas(plan, project).map((persona) => makePerson(plan, persona));
  const messages = listMessages(plan);
  const pairs = messages.flatMap((message) => people.map((person) => ({ message, person })));
  const cells = await makeCells({ plan, project, env, render }, pairs);
  return {
    plan,
    personas: people.map((person) => describePerson(plan, person)),
    messages: messages.map(describeMessage),
    cells,
  };
}

/** A message without where it comes from. */
export function describeMessage(message: ShownMessage): GalleryMessage {
  const { id, campaign, step, variant, channel, topic, template } = message;
  return { id, campaign, step, variant, channel, topic, template };
}

/** A persona as a page shows them: with what is known at the moment at which their messages go. */
export function describePerson(plan: Plan, { persona, facts, now }: Person): GalleryPersona {
  const { values, types } = profileValues(plan, facts, now);
  const { id, file, node } = persona;
  return {
    id,
    name: node.name,
    about: node.about ?? null,
    file,
    values: Object.entries(values).flatMap(([name, value]) =>
      value === null ? [] : [[name, readable(value, types[name], facts.zone)] as const],
    ),
  };
}

function readable(value: Exclude<Value, null>, type: ValueType | undefined, zone: string): string {
  if (type === 'time' && typeof value === 'number') return formatLocal(value, zone);
  return typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value);
}
