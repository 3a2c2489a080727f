import { compareText } from './diagnostic.js';
import type { Group, Plan } from './plan.js';

/** What a group is known by wherever its members are kept: `segment:buyers`, `stage:lapsed`. */
export function groupName(group: Group): string {
  return group.kind === 'segment' ? `segment:${group.segment}` : `stage:${group.stage}`;
}

/** The groups whose coming and going some trigger watches, by name, in order. */
export function watchedGroups(plan: Plan): ReadonlyMap<string, Group> {
  const groups = plan.campaigns.flatMap(({ triggers }) =>
    triggers.flatMap((trigger) => (trigger.kind === 'enters' || trigger.kind === 'leaves' ? [trigger.group] : [])),
  );
  return new Map(groups.map((group) => [groupName(group), group] as const).sort(([a], [b]) => compareText(a, b)));
}
