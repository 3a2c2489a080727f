import type { DataQuality } from '../model/facts.js';
import { LifecycleError } from '../model/failure.js';
import { formatPercentage } from '../model/percentage.js';

/** Throws LC907 when more of the data than `most` (0 to 1) cannot be used; `spared` says what was not done for it. */
export function refuseBadData(
  { profiles, events, catalogs, costs, findings }: DataQuality,
  most: number,
  spared: string,
): void {
  for (const [name, { rows, setAside }] of [
    ['profiles', profiles],
    ['events', events],
    ['catalogs', catalogs ?? { rows: 0, setAside: 0 }],
    ['costs', costs ?? { rows: 0, setAside: 0 }],
  ] as const) {
    if (rows === 0 || setAside / rows <= most) continue;
    const reasons = findings
      .filter(({ source }) => source === name)
      .map(({ reason, count, samples }) => `${count} × ${reason}${samples[0] === undefined ? '' : ` (${samples[0]})`}`);
    throw new LifecycleError(
      'LC907',
      `${setAside} of ${rows} rows of ${name} cannot be used, more than ${formatPercentage(most)}: ${spared}`,
      [...reasons, 'mend the export, or raise policies.max_bad_ratio on purpose'],
    );
  }
}
