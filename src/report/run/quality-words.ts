import type { DataQuality } from '../../model/facts.js';
import { joinWords } from '../plan/join-words.js';
import { formatCount } from '../table.js';

/** How good the data was, one line a reason; says so when nothing was wrong. */
export function printQuality({ profiles, events, catalogs, costs, findings }: DataQuality): string {
  const read = [`${formatCount(profiles.rows)} profiles`, `${formatCount(events.rows)} events`];
  if (catalogs !== undefined) read.push(`${formatCount(catalogs.rows)} rows of catalogs`);
  if (costs !== undefined) read.push(`${formatCount(costs.rows)} rows of costs`);
  const head = `read ${joinWords(read, 'and')}`;
  if (findings.length === 0) return `${head}, nothing wrong with them\n`;
  const aside = profiles.setAside + events.setAside + (catalogs?.setAside ?? 0) + (costs?.setAside ?? 0);
  const shorten = withoutSharedFolder(findings);
  const lines = findings.map(({ source, reason, count, samples }) => {
    const seen = samples.slice(0, 2).map(shorten).join(', ');
    return `  ${formatCount(count).padStart(6)}  ${source}: ${reason}${seen === '' ? '' : `  (${seen}${samples.length > 2 ? ', …' : ''})`}`;
  });
  return `${head}, set ${formatCount(aside)} rows aside; found\n${lines.join('\n')}\n`;
}

/** `data/events.csv:12 "e-7"` → `events.csv:12 "e-7"` where every file lies in the same folder: it would only make lines long. */
function withoutSharedFolder(findings: DataQuality['findings']): (sample: string) => string {
  const folderOf = (sample: string): string => /^[^\s"]*\/(?=[^\s"/]+:\d)/.exec(sample)?.[0] ?? '';
  const bySource = new Map<string, Set<string>>();
  for (const { source, samples } of findings) {
    const folders = bySource.get(source) ?? new Set();
    for (const sample of samples) folders.add(folderOf(sample));
    bySource.set(source, folders);
  }
  const shared = [...bySource.values()].every((folders) => folders.size <= 1);
  return (sample) => (shared ? sample.slice(folderOf(sample).length) : sample);
}
