import type { Condition } from './condition.js';
import type { Awaited, Delay, SendWindow, Trigger } from './plan.js';

/**
 * What an edit does to people. `breaking`: somebody gets the same message twice, one that they must not get, or silently loses one. `dangerous`: something else changes for
 * those inside, or how many get something, in a way that may not be meant. `safe`: only who comes later is affected, in the obvious way.
 */
export type Level = 'breaking' | 'dangerous' | 'safe';

/** Levels from the worst on. */
export const LEVELS: readonly Level[] = ['breaking', 'dangerous', 'safe'];

/** The one word for why something counts as changed. */
export type Facet = 'content' | 'timing' | 'routing' | 'audience' | 'delivery' | 'measuring' | 'metadata';

/** Whom a change concerns: those who wait in the step, everybody inside, who is inside or has been, those who may enter, or all of them. */
export type Touches = 'waiting' | 'inside' | 'ever' | 'outside' | 'everyone';

/** One side of a change, put into words by `report`. */
export type Told =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'condition'; readonly condition: Condition | null }
  | { readonly kind: 'conditions'; readonly conditions: readonly Condition[] }
  | { readonly kind: 'delay'; readonly delay: Delay | null }
  | { readonly kind: 'awaited'; readonly awaited: Awaited }
  | { readonly kind: 'window'; readonly window: SendWindow | null }
  | { readonly kind: 'triggers'; readonly triggers: readonly Trigger[] };

/** How bad a change is where people finish what they started (`pinned`) and where they move to the new plan (`follow`), and why. */
export interface Judgement {
  readonly pinned: readonly [level: Level, reason: string];
  readonly follow: readonly [level: Level, reason: string];
  readonly touches: Touches;
  /** What is left of the level when a census finds nobody of those it touches, but people inside; `safe` when it does not say. */
  readonly emptied?: Level;
}

/** How many people a change concerns, by a census. */
export interface Affected {
  /** Inside, and not at the step yet. */
  readonly before: number;
  /** Inside, and waiting for the step. */
  readonly waiting: number;
  /** Inside, and past the step. */
  readonly past: number;
  /** Inside the campaign at all. */
  readonly inside: number;
  /** Journeys that are over. */
  readonly over: number;
}

/** What resolves a change that nobody accepted yet: a sentence, and the YAML to paste into the campaign's file, if any. */
export interface Remedy {
  readonly say: string;
  readonly yaml: string | null;
}

/** One difference between two plans, and what it does to people. */
export interface Change {
  /** Permanent, LC801 to LC899; see `lifecycle explain`. */
  readonly code: string;
  readonly name: string;
  readonly facet: Facet;
  /** Null for what concerns the whole project. */
  readonly campaign: string | null;
  /** Id of the step in the new plan, or in the old one when it is gone; null for what concerns the whole campaign. */
  readonly step: string | null;
  /** The step as the old plan names it: people are counted under that id. Null for a new step. */
  readonly was: string | null;
  /** The keys that lead to the place in the file: of the step, the campaign or the configuration. */
  readonly at: readonly string[];
  /** What changed; stands alone. */
  readonly what: string;
  readonly before: Told | null;
  readonly after: Told | null;
  readonly judgement: Judgement;
  readonly policy: 'pinned' | 'follow';
  /** The level as things stand: by the policy, and by the census if there is one. */
  readonly level: Level;
  /** The level that it would have without a census. */
  readonly classed: Level;
  readonly reason: string;
  /** Null without a census. */
  readonly affects: Affected | null;
  readonly remedies: readonly Remedy[];
  /** Why it is right, by the campaign's `accepts`; null when nobody said so. */
  readonly accepted: { readonly reason: string; readonly until: string | null } | null;
}

/** Whether a change still needs somebody to say that it is meant. */
export function isOpen({ level, accepted }: Change): boolean {
  return level !== 'safe' && accepted === null;
}

/** The worst level of changes that are not accepted; null when there are none. */
export function worstOpen(changes: readonly Change[]): Level | null {
  const open = changes.filter(({ accepted }) => accepted === null).map(({ level }) => level);
  return LEVELS.find((level) => open.includes(level)) ?? null;
}
