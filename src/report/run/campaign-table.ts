import { formatCount, printTable } from '../table.js';
import type { CampaignCounts, Reason } from './campaign-counts.js';
import { reasonWords } from './reason-words.js';

/** The campaigns' numbers as a table, and under it, for each, why messages and people were stopped. */
export function printCampaignTable(counts: readonly CampaignCounts[]): string {
  const right = (title: string) => ({ title, align: 'right' as const });
  const table = printTable(
    [
      { title: 'campaign', align: 'left' },
      right('entered'),
      right('inside'),
      right('sent'),
      right('to go'),
      right('withheld'),
      right('skipped'),
      right('dropped'),
      right('failed'),
      right('unknown'),
    ],
    counts.map((c) => [
      c.campaign,
      ...[c.entered, c.inside, c.sent, c.planned, c.withheld, c.skipped, c.dropped, c.failed, c.unknown].map(
        formatCount,
      ),
    ]),
  );
  const why = counts.flatMap((c) => {
    const lines = [
      line('skipped', c.skippedBy),
      line('dropped', c.droppedBy),
      line('left', c.exitedBy),
      line('not entered', c.refusedBy),
    ].flatMap((each) => (each === null ? [] : [each]));
    return lines.length === 0 ? [] : [`\n${c.campaign}`, ...lines];
  });
  return why.length === 0 ? table : `${table}${why.join('\n')}\n`;
}

function line(title: string, reasons: readonly Reason[]): string | null {
  if (reasons.length === 0) return null;
  return `  ${title.padEnd(12)}${reasons.map(({ reason, count }) => `${formatCount(count)} ${reasonWords(reason)}`).join(' · ')}`;
}
