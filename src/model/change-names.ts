/** The kinds of changes that an edit of a plan can be, as `lifecycle diff` finds and `accepts` names them, in the order of their codes from LC801 on. */
export const CHANGE_NAMES: readonly string[] = [
  'step-removed',
  'step-renamed',
  'step-added',
  'delay-shortened',
  'delay-lengthened',
  'steps-reordered',
  'route-changed',
  'audience-widened',
  'audience-narrowed',
  'reentry-loosened',
  'exit-changed',
  'content-changed',
  'topic-changed',
  'value-missing',
  'limits-changed',
  'shares-changed',
  'identity-changed',
  'campaign-removed',
  'campaign-added',
  'in-flight-changed',
  'source-changed',
  'action-changed',
  'arms-redrawn',
  'layer-changed',
  'measure-changed',
];

const FIRST_CODE = 801;

/** Whether a text is the name or the code of a kind of change. */
export function isChangeName(text: string): boolean {
  return CHANGE_NAMES.some((name, index) => text === name || text.toUpperCase() === `LC${FIRST_CODE + index}`);
}
