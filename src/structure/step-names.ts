import type { Plan, PlanCampaign } from '../model/plan.js';
import type { MovedStep } from '../model/plan-edits.js';

/** An id and every id that a step had before, the oldest last. */
export function namesBefore(moved: readonly MovedStep[], step: string): readonly string[] {
  const names = [step];
  for (let from = fromOf(moved, step); from !== undefined && !names.includes(from); from = fromOf(moved, from)) {
    names.push(from);
  }
  return names;
}

/** The id under which a step's messages are known: the oldest that it had. */
export function originOf(moved: readonly MovedStep[], step: string): string {
  return moved.length === 0 ? step : (namesBefore(moved, step).at(-1) ?? step);
}

/** The id that a step has now: as far as the renames lead. */
export function nameNow(moved: readonly MovedStep[], step: string): string {
  const seen = new Set<string>();
  let name = step;
  for (;;) {
    const to = moved.find(({ from }) => from === name)?.to;
    if (to === undefined || seen.has(to)) return name;
    seen.add(to);
    name = to;
  }
}

const renames = new WeakMap<Plan, ReadonlyMap<string, readonly MovedStep[]>>();

/** Whether two ids stand for one step of a campaign, by the renames of its newest structure and of those kept beside it. */
export function isSameStep(plan: Plan, campaign: string, a: string, b: string): boolean {
  if (a === b) return true;
  const moved = renamesOf(plan).get(campaign);
  return moved !== undefined && originOf(moved, a) === originOf(moved, b);
}

/** Every id by which a step of a campaign is or was known, its own first. */
export function everyName(plan: Plan, campaign: string, step: string): readonly string[] {
  const moved = renamesOf(plan).get(campaign) ?? [];
  const others = moved.flatMap(({ from, to }) => [from, to]).filter((id) => isSameStep(plan, campaign, id, step));
  return [...new Set([step, ...others])];
}

function renamesOf(plan: Plan): ReadonlyMap<string, readonly MovedStep[]> {
  let found = renames.get(plan);
  if (found === undefined) {
    const all = new Map<string, MovedStep[]>();
    for (const { id, moved } of plan.campaigns) if (moved.length > 0) all.set(id, [...(all.get(id) ?? []), ...moved]);
    found = all;
    renames.set(plan, found);
  }
  return found;
}

function fromOf(moved: readonly MovedStep[], step: string): string | undefined {
  return moved.find(({ to }) => to === step)?.from;
}

/** Which steps of a campaign go by another name than their first, with that one. */
export function renamedSteps(
  { moved }: Pick<PlanCampaign, 'moved'>,
  living: readonly string[],
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    living.flatMap((id) => {
      const origin = originOf(moved, id);
      return origin === id ? [] : [[id, origin] as const];
    }),
  );
}
