import type { Census } from '../model/census.js';
import { type Change, LEVELS } from '../model/change.js';
import { compareText } from '../model/diagnostic.js';
import type { Plan } from '../model/plan.js';
import type { Instant } from '../model/value.js';
import { asChange } from './as-change.js';
import type { PlanPair } from './change-kind.js';
import { changeKinds } from './change-kinds.js';
import { metadataChanged, OTHER_WORDS } from './changes/metadata-changed.js';
import { pairPlans } from './pair-plans.js';
import { type IdleAcceptance, withAcceptances } from './with-acceptances.js';
import { withCensus } from './with-census.js';
import { withMoves } from './with-moves.js';
import { withStranded } from './with-stranded.js';

/** What is known besides the two plans. */
export interface DiffOptions {
  /** Null: how many people are where is not known. */
  readonly census: Census | null;
  /** The moment by which acceptances run out. */
  readonly now: Instant;
}

/** What changed, worst first, and the acceptances of the new plan that accept nothing. */
export interface PlanDiff {
  readonly changes: readonly Change[];
  readonly idle: readonly IdleAcceptance[];
}

/** What an edit does to people: every difference between two plans, with how bad it is for those before, in and past it. Pure; two plans that mean the same have no change but in words. */
export function diffPlans(old: Plan, now: Plan, { census, now: at }: DiffOptions): PlanDiff {
  const pair = pairPlans(old, now);
  const found = withStranded(withMoves(findChanges(pair), pair), pair, census);
  const { changes, idle } = withAcceptances(withCensus(found, pair, census), now, at);
  return { changes: [...changes].sort(worstFirst), idle };
}

/** Every difference as the kinds of change find it, classed by the policy of its campaign alone. */
function findChanges(pair: PlanPair): readonly Change[] {
  const changes = changeKinds.flatMap((kind) => [
    ...[...(kind.find?.(pair) ?? [])].map((found) => asChange(kind, found, pair, found.campaign ?? null)),
    ...pair.campaigns.flatMap((campaign) =>
      [...(kind.findIn?.(campaign) ?? [])].map((found) => asChange(kind, found, pair, campaign.new.id)),
    ),
  ]);
  const isOtherwiseWritten = changes.length === 0 && pair.old.hash !== pair.new.hash;
  return isOtherwiseWritten ? [asChange(metadataChanged, OTHER_WORDS, pair, null)] : changes;
}

function worstFirst(a: Change, b: Change): number {
  return (
    LEVELS.indexOf(a.level) - LEVELS.indexOf(b.level) ||
    compareText(a.campaign ?? '', b.campaign ?? '') ||
    compareText(a.code, b.code) ||
    compareText(a.step ?? '', b.step ?? '') ||
    compareText(a.at.join('.'), b.at.join('.'))
  );
}
