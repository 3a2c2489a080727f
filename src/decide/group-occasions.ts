import type { Group } from '../model/plan.js';
import type { Instant } from '../model/value.js';
import { changePoints } from './change-points.js';
import { holds } from './evaluate.js';
import type { Person } from './person.js';

/** From when on somebody's coming and going is followed. */
export interface GroupSpan {
  readonly from: Instant;
  readonly now: Instant;
  /** Whether the person was in the group at `from`, as recorded; null when nothing was recorded, so that the facts must tell. */
  readonly wasMember: boolean | null;
}

/** The instants in (`from`, `now`] at which the person came into a group, or left it; a change of attributes counts from the tick that saw it. */
export function groupOccasions(
  kind: 'enters' | 'leaves',
  group: Group,
  person: Person,
  { from, now, wasMember }: GroupSpan,
): readonly Instant[] {
  const awaited = kind === 'enters';
  let member = holds(group, from, person);
  if (wasMember !== null && member !== wasMember) {
    const is = holds(group, now, person);
    return is !== wasMember && is === awaited ? [now] : [];
  }
  const found: Instant[] = [];
  for (const at of changePoints(group, person, from, now)) {
    const is = holds(group, at, person);
    if (is !== member && is === awaited) found.push(at);
    member = is;
  }
  return found;
}
