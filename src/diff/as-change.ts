import type { Change } from '../model/change.js';
import type { ChangeKind, Found, PlanPair } from './change-kind.js';

/** A difference with the level that its judgement has under the policy of the campaign. */
export function asChange(
  { code, name }: Pick<ChangeKind, 'code' | 'name'>,
  { facet, step = null, was, at, what, before = null, after = null, judgement, remedies = [] }: Found,
  { new: now }: PlanPair,
  campaign: string | null,
): Change {
  const policy = now.campaigns.find(({ id }) => id === campaign)?.inFlight ?? 'pinned';
  const [level, reason] = judgement[policy];
  return {
    code,
    name,
    facet,
    campaign,
    step,
    was: was === undefined ? step : was,
    at,
    what,
    before,
    after,
    judgement,
    policy,
    level,
    classed: level,
    reason,
    affects: null,
    remedies,
    accepted: null,
  };
}
