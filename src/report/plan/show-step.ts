import type { Channel } from '../../model/channel.js';
import { compareText } from '../../model/diagnostic.js';
import type { MessageTest } from '../../model/message-test.js';
import { formatPercentage } from '../../model/percentage.js';
import type { Delay, OnBlocked, Plan, Step } from '../../model/plan.js';
import { formatTimeOfDay } from '../../model/time-of-day.js';
import { formatWeekdays } from '../../model/weekdays.js';
import { awaitedWords } from './awaited-words.js';
import { conditionWords } from './condition-words.js';
import { durationWords } from './duration-words.js';
import { joinWords } from './join-words.js';
import { windowWords } from './policy-words.js';
import { wrapLine } from './wrap-line.js';

const CHANNEL_WORDS: Readonly<Record<Channel, string>> = {
  email: 'email',
  sms: 'SMS',
  whatsapp: 'WhatsApp',
  push: 'push',
  in_app: 'in-app message',
  webhook: 'webhook',
};

/** One step as lines: when, for whom, and what is done, with the steps inside it below. */
export function showStep(plan: Plan, step: Step, indent: string): readonly string[] {
  const { action } = step;
  const inside = `${indent}  `;
  const say = (text: string): string => wrapLine(`${inside}${text}`, inside.length + 2);
  const below = (steps: readonly Step[]): readonly string[] =>
    steps.flatMap((each) => showStep(plan, each, `${inside}  `));
  const head = [
    `${indent}${step.id}: ${delayWords(step.delay)}`,
    ...(step.when === null ? [] : [say(`only for people ${conditionWords(step.when)}`)]),
  ];
  switch (action.kind) {
    case 'message': {
      const template = plan.templates[action.template];
      const compiled = template?.[''] ?? Object.values(template ?? {})[0];
      const subject = action.subject ?? compiled?.subject ?? '';
      // A text without a title is short enough to be read whole; what a program gets is not for reading here.
      const words = subject !== '' || action.channel === 'webhook' ? subject : (compiled?.text ?? '');
      const gift = action.incentive === null ? '' : `, incentive ${action.incentive}`;
      return [
        ...head,
        say(
          `${CHANNEL_WORDS[action.channel]} ${action.template} (topic ${action.topic}${gift})${languageWords(plan, action.template)}${blockedWords(action.onBlocked)}`,
        ),
        ...(action.sendWindow === null ? [] : [say(windowWords(action.sendWindow))]),
        ...(words === '' && action.channel !== 'email' ? [] : [say(`"${words.replace(/\s+/g, ' ')}"`)]),
        ...(action.test === null ? [] : testWords(action.test).map(say)),
      ];
    }
    case 'exit':
      return [...head, say(`leave: ${action.reason}`)];
    case 'branch': {
      const branches = action.branches.flatMap(({ when, steps }) => [
        say(when === null ? 'otherwise' : `for people ${conditionWords(when)}`),
        ...below(steps),
      ]);
      return [...head, ...branches];
    }
    case 'split': {
      const variants = action.variants.flatMap(({ id, weight, steps }) => [
        say(`${formatPercentage(weight)} get ${id}`),
        ...below(steps),
      ]);
      return [...head, ...variants];
    }
    case 'wait_for': {
      const begin = `wait for ${awaitedWords(action.for)}, at most ${durationWords(action.within)}`;
      const ways = [
        { name: 'if it comes', steps: action.met },
        { name: 'if not', steps: action.otherwise },
      ].flatMap(({ name, steps }) => (steps.length === 0 ? [] : [say(name), ...below(steps)]));
      return [...head, say(begin), ...ways];
    }
  }
}

/** The languages that a template has, the default one first; nothing where there is only that. */
function languageWords(plan: Plan, template: string): string {
  const tags = Object.keys(plan.templates[template] ?? {}).filter((tag) => tag !== '');
  if (tags.length === 0) return '';
  return ` in ${joinWords([plan.languages.default, ...tags.sort(compareText)], 'and')}`;
}

function testWords({ metric, sample, decideAfter, variants, factors }: MessageTest): readonly string[] {
  if (factors !== undefined) {
    return [
      `${formatPercentage(sample)} get a level of each factor by chance, the others wait and get the level of each with the best ${metric} after ${durationWords(decideAfter)}:`,
      ...factors.map(({ name, levels }) => `${name}: ${joinWords(levels, 'or')}`),
    ];
  }
  return [
    `${formatPercentage(sample)} get a variant by chance, the others wait and get the one with the best ${metric} after ${durationWords(decideAfter)}:`,
    ...variants.map(({ id, subject, template }) =>
      subject === null ? `${id}: template ${template}` : `${id}: "${subject}"`,
    ),
  ];
}

function blockedWords(onBlocked: OnBlocked | null): string {
  switch (onBlocked) {
    case null:
      return '';
    case 'defer':
      return '; when it may not go, it waits';
    case 'skip':
      return '; when it may not go, it is skipped';
    case 'exit':
      return '; when it may not go, the person leaves';
  }
}

function clockWords(at: NonNullable<Delay['at']>): string {
  return typeof at === 'number'
    ? `at the next ${formatTimeOfDay(at)}`
    : `at the hour in which they are most active ("${at.trait}")`;
}

/** When a step is due after the one before: `at once`, `2 days later, then at the next 09:00`. */
export function delayWords(delay: Delay | null): string {
  if (delay === null) return 'at once';
  const { for: wait, at, on } = delay;
  const isWait = wait !== null && wait.months + wait.days + wait.exact > 0;
  const day = on === null ? '' : `on ${formatWeekdays(on)}`;
  const clock = at === null ? day : `${clockWords(at)} ${day}`.trim();
  const parts = [isWait ? `${durationWords(wait)} later` : '', clock].filter(Boolean);
  return parts.join(', then ') || 'at once';
}
