import type { DataQuality } from '../../model/facts.js';
import { formatCount } from '../table.js';

/** How good the data was, one line a reason; says so when nothing was wrong. */
export function printQuality({ profiles, events, findings }: DataQuality): string {
  const head = `read ${formatCount(profiles.rows)} profiles and ${formatCount(events.rows)} events`;
  if (findings.length === 0) return `${head}, nothing wrong with them\n`;
  const aside = profiles.setAside + events.setAside;
  const lines = findings.map(({ source, reason, count, samples }) => {
    const seen = samples.slice(0, 2).map(withoutFolder).join(', ');
    return `  ${formatCount(count).padStart(6)}  ${source}: ${reason}${seen === '' ? '' : `  (${seen}${samples.length > 2 ? ', …' : ''})`}`;
  });
  return `${head}, set ${formatCount(aside)} rows aside; found\n${lines.join('\n')}\n`;
}

/** `data/events.csv:12 "e-7"` → `events.csv:12 "e-7"`: the folder is the same for all and makes lines long. */
function withoutFolder(sample: string): string {
  return sample.replace(/^[^\s"]*\/(?=[^\s"/]+:\d)/, '');
}
