import type { Plan } from '../../model/plan.js';
import { both, type ChangeKind, told } from '../change-kind.js';

const FREED = both('breaking', 'it goes to people who did not agree to it, or said no', 'everyone');
const BOUND = both('breaking', 'people who did not agree to hear about it do not get it any more', 'everyone');
const OTHER = both('dangerous', 'other people agreed to hear about it', 'everyone');

/** What people must have agreed to for a message is not what it was. */
export const topicChanged: ChangeKind = {
  code: 'LC813',
  name: 'topic-changed',
  summary: 'What people must have agreed to for a message is not what it was.',
  docs: `A message on a transactional topic asks nobody's consent, and caps, holidays and holdouts do not hold for it; any other asks for the consent of its topic. Consent is never pinned: the change holds at once for everybody, also for those inside.

Make sure that it is what the law and the people expect, then accept it in the campaign's file: "accepts: [{change: LC813, step: receipt, reason: ...}]".`,
  *findIn({ plans, steps }) {
    for (const { was, is } of steps.shared) {
      const [before, after] = [was.step.action, is.step.action];
      if (before.kind !== 'message' || after.kind !== 'message') continue;
      const [old, now] = [plans.old.topics[before.topic], plans.new.topics[after.topic]];
      const freed = now?.transactional === true && old?.transactional !== true;
      const bound = now?.transactional !== true && old?.transactional === true;
      if (!freed && !bound && before.topic === after.topic && old?.consent === now?.consent) continue;
      yield {
        facet: 'audience',
        step: is.step.id,
        was: was.step.id,
        at: [after.channel, 'topic'],
        what: `message "${is.step.id}" ${freed ? 'is transactional now' : bound ? 'is not transactional any more' : 'asks for another consent'}`,
        before: told(topicWords(before.topic, plans.old)),
        after: told(topicWords(after.topic, plans.new)),
        judgement: freed ? FREED : bound ? BOUND : OTHER,
      };
    }
  },
};

function topicWords(id: string, { topics }: Plan): string {
  const topic = topics[id];
  if (topic === undefined) return `topic ${id}`;
  return `topic ${id}, ${topic.transactional ? 'transactional' : `with consent by ${topic.consent}`}`;
}
