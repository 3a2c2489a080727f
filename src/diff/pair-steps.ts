import type { Action, PlanCampaign, Step } from '../model/plan.js';

/** A step that both plans have, under the same id or one that the new plan declares in `moved`. */
export interface StepPair {
  readonly was: Placed;
  readonly is: Placed;
}

/** A step and where it stands. */
export interface Placed {
  readonly step: Step;
  /** The step and the way in it that it stands in: `goodbye/1`; empty at the top. */
  readonly inside: string;
  /** How many steps are written before it. */
  readonly at: number;
}

/** The steps of a campaign in two plans, each in the order in which they are written. */
export interface StepPairs {
  readonly shared: readonly StepPair[];
  readonly gone: readonly Placed[];
  readonly added: readonly Placed[];
}

/** Finds for each step of the old campaign the one that takes its place in the new one: by id, then through `moved`. */
export function pairSteps(old: PlanCampaign, now: PlanCampaign): StepPairs {
  const [before, after] = [number(placed(old.steps, '')), number(placed(now.steps, ''))];
  const byId = new Map(after.map((each) => [each.step.id, each]));
  const heir = (id: string): Placed | undefined => byId.get(id) ?? byId.get(lastName(id, now));
  const shared = before.flatMap((was) => {
    const is = heir(was.step.id);
    return is === undefined ? [] : [{ was, is }];
  });
  const taken = new Set(shared.map(({ is }) => is.step.id));
  return {
    shared,
    gone: before.filter(({ step }) => heir(step.id) === undefined),
    added: after.filter(({ step }) => !taken.has(step.id)),
  };
}

/** The id that a step has today, by the campaign's `moved`; its own when nothing is said of it. */
export function lastName(id: string, { moved }: Pick<PlanCampaign, 'moved'>): string {
  let name = id;
  // A chain is no longer than the list; a circle is refused by check, and ends here all the same.
  for (const _ of moved) name = moved.find(({ from }) => from === name)?.to ?? name;
  return name;
}

function number(list: readonly Omit<Placed, 'at'>[]): readonly Placed[] {
  return list.map((each, at) => ({ ...each, at }));
}

function placed(steps: readonly Step[], inside: string): readonly Omit<Placed, 'at'>[] {
  return steps.flatMap((step) => [
    { step, inside },
    ...waysIn(step.action).flatMap(({ name, steps: list }) => placed(list, `${step.id}/${name}`)),
  ]);
}

/** The ways that lead through a step, each with what tells it from the others. */
export function waysIn(action: Action): readonly { readonly name: string; readonly steps: readonly Step[] }[] {
  switch (action.kind) {
    case 'branch':
      return action.branches.map(({ steps }, index) => ({ name: String(index + 1), steps }));
    case 'split':
      return action.variants.map(({ id, steps }) => ({ name: id, steps }));
    case 'wait_for':
      return [
        { name: 'then', steps: action.met },
        { name: 'otherwise', steps: action.otherwise },
      ];
    case 'message':
    case 'exit':
      return [];
  }
}
