import type { Condition } from '../model/condition.js';
import { everyStep } from '../model/every-step.js';
import type { PlanCampaign, Step } from '../model/plan.js';

/** No step that a marketer can write has an id that begins so. */
const MARK = '\u0000';
const NEVER: Condition = { kind: 'any', of: [] };

/** The id of the probe at the beginning of a branch, a variant or an outcome of a wait (`way`, counted from 0), or before an exit (null). */
export function probeId(step: string, way: number | null): string {
  return `${MARK}${step}${MARK}${way ?? ''}`;
}

/** Whether a step is a probe rather than one of the campaign. */
export function isProbe(stepId: string): boolean {
  return stepId.startsWith(MARK);
}

/**
 * The campaign with a step at the beginning of every branch, variant and outcome of a wait and before every exit that is for nobody: that it was passed over is recorded, and tells that somebody came by. It takes no time,
 * so everything else happens as before.
 */
export function probeCampaign(campaign: PlanCampaign): PlanCampaign {
  return { ...campaign, steps: campaign.steps.map(probeStep) };
}

function probeStep(step: Step): Step {
  const { action } = step;
  const inside = (steps: readonly Step[], way: number): readonly Step[] => [
    probe(step.id, way),
    ...steps.map(probeStep),
  ];
  switch (action.kind) {
    case 'message':
      return step;
    case 'exit': {
      const exit: Step = { id: `${MARK}${step.id}`, delay: null, when: null, action };
      const branches = [{ when: null, steps: [probe(step.id, null), exit] }];
      return { ...step, action: { kind: 'branch', branches } };
    }
    case 'branch': {
      const branches = action.branches.map((branch, way) => ({ ...branch, steps: inside(branch.steps, way) }));
      return { ...step, action: { kind: 'branch', branches } };
    }
    case 'split': {
      const variants = action.variants.map((variant, way) => ({ ...variant, steps: inside(variant.steps, way) }));
      return { ...step, action: { kind: 'split', variants } };
    }
    case 'wait_for':
      return { ...step, action: { ...action, met: inside(action.met, 0), otherwise: inside(action.otherwise, 1) } };
  }
}

function probe(step: string, way: number | null): Step {
  return { id: probeId(step, way), delay: null, when: NEVER, action: { kind: 'exit', reason: '' } };
}

/** What of a campaign was not come by, in words; inside a way that nobody took, nothing more is told. */
export function findUnreached(campaign: PlanCampaign, reached: ReadonlySet<string>): readonly string[] {
  return campaign.steps.flatMap((step) => unreachedIn(step, reached));
}

function unreachedIn(step: Step, reached: ReadonlySet<string>): readonly string[] {
  const { action, id } = step;
  const whole = [`step "${id}"`];
  const inWays = (ways: readonly { readonly name: string; readonly steps: readonly Step[] }[]): readonly string[] => {
    const taken = ways.map((_, way) => reached.has(probeId(id, way)));
    if (!taken.includes(true)) return whole;
    return ways.flatMap(({ name, steps }, way) =>
      taken[way] ? steps.flatMap((each) => unreachedIn(each, reached)) : [`${name} of "${id}"`],
    );
  };
  switch (action.kind) {
    case 'message':
      return reached.has(id) ? [] : whole;
    case 'exit':
      return reached.has(probeId(id, null)) ? [] : whole;
    case 'branch':
      return inWays(action.branches.map(({ steps }, way) => ({ name: `branch ${way + 1}`, steps })));
    case 'split':
      return inWays(action.variants.map((variant) => ({ name: `variant "${variant.id}"`, steps: variant.steps })));
    case 'wait_for':
      return inWays([
        { name: '"then"', steps: action.met },
        { name: '"otherwise"', steps: action.otherwise },
      ]);
  }
}

/** The steps of a campaign that draw people into variants. */
export function splitsOf(campaign: PlanCampaign): readonly Step[] {
  return everyStep(campaign.steps).filter(({ action }) => action.kind === 'split');
}
