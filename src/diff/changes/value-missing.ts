import type { Judgement } from '../../model/change.js';
import type { Condition } from '../../model/condition.js';
import { templatesOf } from '../../model/every-step.js';
import type { Action, MessageAction, Plan, PlanCampaign } from '../../model/plan.js';
import { both, type ChangeKind, told } from '../change-kind.js';

const PRINTED = both(
  'dangerous',
  'who is inside entered without it: their message shows what stands in for it',
  'inside',
);

const ASKED: Judgement = {
  pinned: ['safe', 'who is inside is judged by the conditions they started with'],
  follow: ['dangerous', 'who is past the new step never got its message: for them the condition says no'],
  touches: 'inside',
};

/** Something is asked for that people inside do not have. */
export const valueMissing: ChangeKind = {
  code: 'LC814',
  name: 'value-missing',
  summary: 'A message shows, or a condition asks for, something that people inside do not have.',
  docs: `A journey keeps the properties of the event that began it. A property that is declared now is not in journeys that began before; and a message of a step that is new was never sent to those who are past it. Content follows the newest plan, so a template shows nothing, or its default, for them.

Give it a default in the template, and look at how it reads without the value.`,
  *findIn({ new: now, plans, steps }) {
    const added = new Set(steps.added.map(({ step }) => step.id));
    for (const { was, is } of steps.shared) {
      const place = { step: is.step.id, was: was.step.id };
      const [before, after] = [was.step.action, is.step.action];
      if (before.kind === 'message' && after.kind === 'message') {
        const shown = shownProperties(before, plans.old);
        for (const name of shownProperties(after, plans.new)) {
          if (shown.has(name) || !isNewProperty(name, now, plans)) continue;
          yield {
            ...place,
            facet: 'content',
            at: [after.channel],
            what: `message "${is.step.id}" shows event.${name}, which is new`,
            after: told(`event.${name}`),
            judgement: PRINTED,
          };
        }
      }
      for (const name of askedSteps(is.step.when, is.step.action)) {
        if (!added.has(name)) continue;
        yield {
          ...place,
          facet: 'routing',
          at: ['when'],
          what: `step "${is.step.id}" asks about the message of "${name}", which is new`,
          after: told(name),
          judgement: ASKED,
        };
      }
    }
  },
};

function shownProperties(action: MessageAction, { templates }: Plan): ReadonlySet<string> {
  const texts = templatesOf(action).flatMap((id) =>
    Object.values(templates[id] ?? {}).flatMap(({ subject, preheader, html, text }) => [
      subject,
      preheader ?? '',
      html,
      text,
    ]),
  );
  const liquid = [...texts, action.subject ?? ''].flatMap((text) => text.match(/\{\{.*?\}\}|\{%.*?%\}/gs) ?? []);
  return new Set(liquid.flatMap((tag) => [...tag.matchAll(/\bevent\.(\w+)/g)].map(([, name = '']) => name)));
}

/** Whether no journey that began under the old plan can have the property. */
function isNewProperty(name: string, { triggers }: PlanCampaign, { old }: { readonly old: Plan }): boolean {
  const events = triggers.flatMap((trigger) =>
    trigger.kind === 'event' || trigger.kind === 'inactive' ? [trigger.event] : [],
  );
  return events.some((event) => old.events[event]?.[name] === undefined);
}

/** The steps whose message in the very journey a step asks about. */
function askedSteps(when: Condition | null, action: Action): readonly string[] {
  const asked = [
    when,
    ...(action.kind === 'branch' ? action.branches.map((branch) => branch.when) : []),
    action.kind === 'wait_for' && action.for.kind === 'condition' ? action.for.condition : null,
  ];
  return [...new Set(asked.flatMap((condition) => (condition === null ? [] : ownMessages(condition))))];
}

function ownMessages(condition: Condition): readonly string[] {
  switch (condition.kind) {
    case 'all':
    case 'any':
      return condition.of.flatMap(ownMessages);
    case 'not':
      return ownMessages(condition.of);
    case 'message':
      return condition.ofJourney ? [condition.step] : [];
    case 'event':
      return condition.window.kind === 'journey' ? [condition.window.step] : [];
    case 'attribute':
    case 'segment':
    case 'stage':
      return [];
  }
}
