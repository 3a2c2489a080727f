import type { MessageTest } from '../../model/message-test.js';
import { formatPercentage } from '../../model/percentage.js';
import type { MessageAction, Plan, Step } from '../../model/plan.js';
import { awaitedWords } from '../plan/awaited-words.js';
import { conditionWords } from '../plan/condition-words.js';
import { durationWords } from '../plan/duration-words.js';
import { joinWords } from '../plan/join-words.js';
import { windowWords } from '../plan/policy-words.js';
import { delayWords } from '../plan/show-step.js';
import { plainLiquid } from './plain-liquid.js';
import { plainAwaited, plainCondition, plainName, quoted } from './plain-names.js';

/** One step in words, with the ways that go on from it. */
export interface StoryStep {
  readonly id: string;
  readonly kind: Step['action']['kind'];
  /** `24 hours later`; null: at once. */
  readonly when: string | null;
  /** `people in stage “new”`; null: everybody who comes to it. */
  readonly who: string | null;
  /** `Email “Shall we clear your basket?”`. */
  readonly what: string;
  /** Sentences about it. */
  readonly more: readonly string[];
  readonly ways: readonly StoryWay[];
}

/** One way out of a step. */
export interface StoryWay {
  /** `people with country DE`, `50% by chance: “plain”`. */
  readonly label: string;
  readonly steps: readonly StoryStep[];
  /** Whether the journey is over at its end, for everybody. */
  readonly ends: boolean;
}

const CHANNEL = {
  email: 'Email',
  sms: 'SMS',
  whatsapp: 'WhatsApp message',
  push: 'Push message',
  in_app: 'In-app message',
  webhook: 'Call of another program',
} as const;

const BLOCKED = {
  defer: 'When it may not go, it waits.',
  skip: 'When it may not go, it is skipped.',
  exit: 'When it may not go, the person leaves.',
} as const;

/** The steps of a campaign in words, for a reader and for a picture alike. */
export function stepStory(plan: Plan, steps: readonly Step[]): readonly StoryStep[] {
  return steps.map((step) => tellStep(plan, step));
}

function tellStep(plan: Plan, step: Step): StoryStep {
  const { action, delay } = step;
  const later = delayWords(
    delay === null || typeof delay.at !== 'object' || delay.at === null
      ? delay
      : { ...delay, at: { trait: plainName(delay.at.trait) } },
  );
  const common = {
    id: step.id,
    kind: action.kind,
    when: later === 'at once' ? null : later,
    who: step.when === null ? null : `people ${conditionWords(plainCondition(step.when))}`,
    more: [],
    ways: [],
  } as const;
  const way = (label: string, inner: readonly Step[]): StoryWay => ({
    label,
    steps: stepStory(plan, inner),
    ends: endsAlways(inner),
  });
  switch (action.kind) {
    case 'message':
      return {
        ...common,
        what: `${CHANNEL[action.channel]} ${messageTitle(plan, action)}`,
        more: messageMore(plan, action),
      };
    case 'exit':
      return { ...common, what: `The journey ends: ${action.reason}` };
    case 'branch':
      return {
        ...common,
        what: 'People part',
        ways: [
          ...action.branches.map(({ when, steps: inner }) =>
            way(when === null ? 'everybody else' : `people ${conditionWords(plainCondition(when))}`, inner),
          ),
          // Who fits nowhere goes on.
          ...(action.branches.some(({ when }) => when === null) ? [] : [way('everybody else', [])]),
        ],
      };
    case 'split':
      return {
        ...common,
        what: 'People are parted by chance',
        ways: action.variants.map(({ id, weight, steps: inner }) =>
          way(`${formatPercentage(weight)}: ${quoted(id)}`, inner),
        ),
      };
    case 'wait_for':
      return {
        ...common,
        what: `Wait for ${awaitedWords(plainAwaited(action.for))}, at most ${durationWords(action.within)}`,
        ways: [way('as soon as it comes', action.met), way('when it did not come', action.otherwise)],
      };
  }
}

/** `“Shall we clear your basket?”`; the words of a message without a title, cut short. */
export function messageTitle(plan: Plan, { template, subject, channel }: MessageAction): string {
  const languages = plan.templates[template];
  const compiled = languages?.[''] ?? Object.values(languages ?? {})[0];
  const title = plainLiquid(subject ?? compiled?.subject ?? '');
  if (title !== '' || channel === 'webhook') return title === '' ? quoted(template) : `“${title}”`;
  const text = [...plainLiquid(compiled?.text ?? '')];
  return `“${text.slice(0, 160).join('').trim()}${text.length > 160 ? ' …' : ''}”`;
}

function messageMore(plan: Plan, { topic, incentive, onBlocked, sendWindow, test }: MessageAction): readonly string[] {
  const declared = plan.topics[topic];
  return [
    `${declared?.label ?? plainName(topic)}${declared?.transactional ? ', a service message' : ''}${incentive === null ? '' : `, with ${quoted(incentive)}`}`,
    ...(sendWindow === null ? [] : [`Goes ${windowWords(sendWindow)}.`]),
    ...(onBlocked === null ? [] : [BLOCKED[onBlocked]]),
    ...(test === null ? [] : [testSentence(test)]),
  ];
}

function testSentence({ metric, sample, decideAfter, variants, factors }: MessageTest): string {
  const some = `${formatPercentage(sample)} of people get`;
  const wait = `after ${durationWords(decideAfter)} all others get`;
  if (factors !== undefined) {
    const each = factors.map(({ name, levels }) => `${plainName(name)} (${joinWords(levels.map(plainName), 'or')})`);
    return `${some} one of ${variants.length} versions by chance; ${wait} what did best by ${quoted(metric)}: of ${joinWords(each, 'and')}`;
  }
  return `${some} one of ${variants.length} variants by chance; ${wait} the one with the best ${quoted(metric)}: ${variants.map(({ id, subject }) => (subject === null ? quoted(id) : `“${plainLiquid(subject)}”`)).join(', ')}`;
}

/** Whether nobody comes out at the end. */
export function endsAlways(steps: readonly Step[]): boolean {
  return steps.some((step) => step.when === null && endsIn(step.action));
}

function endsIn(action: Step['action']): boolean {
  switch (action.kind) {
    case 'exit':
      return true;
    case 'branch':
      return (
        action.branches.some((branch) => branch.when === null) &&
        action.branches.every((branch) => endsAlways(branch.steps))
      );
    case 'split':
      return action.variants.every((variant) => endsAlways(variant.steps));
    case 'wait_for':
      return endsAlways(action.met) && endsAlways(action.otherwise);
    case 'message':
      return false;
  }
}
