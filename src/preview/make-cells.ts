import { messageId } from '../decide/assign.js';
import { addressOf } from '../decide/consent.js';
import type { Draft } from '../deliver/draft.js';
import { gatherContent } from '../deliver/gather-content.js';
import { composeEmail, type ResolvedEmail } from '../deliver/make-email.js';
import { pickLanguage } from '../deliver/pick-language.js';
import { type Sketch, sketchMessage } from '../deliver/sketch-message.js';
import { addressKind } from '../model/channel.js';
import { invariant } from '../model/failure.js';
import type { LedgerMessage } from '../model/message.js';
import type { CompiledTemplate, Plan } from '../model/plan.js';
import type { Cell, CellContent } from '../model/preview.js';
import { isTextPart, type Project, type TemplateSource } from '../model/project.js';
import { buildMime } from '../render/build-mime.js';
import { renderLiquid } from '../render/render-liquid.js';
import type { RenderAll, RenderedMessage } from '../render/render-message.js';
import { countSegments } from '../render/sms-segments.js';
import { makeToken } from '../render/unsubscribe-token.js';
import { heldBack } from './held-back.js';
import type { ShownMessage } from './list-messages.js';
import type { Person } from './persona.js';
import { personaRows } from './persona-rows.js';
import { readHeaders } from './read-headers.js';
import { standInChannel } from './stand-in-channel.js';
import { triggeringEvent } from './triggering-event.js';

/** What cells are made with. */
export interface CellRoom {
  readonly plan: Plan;
  readonly project: Project;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly render: RenderAll;
}

/** One message for one person. */
export interface Pair {
  readonly message: ShownMessage;
  readonly person: Person;
}

/** Links of a preview lead nowhere: no ledger has this secret. */
const SECRET = 'preview';
const CODE = 'EXAMPLE-CODE';

/** The cells of these pairs in their order, each made the way a run makes the message. */
export async function makeCells(room: CellRoom, pairs: readonly Pair[]): Promise<readonly Cell[]> {
  const { email } = room.plan.channels;
  const channel = email === null ? null : standInChannel(email, room.env);
  const files = new Map(
    room.project.templates
      .filter((template) => !isTextPart(room.project, template))
      .map((template) => [`${template.id} ${template.lang}`, template]),
  );
  const begun = await Promise.all(pairs.map((pair) => begin(room, channel, files, pair)));
  const drafted = begun.flatMap(({ sketch }) => sketch ?? []);
  const rendered = await room.render(
    drafted.map(({ draft: { message, template, subject }, context }) => ({
      channel: message.channel,
      template,
      subject,
      context,
    })),
  );
  const contents = new Map(drafted.map((sketch, index) => [sketch, rendered[index]]));
  return begun.map((one) => {
    const result = one.sketch === null ? undefined : contents.get(one.sketch);
    const content: CellContent =
      one.sketch === null || result === undefined
        ? { kind: 'none', problem: one.problem }
        : finish(room.plan, channel, one.sketch, result);
    const { message, person } = one.pair;
    return {
      message: message.id,
      persona: person.persona.id,
      file: one.template?.file ?? '',
      lang: one.lang,
      content,
      ...(one.isMade ? { madeUp: true as const } : {}),
      findings:
        content.kind === 'none' && !lacksAddress(one.pair)
          ? [
              heldBack(room.project, message, one.template, {
                ...message,
                persona: person.persona,
                problem: content.problem,
              }),
            ]
          : [],
    };
  });
}

/** A cell before it is rendered. */
interface Begun {
  readonly pair: Pair;
  readonly template: TemplateSource | null;
  readonly lang: string;
  readonly isMade: boolean;
  /** Null: it cannot be rendered, for this reason. */
  readonly sketch: Sketch | null;
  readonly problem: string;
}

async function begin(
  { plan, project }: CellRoom,
  channel: ResolvedEmail | null,
  files: ReadonlyMap<string, TemplateSource>,
  pair: Pair,
): Promise<Begun> {
  const { message, person } = pair;
  const { event, isMade } = triggeringEvent(plan, project, message.from, person);
  const events = isMade && event !== null ? [...person.facts.events, event] : person.facts.events;
  const facts = { ...person.facts, events };
  const tags = Object.keys(plan.templates[message.template] ?? {});
  const tag = pickLanguage(Object.fromEntries(tags.map((each) => [each, each])), facts.locale, plan.languages);
  const compiled = tag === null ? undefined : plan.templates[message.template]?.[tag];
  const template = files.get(`${message.template} ${tag}`) ?? null;
  const begun = { pair, template, isMade, lang: compiled?.lang ?? plan.languages.default, sketch: null };
  if (compiled === undefined) return { ...begun, problem: `there is no template ${message.template}` };
  if (lacksAddress(pair))
    return {
      ...begun,
      problem: `they have no ${addressKind(message.channel) === 'email' ? 'email address' : 'phone number'}`,
    };
  if (message.channel === 'email' && channel === null) return { ...begun, problem: 'there is no email channel' };
  const planned = planMessage(plan, message, person, event?.properties ?? {});
  const draft: Draft = { message: planned, facts, template: compiled, subject: message.subject };
  const content = await gatherContent(
    {
      plan,
      ledger: { histories: () => [] },
      codes: {
        has: (incentive): incentive is string =>
          incentive !== null && (plan.incentives[incentive]?.codes ?? null) !== null,
        codeFor: () => CODE,
        showFor: () => CODE,
      },
      warehouse: { lookUp: personaRows(plan, person.persona, facts) },
    },
    [draft],
    person.now,
  );
  const own = content.get(planned.id) ?? null;
  const sketch = own === null ? null : sketchMessage(plan, channel, SECRET, draft, own, person.now);
  return { ...begun, sketch, problem: 'it cannot be made' };
}

/** The token in the links of a message for a person, which differs from one message to the next. */
export function previewToken({ project }: Plan, { campaign, step }: ShownMessage, { facts }: Person): string {
  return makeToken(SECRET, idOf(project, campaign, step, facts.profileId));
}

const ENTRY_KEY = 'preview';
const OCCURRENCE = 1;

function idOf(project: string, campaign: string, step: string, profileId: string): string {
  return messageId({ project, campaign, step, profileId, entryKey: ENTRY_KEY, occurrence: OCCURRENCE });
}

function planMessage(
  plan: Plan,
  { campaign, step, variant, channel, topic, template, subject, action, from }: ShownMessage,
  { facts, now }: Person,
  event: LedgerMessage['event'],
): LedgerMessage {
  // Written out: to add so much to what is spread takes a hundred times as long.
  return {
    entryKey: ENTRY_KEY,
    occurrence: OCCURRENCE,
    id: idOf(plan.project, campaign, step, facts.profileId),
    campaign,
    step,
    profileId: facts.profileId,
    occasion: 'preview',
    channel,
    topic,
    transactional: plan.topics[topic]?.transactional ?? false,
    template,
    subject,
    incentive: action.incentive,
    variant,
    priority: from.priority,
    dueAt: now,
    sendAt: now,
    validUntil: now,
    event,
    plan: plan.hash,
    structure: null,
    status: 'planned',
    assignment: null,
    withheldBy: null,
    notBefore: now,
    attempts: 0,
    firstAttemptAt: null,
    endedAt: null,
    outcome: null,
    body: null,
    lostAnswers: 0,
  };
}

/** Whether a persona is meant to be out of reach: they say so themselves. */
function lacksAddress({ message: { channel }, person: { facts } }: Pair): boolean {
  return addressKind(channel) !== null && addressOf(channel, facts).address === null;
}

function finish(
  plan: Plan,
  channel: ResolvedEmail | null,
  { draft, context, unsubscribeUrl }: Sketch,
  rendered: RenderedMessage,
): CellContent {
  invariant(rendered.kind !== 'encoded', 'what is rendered to be shown is not encoded');
  switch (rendered.kind) {
    case 'none':
      return rendered;
    case 'words': {
      const { title, text } = rendered.words;
      const segments = draft.message.channel === 'sms' ? countSegments(text).count : null;
      return { kind: 'words', title, text, segments };
    }
    case 'email': {
      if (channel === null || unsubscribeUrl === null) return { kind: 'none', problem: 'there is no email channel' };
      const composed = composeEmail(plan, channel, draft, rendered.parts, unsubscribeUrl);
      if ('problem' in composed) return { kind: 'none', problem: composed.problem };
      const { from, replyTo, to, subject, html, text } = composed.ok;
      // The lines above the body say nothing of what is in it, and encoding that would take longer than all else.
      const head = { ...composed.ok, html: '-', text: '-' };
      const headers = readHeaders(buildMime(head, draft.message.sendAt, draft.message.id));
      const preheader = preheaderOf(draft.template, context, subject) ?? firstWords(text);
      return { kind: 'email', from, replyTo, to, subject, preheader, html, text, headers };
    }
  }
}

function preheaderOf(template: CompiledTemplate, context: Sketch['context'], subject: string): string | null {
  if (template.preheader === null) return null;
  const withSubject = { ...context, message: { ...context.message, subject } };
  return renderLiquid(template, template.preheader, withSubject, false).replace(/\s+/g, ' ').trim();
}

/** What an inbox has room for. */
function firstWords(text: string): string {
  return text.replace(/\s+/g, ' ').trim().slice(0, 140);
}
