import type { Tick } from '../model/tick.js';
import type { Instant } from '../model/value.js';

/** Whether it is known for whom a group changed in all of a stretch that a campaign looks at. */
export function isFollowed(
  { followed }: Tick,
  group: string,
  { previous, isBackfilled }: { readonly previous: Instant; readonly isBackfilled: boolean },
): boolean {
  return followed?.groups.has(group) === true && !isBackfilled && previous >= followed.since;
}

/** Whether a group that is followed may have changed for a profile. */
export function mayHaveMoved({ followed }: Tick, group: string, profileId: string): boolean {
  if (followed === undefined || followed.wavering.has(profileId)) return true;
  return followed.moved.get(profileId)?.has(group) === true;
}

/** Whether no group that is followed changed for a profile. */
export function isSteady({ followed }: Tick, profileId: string): boolean {
  return followed !== undefined && !followed.wavering.has(profileId) && !followed.moved.has(profileId);
}
