import type { Change } from '../model/change.js';
import type { Plan, PlanCampaign } from '../model/plan.js';
import type { Instant } from '../model/value.js';

type Acceptance = PlanCampaign['accepts'][number];

/** An acceptance that accepts nothing: what it was written for is done, or its time is over. */
export interface IdleAcceptance {
  readonly campaign: string;
  /** Its place in the list. */
  readonly index: number;
  readonly acceptance: Acceptance;
  readonly why: 'unused' | 'expired';
}

/** Marks the changes that the new plan accepts, and finds the acceptances that no change needs. An acceptance counts to the end of its last day, everywhere on earth. */
export function withAcceptances(
  changes: readonly Change[],
  { campaigns }: Plan,
  now: Instant,
): { readonly changes: readonly Change[]; readonly idle: readonly IdleAcceptance[] } {
  const all = campaigns.flatMap(({ id, accepts }) =>
    accepts.map((acceptance, index) => ({ campaign: id, index, acceptance })),
  );
  const means = ({ campaign, acceptance }: (typeof all)[number], change: Change): boolean =>
    change.level !== 'safe' &&
    campaign === change.campaign &&
    [change.code, change.name].includes(acceptance.change) &&
    (acceptance.step === null || [change.step, change.was].includes(acceptance.step));
  return {
    changes: changes.map((change) => {
      const found = all.find((one) => means(one, change) && !isOver(one.acceptance, now));
      return found === undefined ? change : { ...change, accepted: found.acceptance };
    }),
    idle: all.flatMap((one) => {
      const isMeant = changes.some((change) => means(one, change));
      if (isMeant && !isOver(one.acceptance, now)) return [];
      return [{ ...one, why: isMeant ? ('expired' as const) : ('unused' as const) }];
    }),
  };
}

/** The last place on earth at which a day ends is twelve hours behind. */
const LATEST_MIDNIGHT = 36 * 3_600_000;

function isOver({ until }: Acceptance, now: Instant): boolean {
  return until !== null && now >= Date.parse(`${until.slice(0, 10)}T00:00:00Z`) + LATEST_MIDNIGHT;
}
