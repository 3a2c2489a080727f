import type { PlanCampaign } from '../../model/plan.js';
import { both, type ChangeKind, type Found, told } from '../change-kind.js';
import { differing, meaning, same } from '../same.js';

const JUDGED = both('safe', 'nobody gets anything else', 'inside');

/** What changed is only for the people who work with it. */
export const metadataChanged: ChangeKind = {
  code: 'LC899',
  name: 'metadata-changed',
  summary: 'Only what is there for the people who work with it changed.',
  docs: `The name, the owner, the goal, what an edit declares ("moved", "removed", "accepts"), labels of topics, and definitions that nothing asks for. "lifecycle diff" hides these unless it is asked for --all.`,
  *find({ old, new: now }) {
    const place = { facet: 'metadata', judgement: JUDGED } as const;
    for (const id of differing(old.topics, now.topics)) {
      const [was, is] = [old.topics[id], now.topics[id]];
      yield {
        ...place,
        at: ['topics', id],
        what: `topic "${id}" changed`,
        before: told(was?.label ?? 'none'),
        after: told(is?.label ?? 'none'),
      };
    }
    for (const part of ['traits', 'segments', 'metrics', 'incentives'] as const) {
      const [a, b]: readonly Readonly<Record<string, unknown>>[] = [old[part], now[part]];
      for (const name of differing(a ?? {}, b ?? {})) {
        yield { ...place, at: [part, name], what: `${part.slice(0, -1)} "${name}" is defined otherwise` };
      }
    }
    if (!same(old.stages, now.stages)) yield { ...place, at: ['stages'], what: 'stages are defined otherwise' };
  },
  *findIn({ old, new: now, steps }) {
    for (const { was, is } of steps.shared) {
      const [a, b] = [was.step.action, is.step.action];
      if (a.kind !== 'exit' || b.kind !== 'exit' || a.reason === b.reason) continue;
      yield {
        facet: 'metadata',
        step: is.step.id,
        was: was.step.id,
        at: ['exit'],
        what: `the reason that step "${is.step.id}" gives is another`,
        before: told(a.reason),
        after: told(b.reason),
        judgement: JUDGED,
      };
    }
    for (const [name, words] of Object.entries(TOLD)) {
      const key = name as keyof typeof TOLD;
      if (same(old[key], now[key])) continue;
      yield {
        facet: 'metadata',
        at: [words],
        what: `its ${words} changed`,
        ...(LISTS.includes(key) ? {} : { before: told(wordsOf(old[key])), after: told(wordsOf(now[key])) }),
        judgement: JUDGED,
      };
    }
  },
};

/** What of a campaign no other kind of change looks at, and the key that it has in the file. */
const TOLD = {
  name: 'name',
  owner: 'owner',
  goal: 'goal',
  moved: 'moved',
  removed: 'removed',
  accepts: 'accepts',
} as const satisfies Readonly<Partial<Record<keyof PlanCampaign, string>>>;

/** What is said in them shows where it counts: in the changes that they declare. */
const LISTS: readonly string[] = ['moved', 'removed', 'accepts'];

function wordsOf(value: unknown): string {
  return typeof value === 'string' ? value : value === null ? 'none' : meaning(value).replaceAll('"', '');
}

/** `7d` where `1w` stood: the plan has other bytes, and says the same. To be told where nothing else is. */
export const OTHER_WORDS: Found = {
  facet: 'metadata',
  at: [],
  what: 'something is written in other words, and means the same',
  judgement: JUDGED,
};
