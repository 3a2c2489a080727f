import { formatLocal } from '../../calendar/local-time.js';
import type { Channel } from '../../model/channel.js';
import type { DataQuality } from '../../model/facts.js';
import type { Instant } from '../../model/value.js';
import { channelWords } from '../channel-words.js';
import { formatCount } from '../table.js';
import type { CampaignCounts } from './campaign-counts.js';
import { printCampaignTable } from './campaign-table.js';
import { printQuality } from './quality-words.js';

/** What the demo did. All places are relative to where the user stands. */
export interface DemoReport {
  readonly from: Instant;
  readonly to: Instant;
  /** The project's zone, for times. */
  readonly zone: string;
  readonly quality: DataQuality;
  readonly counts: readonly CampaignCounts[];
  readonly delivery: {
    readonly sent: number;
    readonly sentBy: Readonly<Partial<Record<Channel, number>>>;
    readonly failed: number;
    readonly unknown: number;
  };
  /** Where the messages of other channels lie. */
  readonly others: string;
  /** What the inbox itself counted. */
  readonly inbox: { readonly mails: number; readonly twice: number };
  readonly places: {
    readonly plan: string;
    readonly inbox: string;
    readonly ledger: string;
    readonly dryRun: string;
  };
  /** Somebody who got several emails, and one of these; null when nothing was sent. */
  readonly example: { readonly profileId: string; readonly mail: string } | null;
  /** How to call this program. */
  readonly command: string;
  /** The moment at which the demo reports what its campaigns were worth. */
  readonly reportAsOf: string;
}

/** The demo's summary: what the data was like, what each campaign did, where everything lies, what to try next. */
export function printDemo(report: DemoReport): string {
  const { from, to, zone, places, example, command } = report;
  const state = `--plan ${places.plan} --ledger ${places.ledger}`;
  const next: readonly (readonly [string, string])[] = [
    [`${command} show ${places.plan}`, 'the plan, read back as sentences'],
    [`${command} status ${state}`, 'these numbers again, from the ledger'],
    ...(example === null ? [] : [[`${command} why ${example.profileId} ${state}`, "one customer's story"] as const]),
    [`${command} report ${state} --as-of ${report.reportAsOf}`, 'which campaigns are worth running'],
    [`${command} preview`, 'every message for four kinds of people, as a page: open dist/preview.html'],
    [`${command} check`, 'then break something in campaigns/ and check again'],
  ];
  const lie: readonly (readonly [string, string])[] = [
    ['plan', places.plan],
    ['emails', places.inbox],
    ...(calls(report) > 0 ? [['other messages', report.others] as const] : []),
    ...(example === null ? [] : [['one of them', example.mail] as const]),
    ['dry run', places.dryRun],
    ['state', places.ledger],
  ];
  return [
    '',
    `${formatLocal(from, zone)} to ${formatLocal(to, zone)} (${zone})`,
    '',
    printQuality(report.quality),
    printCampaignTable(report.counts),
    arrivals(report),
    '',
    'Where things are',
    ...lie.map(([name, path]) => `  ${name.padEnd(16)}${path}`),
    '',
    'Try next',
    ...next.flatMap(([line, what]) => [`  ${line}`, `      ${what}`]),
    '',
  ].join('\n');
}

/** How many messages went by other channels than email. */
function calls({ delivery }: DemoReport): number {
  return delivery.sent - (delivery.sentBy.email ?? 0);
}

function arrivals({ delivery, inbox }: DemoReport): string {
  const trouble = [
    ...(delivery.failed > 0 ? [`${formatCount(delivery.failed)} were refused`] : []),
    ...(delivery.unknown > 0 ? [`of ${formatCount(delivery.unknown)} nobody knows whether they arrived`] : []),
  ];
  const twice = inbox.twice === 0 ? 'none of them twice' : `${formatCount(inbox.twice)} of them twice`;
  const others = channelWords(delivery.sentBy, ['email']);
  if (others !== '') trouble.unshift(`${others} written beside it, as nobody is to get them`);
  return `${[`${formatCount(delivery.sentBy.email ?? 0)} emails sent, ${formatCount(inbox.mails)} arrived in the inbox, ${twice}`, ...trouble].join('; ')}.`;
}
