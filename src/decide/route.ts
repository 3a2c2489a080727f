import type { PlanCampaign, Step } from '../model/plan.js';

/** The way through a campaign: every step by id, and the id of the step that follows it when it is done. */
export interface Route {
  readonly first: string | null;
  readonly steps: ReadonlyMap<string, { readonly step: Step; readonly next: string | null }>;
}

const routes = new WeakMap<PlanCampaign, Route>();

/** The route of a campaign: after the last step of a branch, variant or wait comes the step after it. Worked out once for each campaign. */
export function routeOf(campaign: PlanCampaign): Route {
  let route = routes.get(campaign);
  if (route === undefined) {
    const steps = new Map<string, { step: Step; next: string | null }>();
    walk(campaign.steps, null, steps);
    route = { first: campaign.steps[0]?.id ?? null, steps };
    routes.set(campaign, route);
  }
  return route;
}

function walk(
  list: readonly Step[],
  after: string | null,
  steps: Map<string, { step: Step; next: string | null }>,
): void {
  list.forEach((step, index) => {
    const next = list[index + 1]?.id ?? after;
    steps.set(step.id, { step, next });
    const { action } = step;
    if (action.kind === 'branch') for (const branch of action.branches) walk(branch.steps, next, steps);
    if (action.kind === 'split') for (const variant of action.variants) walk(variant.steps, next, steps);
    if (action.kind === 'wait_for') for (const way of [action.met, action.otherwise]) walk(way, next, steps);
  });
}
