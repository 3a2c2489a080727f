import type { Plan, PlanCampaign } from '../../model/plan.js';
import { joinWords } from '../plan/join-words.js';
import { audienceWords, capital, startWords, stopWords } from './campaign-words.js';
import { type StoryStep, type StoryWay, stepStory } from './step-story.js';

/** A campaign told in a few sentences: what starts it, for whom, what they get and when, and what ends it early. */
export function summarize(plan: Plan, campaign: PlanCampaign): string {
  const who = audienceWords(campaign);
  const enter = who === 'everybody' ? ' enters' : who.includes(',') ? ', enter' : ' enter';
  const start = `${joinWords(campaign.triggers.map(startWords), 'or')}, ${who}${enter}`;
  const stop = stopWords(campaign.exitOn);
  const steps = stepStory(plan, campaign.steps).map((step) => tell(step, null));
  const sentences = [start, ...steps, ...(stop === null ? [] : [`it all ends early ${stop}`])];
  return sentences.map((text) => `${capital(text)}.`).join(' ');
}

/** A step as half a sentence: `24 hours later, they get the email “Hello”`; whom it is about is told where the sentence does not know yet. */
function tell({ kind, when, who, what, ways }: StoryStep, people: string | null): string {
  const start = when === null ? '' : `${when}, `;
  const whom = who ?? people;
  const subject = whom ?? 'they';
  switch (kind) {
    case 'message':
      return `${start}${subject} get ${thing(what)}`;
    case 'exit':
      return `${start}${whom === null ? 'the journey ends' : `the journey of ${whom} ends`}${what.slice(ENDS.length)}`;
    case 'branch':
      return `${start}${whom === null ? 'it' : `for ${whom} it`} depends (${tellWays(ways)})`;
    case 'split':
      return `${start}chance decides${whom === null ? '' : ` for ${whom}`} (${tellWays(ways)})`;
    case 'wait_for':
      return `${start}${subject} wait${what.slice('Wait'.length)} (${tellWays(ways)})`;
  }
}

const ENDS = 'The journey ends';

function tellWays(ways: readonly StoryWay[]): string {
  return ways
    .map(({ label, steps }) => {
      const whom = label === 'everybody else' ? 'all others' : label.replace(/^([\d.]+%): (.*)$/, '$1 ($2)');
      const [first, ...rest] = steps;
      if (first === undefined)
        return `${whom}${whom.startsWith('as soon') || whom.startsWith('when') ? ', they' : ''} go on`;
      // Only the first of them need say whom it is about; a condition of its own says it better.
      const isAbout =
        !whom.startsWith('as soon') && !whom.startsWith('when') && first.when === null && first.who === null;
      const told = isAbout ? tell(first, whom) : `${whom}, ${tell(first, null)}`;
      return [told, ...rest.map((step) => tell(step, null))].join(', then ');
    })
    .join('; ');
}

/** `Email “Hello”` is the email “Hello”. */
function thing(what: string): string {
  const isWord = /^[A-Z][a-z]/.test(what) && !what.startsWith('WhatsApp');
  return `the ${isWord ? what.charAt(0).toLowerCase() : what.charAt(0)}${what.slice(1)}`;
}
