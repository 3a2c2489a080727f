import { everyStep } from '../model/every-step.js';
import { LifecycleError } from '../model/failure.js';
import type { Plan } from '../model/plan.js';
import { suggest } from '../model/suggest.js';

/** The campaign or the step that `campaign` or `campaign/step` names; throws LC923 when the plan has neither. */
export function findStep(
  { campaigns }: Plan,
  name: string,
): { readonly campaign: string; readonly step: string | null } {
  const [id = '', ...rest] = name.split('/');
  const campaign = campaigns.find((each) => each.id === id);
  if (campaign === undefined)
    throw nothing(
      'campaign',
      id,
      suggest(
        id,
        campaigns.map((each) => each.id),
      ),
    );
  if (rest.length === 0) return { campaign: id, step: null };
  const step = rest.join('/');
  const steps = everyStep(campaign.steps).map((each) => each.id);
  if (!steps.includes(step)) {
    throw nothing(
      `step of ${id}`,
      step,
      suggest(step, steps).map((each) => `${id}/${each}`),
    );
  }
  return { campaign: id, step };
}

function nothing(what: string, name: string, near: readonly string[]): LifecycleError {
  const help = near.length === 0 ? '"lifecycle show" lists what there is.' : `Did you mean ${near.join(' or ')}?`;
  return new LifecycleError('LC923', `the plan has no ${what} called "${name}"`, [help], 2);
}
