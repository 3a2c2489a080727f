import { templatesOf } from '../../model/every-step.js';
import type { MessageAction, Plan } from '../../model/plan.js';
import { both, type ChangeKind, told } from '../change-kind.js';
import { same } from '../same.js';
import { spellOut } from '../spell-out.js';

const JUDGED = both('safe', 'who gets it from now on gets the new one, those inside too', 'inside');

/** What a message says is not what it said. */
export const contentChanged: ChangeKind = {
  code: 'LC812',
  name: 'content-changed',
  summary: 'What a message says, or who it comes from, is not what it was.',
  docs: `Content always follows the newest plan, also for people inside: a corrected price or a mended link must reach everybody who has not got the message yet. Only the subject of a message that is already waiting to be handed over stays as it was decided.`,
  *find({ old, new: now }) {
    const sender = ({ channels: { email } }: Plan) =>
      email && { from: email.from, replyTo: email.replyTo, postalAddress: email.postalAddress };
    const [was, is] = [sender(old), sender(now)];
    if (was !== null && is !== null && !same(was, is)) {
      yield {
        facet: 'content',
        at: ['channels', 'email'],
        what: 'the sender of emails, or the address in them, changed',
        before: told(Object.values(was).filter(Boolean).join(', ')),
        after: told(Object.values(is).filter(Boolean).join(', ')),
        judgement: JUDGED,
      };
    }
    if (!same(old.languages, now.languages)) {
      yield {
        facet: 'content',
        at: ['languages'],
        what: 'which language stands in for which changed',
        before: told(languageWords(old)),
        after: told(languageWords(now)),
        judgement: JUDGED,
      };
    }
  },
  *findIn({ plans, steps }) {
    for (const { was, is } of steps.shared) {
      const [before, after] = [was.step.action, is.step.action];
      if (before.kind !== 'message' || after.kind !== 'message') continue;
      const parts = changedParts(before, plans.old, after, plans.new);
      if (parts.length === 0) continue;
      yield {
        facet: 'content',
        step: is.step.id,
        was: was.step.id,
        at: [after.channel],
        what: `${parts.join(', ')} of message "${is.step.id}" changed`,
        before: told(contentWords(before, plans.old)),
        after: told(contentWords(after, plans.new)),
        judgement: JUDGED,
      };
    }
  },
};

/** Which parts of what a message says differ, in words. */
function changedParts(before: MessageAction, old: Plan, after: MessageAction, now: Plan): readonly string[] {
  const texts = (action: MessageAction, plan: Plan) => templatesOf(action).map((id) => plan.templates[id]);
  const templates = [texts(before, old), texts(after, now)];
  const parts: readonly (readonly [name: string, isSame: boolean])[] = [
    ['the template', before.template === after.template && same(templates[0], templates[1])],
    ['the subject', before.subject === after.subject],
    ['the incentive', same(incentiveOf(before, old), incentiveOf(after, now))],
    ['a block', same(usedBlocks(texts(before, old), old), usedBlocks(texts(after, now), now))],
    ['a catalog', same(usedCatalogs(texts(before, old), old), usedCatalogs(texts(after, now), now))],
  ];
  return parts.flatMap(([name, isSame]) => (isSame ? [] : [name]));
}

function incentiveOf({ incentive }: MessageAction, plan: Plan): unknown {
  return incentive === null ? null : [incentive, plan.incentives[incentive]];
}

type Texts = readonly (Plan['templates'][string] | undefined)[];

function mentions(texts: Texts, what: string): boolean {
  return texts.some((languages) =>
    Object.values(languages ?? {}).some(({ subject, html, text }) =>
      [subject, html, text].some((one) => one.includes(what)),
    ),
  );
}

function usedBlocks(texts: Texts, plan: Plan): unknown {
  const used = Object.entries(plan.blocks).filter(([id]) => mentions(texts, `blocks["${id}"]`));
  return used.map(([id, { rules }]) => [
    id,
    rules.map(({ when, partial }) => [when === null ? null : spellOut(when, plan), partial]),
  ]);
}

function usedCatalogs(texts: Texts, plan: Plan): unknown {
  return Object.entries(plan.catalogs).filter(([name]) => mentions(texts, `catalogs.${name}[`));
}

function contentWords({ template, subject, incentive }: MessageAction, plan: Plan): string {
  const compiled = plan.templates[template];
  const shown = subject ?? compiled?.['']?.subject ?? Object.values(compiled ?? {})[0]?.subject ?? '';
  return `${template}${shown === '' ? '' : ` "${shown.replace(/\s+/g, ' ')}"`}${incentive === null ? '' : `, incentive ${incentive}`}`;
}

function languageWords({ languages: { default: own, fallback } }: Plan): string {
  const pairs = Object.entries(fallback).map(([tag, other]) => `${other} for ${tag}`);
  return [own, ...pairs].join(', ');
}
