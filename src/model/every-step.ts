import type { Channel } from './channel.js';
import type { Action, MessageAction, Plan, Step } from './plan.js';

/** Every step of a campaign, those inside branches, variants and waits too, in the order in which they are written. */
export function everyStep(steps: readonly Step[]): readonly Step[] {
  return steps.flatMap((step) => [step, ...everyStep(stepsInside(step.action))]);
}

/** The messages that a campaign can send. */
export function everyMessage(steps: readonly Step[]): readonly MessageAction[] {
  return everyStep(steps).flatMap(({ action }) => (action.kind === 'message' ? [action] : []));
}

/** The templates that a message can be made of. */
export function templatesOf({ template, test }: MessageAction): readonly string[] {
  return [template, ...(test?.variants ?? []).flatMap((variant) => variant.template ?? [])];
}

function stepsInside(action: Action): readonly Step[] {
  switch (action.kind) {
    case 'branch':
      return action.branches.flatMap((branch) => branch.steps);
    case 'split':
      return action.variants.flatMap((variant) => variant.steps);
    case 'wait_for':
      return [...action.met, ...action.otherwise];
    case 'message':
    case 'exit':
      return [];
  }
}

/** The channels by which any campaign of a plan sends. */
export function usedChannels({ campaigns }: Pick<Plan, 'campaigns'>): ReadonlySet<Channel> {
  return new Set(campaigns.flatMap(({ steps }) => everyMessage(steps).map(({ channel }) => channel)));
}
