import type { PastMessage } from '../model/decision.js';

const known = new WeakMap<readonly PastMessage[], { readonly ids: Set<string>; count: number }>();

/** Whether a message is in a history already, whatever became of it. A list may only have grown since it was last asked about. */
export function isHeld(messages: readonly PastMessage[], id: string): boolean {
  const held = known.get(messages) ?? { ids: new Set(), count: 0 };
  known.set(messages, held);
  for (; held.count < messages.length; held.count++) held.ids.add(messages[held.count]?.id ?? '');
  return held.ids.has(id);
}
