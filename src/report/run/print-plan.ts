import { formatLocal } from '../../calendar/local-time.js';
import type { Instant } from '../../model/value.js';
import { formatCount } from '../table.js';

/** Which plan is in force, since when, how many were before it, and how many people finish what they started under those; nothing for a ledger from before plans were recorded. */
export function printPlan(
  plan: {
    readonly serial: number;
    readonly hash: string;
    readonly appliedAt: Instant;
    readonly inOlderStructures: number;
  } | null,
  zone: string,
): string {
  if (plan === null) return '';
  const { serial, hash, appliedAt, inOlderStructures: older } = plan;
  const others = older === 0 ? '' : `; ${formatCount(older)} inside finish what they started under an earlier one`;
  return `plan ${serial} of this ledger, ${hash.slice(0, 19)}, in force since ${formatLocal(appliedAt, zone)}${others}\n`;
}
