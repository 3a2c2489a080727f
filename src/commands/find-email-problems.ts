import type { CodedFinding } from '../check/email/lint-email.js';
import { sourceOf } from '../check/email/locate-finding.js';
import type { EmailBytes } from '../check/email/rendered-email.js';
import { topicKind } from '../check/walk/walk-messages.js';
import type { Plan } from '../model/plan.js';
import type { Cell } from '../model/preview.js';
import type { Project } from '../model/project.js';
import type { HeldBack } from '../preview/held-back.js';
import { largestPersona } from '../preview/largest-persona.js';
import { listMessages, type ShownMessage } from '../preview/list-messages.js';
import { makeCells } from '../preview/make-cells.js';
import { listPersonas, makePerson, type Person } from '../preview/persona.js';
import { renderHere } from '../render/render-message.js';

/** One thing wrong with one message in one of its languages: with its bytes, or that a persona who was written down gets none. */
export type EmailProblem = (CodedFinding | { readonly heldBack: HeldBack }) & {
  /** Id of the message, as in a preview. */
  readonly message: string;
  /** The template file, relative to the project root. */
  readonly file: string;
};

const EMPTY_SUBJECT = 'the subject is empty';
const USUAL_CLIENTS = ['gmail', 'outlook', 'apple-mail', 'yahoo'];

/**
 * What the rules for emails find in the messages of some steps, by `CAMPAIGN/STEP`: each is made for every persona in every language that it is written in,
 * and the largest is looked at. Nothing of the environment is put in, so that every machine finds the same.
 */
export async function findEmailProblems(
  plan: Plan,
  project: Project,
  steps: ReadonlySet<string>,
): Promise<ReadonlyMap<string, readonly EmailProblem[]>> {
  const people = listPersonas(plan, project).map((persona) => makePerson(plan, persona));
  const found = new Map<string, EmailProblem[]>([...steps].map((step) => [step, []]));
  for (const message of listMessages(plan)) {
    const problems = found.get(`${message.campaign}/${message.step}`);
    if (problems === undefined || message.channel !== 'email') continue;
    for (const tag of Object.keys(plan.templates[message.template] ?? {})) {
      const readers = people.map((person) => inLanguage(person, tag === '' ? plan.languages.default : tag));
      const pairs = readers.map((person) => ({ message, person }));
      const cells = await makeCells({ plan, project, env: {}, render: renderHere }, pairs);
      problems.push(...(await lintCells(plan, project, message, tag, people, cells)));
    }
  }
  return found;
}

/** The same person, reading another language. */
function inLanguage(person: Person, locale: string): Person {
  return { ...person, facts: { ...person.facts, locale } };
}

async function lintCells(
  plan: Plan,
  project: Project,
  message: ShownMessage,
  tag: string,
  people: readonly Person[],
  cells: readonly Cell[],
): Promise<EmailProblem[]> {
  // With nothing to look at, neither the parsers of HTML and CSS nor the rules are loaded.
  const { lintEmail, lintSubject } = await import('../check/email/lint-email.js');
  const emptyFor = cells.flatMap(({ content }, index) => {
    const persona = people[index]?.persona;
    if (content.kind !== 'none' || content.problem !== EMPTY_SUBJECT || persona === undefined) return [];
    return [{ name: persona.node.name, isWritten: persona.file !== null }];
  });
  const heldBack = cells.flatMap(({ content, findings }, index) => {
    const persona = people[index]?.persona;
    // Of a persona that was derived, a preview tells; and that a subject is empty is told by its own rule.
    if (content.kind !== 'none' || findings.length === 0 || persona === undefined || persona.file === null) return [];
    if (content.problem === EMPTY_SUBJECT) return [];
    return [{ persona: { id: persona.id, file: persona.file }, subject: message.subject, problem: content.problem }];
  });
  const persona = largestPersona({ cells }, message.id);
  const largest = cells.filter(isEmail).find((cell) => cell.persona === persona) ?? null;
  const file = cells[0]?.file ?? '';
  const found =
    largest === null
      ? lintSubject(emptyFor)
      : lintEmail({ ...bytesOf(plan, project, message, tag, largest), emptyFor });
  return [...found, ...heldBack.map((one) => ({ heldBack: one }))].map((one) => ({
    ...one,
    message: message.id,
    file,
  }));
}

type EmailCell = Cell & { readonly content: Extract<Cell['content'], { kind: 'email' }> };

function isEmail(cell: Cell): cell is EmailCell {
  return cell.content.kind === 'email';
}

function bytesOf(
  plan: Plan,
  project: Project,
  message: ShownMessage,
  tag: string,
  { lang, content, file }: EmailCell,
): Omit<EmailBytes, 'emptyFor'> {
  const { subject, preheader, html, text, headers } = content;
  const template = project.templates.find((one) => one.file === file);
  const isPromotional = topicKind(project, message.topic) === 'promotional';
  const header = headers.find(([name]) => name.toLowerCase() === 'list-unsubscribe')?.[1] ?? '';
  const address = plan.channels.email?.postalAddress ?? null;
  return {
    subject,
    preheader: plan.templates[message.template]?.[tag]?.preheader == null ? null : preheader,
    lang,
    html,
    text,
    source: template === undefined ? '' : sourceOf(project, template),
    unsubscribe: isPromotional ? (/<(https?:[^>]*)>/.exec(header)?.[1] ?? null) : null,
    postalAddress: isPromotional && address?.includes('${') === false ? address : null,
    clients: project.config.channels?.email?.clients ?? USUAL_CLIENTS,
  };
}
