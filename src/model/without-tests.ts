import type { Action, Plan, Step } from './plan.js';

/** The plan as it is once nobody waits for a winner: every message at once, as it is written. For asking who comes, in days in which no test was ever decided. */
export function withoutTests(plan: Plan): Plan {
  return { ...plan, campaigns: plan.campaigns.map((campaign) => ({ ...campaign, steps: plain(campaign.steps) })) };
}

function plain(steps: readonly Step[]): readonly Step[] {
  return steps.map((step) => ({ ...step, action: plainAction(step.action) }));
}

function plainAction(action: Action): Action {
  switch (action.kind) {
    case 'message':
      return { ...action, test: null };
    case 'branch':
      return { ...action, branches: action.branches.map((one) => ({ ...one, steps: plain(one.steps) })) };
    case 'split':
      return { ...action, variants: action.variants.map((one) => ({ ...one, steps: plain(one.steps) })) };
    case 'wait_for':
      return { ...action, met: plain(action.met), otherwise: plain(action.otherwise) };
    case 'exit':
      return action;
  }
}
