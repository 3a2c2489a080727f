/** Every kind of change that an edit of a plan can be, by its permanent code and name: what `lifecycle diff` finds and `accepts` names. */
export const CHANGE_NAMES: readonly (readonly [code: string, name: string])[] = [
  ['LC801', 'step-removed'],
  ['LC802', 'step-renamed'],
  ['LC803', 'step-added'],
  ['LC804', 'delay-shortened'],
  ['LC805', 'delay-lengthened'],
  ['LC806', 'steps-reordered'],
  ['LC807', 'condition-changed'],
  ['LC808', 'audience-widened'],
  ['LC809', 'audience-narrowed'],
  ['LC810', 'reentry-loosened'],
  ['LC811', 'exit-changed'],
  ['LC812', 'content-changed'],
  ['LC813', 'topic-changed'],
  ['LC814', 'variable-added'],
  ['LC815', 'limits-loosened'],
  ['LC816', 'split-changed'],
  ['LC817', 'identity-changed'],
  ['LC818', 'campaign-removed'],
  ['LC819', 'campaign-added'],
  ['LC820', 'in-flight-changed'],
];

/** Whether a text is the code or the name of a kind of change. */
export function isChangeName(text: string): boolean {
  return CHANGE_NAMES.some(([code, name]) => text === name || text.toUpperCase() === code);
}
