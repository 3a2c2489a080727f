import { formatLocal } from '../../calendar/local-time.js';
import type { Channel } from '../../model/channel.js';
import type { DataQuality } from '../../model/facts.js';
import type { LedgerSummary } from '../../model/ledger-summary.js';
import type { Instant } from '../../model/value.js';
import { channelWords } from '../channel-words.js';
import { formatCount } from '../table.js';
import { countCampaigns } from './campaign-counts.js';
import { printCampaignTable } from './campaign-table.js';
import { printQuality } from './quality-words.js';
import { reasonWords } from './reason-words.js';

/** What a run did, as its printer needs it. */
export interface RunReport {
  readonly sent: boolean;
  /** The project's zone, for times. */
  readonly zone: string;
  readonly from: Instant;
  readonly to: Instant;
  readonly ticks: number;
  readonly quality: DataQuality;
  readonly before: LedgerSummary;
  readonly after: LedgerSummary;
  readonly profilesDecided: number;
  readonly delivery: {
    readonly sent: number;
    readonly sentBy: Readonly<Partial<Record<Channel, number>>>;
    readonly deferred: number;
    readonly failed: number;
    readonly unknown: number;
    readonly dropped: Readonly<Record<string, number>>;
    readonly putOff: Readonly<Record<string, number>>;
    readonly interrupted: boolean;
  };
  /** Where messages were written that nobody got (all of a dry run, all but the emails of a test inbox), relative to where the user stands; null when all were sent. */
  readonly outDir: string | null;
}

/** The summary of a run, in sentences and one table. */
export function printRun(report: RunReport): string {
  const { zone, delivery } = report;
  const when =
    report.ticks > 1
      ? `${report.ticks} ticks from ${formatLocal(report.from, zone)} to ${formatLocal(report.to, zone)}`
      : `tick of ${formatLocal(report.to, zone)}`;
  const counts = countCampaigns(report.after, report.before).filter(
    (c) => c.entered + c.inside + c.sent + c.withheld + c.skipped + c.dropped + c.failed + c.unknown + c.refused > 0,
  );
  const hasOthers = delivery.sent > (delivery.sentBy.email ?? 0);
  const by = hasOthers ? ` (${channelWords(delivery.sentBy)})` : '';
  const what = report.sent
    ? `${formatCount(delivery.sent)} messages sent${by}`
    : `${formatCount(delivery.sent)} messages would go${by}; nothing was sent`;
  const lines = [
    `${report.sent ? 'run' : 'dry run'}: ${when} (${zone})`,
    printQuality(report.quality),
    counts.length === 0 ? quietWords(report) : printCampaignTable(counts),
    `${what}, ${formatCount(report.profilesDecided)} profiles looked at`,
    // Of several ticks the same message may have waited at each: then the table's "to go" says it.
    ...Object.entries(report.ticks === 1 ? delivery.putOff : {}).map(
      ([reason, count]) => `${formatCount(count)} wait at the door: ${reasonWords(reason)}`,
    ),
    ...(delivery.deferred > 0
      ? [`${formatCount(delivery.deferred)} times a receiver said "later": they are tried again`]
      : []),
    ...(delivery.failed > 0 ? [`${formatCount(delivery.failed)} were refused for good`] : []),
    ...(delivery.unknown > 0
      ? [
          `${formatCount(delivery.unknown)} are unknown: the receiver may or may not have taken them, and they are not sent again`,
        ]
      : []),
    ...(delivery.dropped['no-code'] !== undefined
      ? [`${formatCount(delivery.dropped['no-code'])} were dropped: no code was left to give. Add codes to the file`]
      : []),
    ...(delivery.interrupted ? ['stopped before the end: run again to go on'] : []),
    ...(report.outDir === null
      ? []
      : delivery.sent === 0 || (report.sent && !hasOthers)
        ? []
        : [`${hasOthers ? (report.sent ? 'messages that nobody got' : 'messages') : 'emails'}: ${report.outDir}`]),
  ];
  return `${lines.join('\n')}\n`;
}

function quietWords({ before, ticks }: RunReport): string {
  if (before.lastTick === null && ticks === 1) {
    return 'This is the first tick: it only marks where every campaign starts. What happens from now on enters;\nwhat happened before does not, unless a campaign has a "backfill". To see what the next days would bring, add --until.\n';
  }
  return 'Nothing was due.\n';
}
