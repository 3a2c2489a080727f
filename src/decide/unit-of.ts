import { createHash } from 'node:crypto';
import type { Facts } from '../model/facts.js';
import type { Plan } from '../model/plan.js';

const units = new WeakMap<Facts, { readonly of: Plan['holdouts']; readonly unit: string }>();

/**
 * Whom chance takes for one person: the profile's id, or what `holdouts.unit` names where that is known. A value of an attribute is `unit:` and the value, so that it is nobody's id; what is
 * personal is its SHA-256 (an email address trimmed and in small letters), as a unit is kept for good.
 */
export function unitOf({ holdouts }: Pick<Plan, 'holdouts'>, facts: Facts): string {
  if (holdouts.unit === undefined) return facts.profileId;
  const known = units.get(facts);
  if (known?.of === holdouts) return known.unit;
  const unit = ownUnit(holdouts.unit, facts) ?? facts.profileId;
  units.set(facts, { of: holdouts, unit });
  return unit;
}

function ownUnit({ attribute, isPersonal }: NonNullable<Plan['holdouts']['unit']>, facts: Facts): string | null {
  const value = attribute === null ? facts.email?.trim().toLowerCase() : facts.attributes[attribute];
  if (value === null || value === undefined || value === '') return null;
  return isPersonal ? createHash('sha256').update(String(value), 'utf8').digest('hex') : `unit:${String(value)}`;
}
