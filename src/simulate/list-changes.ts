import type { CampaignFile, MessageFile, StepFile, TriggerFile, UnlessFile } from '../model/campaign-file.js';
import { CHANNELS } from '../model/channel.js';
import type { ConditionFile } from '../model/condition-file.js';
import { parseDuration } from '../model/duration.js';
import { changeLength } from './change-length.js';

/** A way to the changed part of a campaign file, from its top. */
export type Path = readonly (string | number)[];

/** One small change that a campaign's tests should notice. */
export interface Change {
  readonly path: Path;
  /** What stands there then; undefined when it is taken out. */
  readonly value: unknown;
  /** To go after `when`: `step "reminder" is left out`. */
  readonly words: string;
}

/**
 * Every small change of a campaign that makes it behave in another way: taken out are exits, conditions, `unless`, `where`, the audience and steps; turned round are conditions, branches and waits; lengths are
 * halved and doubled; `reentry` and `on_blocked` become the others of their kind. Every one of them can be compiled.
 */
export function listChanges(node: CampaignFile): readonly Change[] {
  return [
    ...node.triggers.flatMap((trigger, index) => ofTrigger(trigger, ['triggers', index])),
    ...(node.stage === undefined ? [] : [without(['stage'], 'people of every stage may enter')]),
    ...(node.audience === undefined ? [] : [without(['audience'], 'everybody is in the audience')]),
    ...(node.exit_on ?? []).map((exit, index) => without(['exit_on', index], `${sayCondition(exit)} ends nothing`)),
    ...ofReentry(node.reentry),
    ...ofSteps(node.steps, ['steps']),
  ];
}

function without(path: Path, words: string): Change {
  return { path, value: undefined, words };
}

function ofTrigger(trigger: TriggerFile, path: Path): readonly Change[] {
  const name = trigger.event ?? '';
  const unless = trigger.unless;
  const lists = Array.isArray(unless) ? (unless as readonly UnlessFile[]) : [];
  return [
    ...Object.keys(trigger.where ?? {}).map((property) =>
      without([...path, 'where', property], `"${name}" may have any ${property}`),
    ),
    ...(unless !== undefined && 'event' in unless ? ofUnless(unless, [...path, 'unless']) : []),
    ...lists.flatMap((one, index) => ofUnless(one, [...path, 'unless', index])),
    ...(trigger.inactive === undefined
      ? []
      : ofLength(trigger.inactive.for, [...path, 'inactive', 'for'], `"${trigger.inactive.event}" is missed for`)),
    ...ofOffset(trigger, path),
  ];
}

function ofUnless({ event, within }: UnlessFile, path: Path): readonly Change[] {
  return [
    without(path, `"${event}" keeps nobody out`),
    ...ofLength(within, [...path, 'within'], `"${event}" keeps people out for`),
  ];
}

function ofOffset({ date, offset }: TriggerFile, path: Path): readonly Change[] {
  if (date === undefined || offset === undefined) return [];
  const sign = offset.startsWith('-') ? '-' : '';
  return ofLength(offset.slice(sign.length), [...path, 'offset'], `the offset from "${date}" is`).map((change) => ({
    ...change,
    value: `${sign}${String(change.value)}`,
  }));
}

function ofReentry(reentry: CampaignFile['reentry']): readonly Change[] {
  const words = { never: 'nobody may enter again', always: 'people may enter again at once' } as const;
  const others = (['never', 'always'] as const).filter((kind) => kind !== (reentry ?? 'never'));
  return others.map((value) => ({ path: ['reentry'], value, words: words[value] }));
}

function ofSteps(steps: readonly StepFile[], path: Path): readonly Change[] {
  return steps.flatMap((step, index) => [
    without([...path, index], `step "${step.id}" is left out`),
    ...ofStep(step, [...path, index]),
  ]);
}

function ofStep(step: StepFile, path: Path): readonly Change[] {
  const own = `step "${step.id}"`;
  const { delay, when, branch, wait_for: wait } = step;
  const length = typeof delay === 'object' ? delay.for : delay;
  const at = typeof delay === 'object' ? [...path, 'delay', 'for'] : [...path, 'delay'];
  return [
    ...(length === undefined ? [] : ofLength(length, at, `${own} waits`)),
    ...(when === undefined
      ? []
      : [without([...path, 'when'], `${own} is for everybody`), turnRound(when, [...path, 'when'], `${own} is for`)]),
    ...CHANNELS.flatMap((channel) => ofMessage(step[channel], [...path, channel], own)),
    ...(branch ?? []).flatMap((arm, index) => ofArm(branch ?? [], index, own, [...path, 'branch'], arm)),
    ...(step.split ?? []).flatMap((variant, index) => ofSteps(variant.steps, [...path, 'split', index, 'steps'])),
    ...(wait === undefined ? [] : ofWait(wait, [...path, 'wait_for'], own)),
  ];
}

function ofArm(
  arms: NonNullable<StepFile['branch']>,
  index: number,
  own: string,
  path: Path,
  { when, steps }: NonNullable<StepFile['branch']>[number],
): readonly Change[] {
  const next = arms[index + 1];
  const swapped = arms.map((arm, at) =>
    at === index && next !== undefined ? { ...arm, steps: next.steps } : at === index + 1 ? { ...arm, steps } : arm,
  );
  return [
    ...(next === undefined
      ? []
      : [{ path, value: swapped, words: `branches ${index + 1} and ${index + 2} of ${own} change places` }]),
    ...(when === undefined ? [] : [turnRound(when, [...path, index, 'when'], `branch ${index + 1} of ${own} is for`)]),
    ...ofSteps(steps, [...path, index, 'steps']),
  ];
}

function ofWait(wait: NonNullable<StepFile['wait_for']>, path: Path, own: string): readonly Change[] {
  const { then = [], otherwise = [] } = wait;
  const swapped = { ...wait, ...Object.fromEntries([['then', otherwise] as const, ['otherwise', then] as const]) };
  return [
    ...ofLength(wait.within, [...path, 'within'], `${own} waits at most`),
    { path, value: swapped, words: `both ways out of ${own} change places` },
    ...ofSteps(then, [...path, 'then']),
    ...ofSteps(otherwise, [...path, 'otherwise']),
  ];
}

function ofMessage(message: MessageFile | undefined, path: Path, own: string): readonly Change[] {
  const written = message?.on_blocked;
  if (written === undefined) return [];
  const words = { defer: 'waits', skip: 'is passed over', exit: 'ends the journey' } as const;
  const others = (['defer', 'skip', 'exit'] as const).filter((one) => one !== written);
  return others.map((value) => ({
    path: [...path, 'on_blocked'],
    value,
    words: `${own} ${words[value]} when it is blocked`,
  }));
}

function turnRound(condition: ConditionFile, path: Path, words: string): Change {
  return { path, value: condition.not ?? { not: condition }, words: `${words} exactly the others` };
}

/** Lengths that are written out; one that a trait says depends on the person. */
function ofLength(text: string, path: Path, words: string): readonly Change[] {
  if (parseDuration(text) === null) return [];
  return (['half', 'double'] as const).flatMap((how) => {
    const value = changeLength(text, how);
    return value === null ? [] : [{ path, value, words: `${words} ${value} instead of ${text}` }];
  });
}

function sayCondition(condition: ConditionFile): string {
  const { event, segment, stage, attribute, not } = condition;
  if (event !== undefined) return `"${event}"`;
  if (segment !== undefined) return `segment "${segment}"`;
  if (stage !== undefined) return `stage "${stage}"`;
  if (attribute !== undefined) return `a test of "${attribute}"`;
  return not === undefined ? 'this condition' : `the opposite of ${sayCondition(not)}`;
}
