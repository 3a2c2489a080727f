import type { CodedFinding } from '../check/email/lint-email.js';
import { sourceOf } from '../check/email/locate-finding.js';
import type { EmailBytes } from '../check/email/rendered-email.js';
import { topicKind } from '../check/walk/walk-messages.js';
import type { Plan } from '../model/plan.js';
import type { Cell } from '../model/preview.js';
import type { Project } from '../model/project.js';
import type { HeldBack } from '../preview/held-back.js';
import { largestPersona } from '../preview/largest-persona.js';
import { likenessOf, withoutTrackedIds } from '../preview/likeness.js';
import { listMessages, type ShownMessage } from '../preview/list-messages.js';
import { type CellRoom, makeCells, previewToken } from '../preview/make-cells.js';
import { listPersonas, makePerson, type Person } from '../preview/persona.js';
import { renderHere } from '../render/render-message.js';
import { type ChoreRoom, openChoreRoom } from './chore-room.js';
import { type LintAll, lintInRoom } from './lint-all.js';

/** One thing wrong with one message in one of its languages: with its bytes, or that a persona who was written down gets none. */
export type EmailProblem = (CodedFinding | { readonly heldBack: HeldBack }) & {
  /** Id of the message, as in a preview. */
  readonly message: string;
  /** The template file, relative to the project root. */
  readonly file: string;
};

const EMPTY_SUBJECT = 'the subject is empty';
const USUAL_CLIENTS = ['gmail', 'outlook', 'apple-mail', 'yahoo'];

/** One email that is looked at in place of all that are like it. */
interface Sample {
  readonly message: ShownMessage;
  readonly tag: string;
  readonly people: readonly Person[];
}

/** So many are made before they are looked at: enough to share the way there, and few enough to hold. */
const AT_ONCE = 50;

/**
 * What the rules for emails find in the messages of some steps, by `CAMPAIGN/STEP`: each is made for every persona in every language that it is written in,
 * and the largest is looked at. Nothing of the environment is put in, so that every machine finds the same. Of emails that are alike one is made.
 */
export async function findEmailProblems(
  plan: Plan,
  project: Project,
  steps: ReadonlySet<string>,
  alike: (plan: Plan, message: ShownMessage, tag: string) => string = likenessOf,
  chores: ChoreRoom = openChoreRoom({ processors: 1 }),
): Promise<ReadonlyMap<string, readonly EmailProblem[]>> {
  const people = listPersonas(plan, project).map((persona) => makePerson(plan, persona));
  const wanted = listMessages(plan).filter(
    ({ campaign, step, channel }) => channel === 'email' && steps.has(`${campaign}/${step}`),
  );
  const versions = wanted.flatMap((message) =>
    Object.keys(plan.templates[message.template] ?? {}).map((tag) => ({
      message,
      tag,
      key: alike(plan, message, tag),
    })),
  );
  const samples = new Map<string, Sample>();
  for (const { key, message, tag } of versions) {
    if (samples.has(key)) continue;
    const locale = tag === '' ? plan.languages.default : tag;
    samples.set(key, { message, tag, people: people.map((person) => inLanguage(person, locale)) });
  }
  const lint = lintInRoom(chores);
  const looks = await lookAt(plan, project, samples, lint);
  const found = new Map<string, EmailProblem[]>([...steps].map((step) => [step, []]));
  for (const { key, message, tag } of versions) {
    const sample = samples.get(key);
    if (sample === undefined) continue;
    const isAlone = sample.message !== message && looks.get(key)?.isLarge === true;
    const own = isAlone ? await lookAt(plan, project, new Map([[key, { ...sample, message, tag }]]), lint) : looks;
    found.get(`${message.campaign}/${message.step}`)?.push(...(own.get(key)?.say(message) ?? []));
  }
  return found;
}

interface Look {
  /** What is found in a sample, as it is said of a message like it. */
  readonly say: (message: ShownMessage) => readonly EmailProblem[];
  /** Whether another like it may be too large, or not, for its ids alone. */
  readonly isLarge: boolean;
}

const LARGE = 70_000;

async function lookAt(
  plan: Plan,
  project: Project,
  samples: ReadonlyMap<string, Sample>,
  lint: LintAll,
): Promise<Map<string, Look>> {
  const room: CellRoom = { plan, project, env: {}, render: renderHere };
  const looks = new Map<string, Look>();
  const all = [...samples];
  let finish = async (): Promise<void> => {};
  for (let first = 0; first < all.length; first += AT_ONCE) {
    const some = all.slice(first, first + AT_ONCE);
    const cells = await makeCells(
      room,
      some.flatMap(([, { message, people }]) => people.map((person) => ({ message, person }))),
    );
    let at = 0;
    const begun: [string, BegunLook][] = [];
    for (const [key, sample] of some) {
      const own = cells.slice(at, at + sample.people.length);
      at += sample.people.length;
      begun.push([key, await beginLook(plan, project, sample, own)]);
    }
    const found = lint(begun.flatMap(([, { bytes }]) => bytes ?? []));
    // While some are looked at, the next are made.
    await finish();
    finish = async () => {
      const each = (await found()).values();
      for (const [key, { bytes, look }] of begun) looks.set(key, look(bytes === null ? [] : each.next().value!));
    };
  }
  await finish();
  return looks;
}

/** The same person, reading another language. */
function inLanguage(person: Person, locale: string): Person {
  return { ...person, facts: { ...person.facts, locale } };
}

/** A sample that was made. */
interface BegunLook {
  /** What is to be looked at; null when nobody gets it. */
  readonly bytes: EmailBytes | null;
  /** With what was found in the bytes. */
  readonly look: (found: readonly CodedFinding[]) => Look;
}

async function beginLook(
  plan: Plan,
  project: Project,
  { message, tag, people }: Sample,
  cells: readonly Cell[],
): Promise<BegunLook> {
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
    return [
      {
        heldBack: {
          persona: { id: persona.id, file: persona.file },
          subject: message.subject,
          problem: content.problem,
        },
      },
    ];
  });
  const persona = largestPersona({ cells }, message.id);
  const largest = cells.filter(isEmail).find((cell) => cell.persona === persona) ?? null;
  const reader = people.find((one) => one.persona.id === persona);
  const file = cells[0]?.file ?? '';
  if (largest === null || reader === undefined) {
    const { lintSubject } = await import('../check/email/lint-email.js');
    const found = [...lintSubject(emptyFor), ...heldBack];
    const say: Look['say'] = ({ id }) => found.map((one) => ({ ...one, message: id, file }));
    return { bytes: null, look: () => ({ say, isLarge: false }) };
  }
  const bytes: EmailBytes = { ...bytesOf(plan, project, message, tag, largest), emptyFor };
  const isLarge = Buffer.byteLength(bytes.html) > LARGE;
  const untold = isLarge ? bytes : { ...bytes, ...withoutIds(bytes, message) };
  const token = previewToken(plan, message, reader);
  const standIn = standInFor(token);
  const look: BegunLook['look'] = (found) => {
    const said = [...found, ...heldBack];
    const say: Look['say'] = (like) => {
      const own = said.length === 0 ? said : renameToken(said, standIn, previewToken(plan, like, reader));
      return own.map((one) => ({ ...one, message: like.id, file }));
    };
    return { say, isLarge };
  };
  return { bytes: withoutToken(untold, token, standIn), look };
}

function withoutIds({ html, text }: EmailBytes, message: ShownMessage): Pick<EmailBytes, 'html' | 'text'> {
  return { html: withoutTrackedIds(html, message), text: withoutTrackedIds(text, message) };
}

/** Stands for a token in the links of a message, and is as long: what is found in one email is found in all that are alike. */
function standInFor(token: string): string {
  return '_token_of_this_message'.padEnd(token.length, '_');
}

function withoutToken(bytes: EmailBytes, token: string, standIn: string): EmailBytes {
  const parts = Object.entries(bytes).map(([name, part]) => [
    name,
    typeof part === 'string' ? part.replaceAll(token, standIn) : part,
  ]);
  return Object.fromEntries(parts) as EmailBytes;
}

function renameToken<T>(value: T, from: string, to: string): T {
  return JSON.parse(JSON.stringify(value).replaceAll(from, to)) as T;
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
