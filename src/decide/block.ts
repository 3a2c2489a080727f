import type { OnBlocked } from '../model/plan.js';
import type { Instant } from '../model/value.js';

/** What keeps a message in, and the first instant at which it would not. */
export interface Block {
  readonly onBlocked: OnBlocked;
  readonly opensAt: Instant;
  /** In words, when there is more to say (`1 of 1 per 1d`); else null. */
  readonly detail: string | null;
}

const HARDNESS = { exit: 2, skip: 1, defer: 0 } as const;

/** Of several blocks the hardest (exit, skip, defer), then the one that opens last; null for none. */
export function hardest<Kind extends Block>(blocks: readonly Kind[]): Kind | null {
  const [first] = [...blocks].sort((a, b) => HARDNESS[b.onBlocked] - HARDNESS[a.onBlocked] || b.opensAt - a.opensAt);
  return first ?? null;
}
