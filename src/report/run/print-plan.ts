import { formatLocal } from '../../calendar/local-time.js';
import type { Instant } from '../../model/value.js';

/** Which plan is in force, since when, and how many were before it; nothing for a ledger from before plans were recorded. */
export function printPlan(
  plan: { readonly serial: number; readonly hash: string; readonly appliedAt: Instant } | null,
  zone: string,
): string {
  if (plan === null) return '';
  return `plan ${plan.serial} of this ledger, ${plan.hash.slice(0, 19)}, in force since ${formatLocal(plan.appliedAt, zone)}\n`;
}
