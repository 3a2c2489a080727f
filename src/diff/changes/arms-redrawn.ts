import { holdoutSalt, saltOf } from '../../model/campaign-salt.js';
import { everyMessage, everyStep } from '../../model/every-step.js';
import type { HoldoutUnit } from '../../model/exposure.js';
import { formatPercentage } from '../../model/percentage.js';
import type { PlanCampaign } from '../../model/plan.js';
import { both, type ChangeKind, told } from '../change-kind.js';
import { same } from '../same.js';

const REDRAWN = both(
  'dangerous',
  'people who were held out get messages, or the other way round: what is measured begins anew',
  'ever',
);

/** People are put into their arms by something else than before. */
export const armsRedrawn: ChangeKind = {
  code: 'LC823',
  name: 'arms-redrawn',
  summary: 'People are put into their arms by something else than before.',
  docs: `In whose arm somebody is follows from what lifecycle.lock says of the campaign (its salt and version) and from "holdouts: {unit}". With another salt, a higher version or another unit everybody is drawn anew: most of those who were held out get messages from now on, and others get none. Nobody who was in the campaign before can be compared any more, so the measurement begins again with those who come.

If the campaign was only renamed, give its entry in lifecycle.lock the new id and leave the salt. Raise the version only to begin a new experiment on purpose.`,
  *find({ old, new: now }) {
    const [before, after] = [old.holdouts.unit, now.holdouts.unit];
    if (same(before ?? null, after ?? null)) return;
    yield {
      facet: 'audience',
      at: ['holdouts', 'unit'],
      what: 'everybody is drawn anew for every holdout, split and test, by something else',
      before: told(unitWords(before)),
      after: told(unitWords(after)),
      judgement: REDRAWN,
    };
  },
  *findIn({ old, new: now }) {
    const isSplit = draws(now) && saltOf(old) !== saltOf(now);
    const isHeld = Math.max(old.holdout, now.holdout) > 0 && holdoutSalt(old) !== holdoutSalt(now);
    if (!isSplit && !isHeld) return;
    const changing = old.holdout * (1 - now.holdout) + now.holdout * (1 - old.holdout);
    yield {
      facet: 'audience',
      at: ['holdout'],
      what: isHeld
        ? `everybody is drawn anew for its holdout: about ${formatPercentage(changing)} of people change sides, and its measurement begins anew`
        : 'everybody is drawn anew for its splits and tests',
      before: told(isHeld ? holdoutSalt(old) : saltOf(old)),
      after: told(isHeld ? holdoutSalt(now) : saltOf(now)),
      judgement: REDRAWN,
    };
  },
};

function draws({ steps }: PlanCampaign): boolean {
  return (
    everyStep(steps).some(({ action }) => action.kind === 'split') ||
    everyMessage(steps).some(({ test }) => test !== null)
  );
}

function unitWords(unit: HoldoutUnit | undefined): string {
  if (unit === undefined) return 'the profile';
  return unit.attribute ?? 'the email address';
}
