import { formatLocal } from '../../calendar/local-time.js';
import type { SuppressionEntry } from '../../model/suppression.js';

/** Everybody to whom nothing more goes, oldest first, with the reason. */
export function printSuppressions(entries: readonly SuppressionEntry[], zone: string): string {
  if (entries.length === 0) return 'nobody is suppressed\n';
  return entries
    .map(({ profileId, address, topic, since, reason }) => {
      const whom = address ?? `profile ${JSON.stringify(profileId)}`;
      return `${formatLocal(since, zone)}  ${whom}  ${topic === null ? 'everything' : topic}  ${reason}\n`;
    })
    .join('');
}
