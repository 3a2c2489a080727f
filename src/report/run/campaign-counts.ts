import type { CampaignSummary, LedgerSummary } from '../../model/ledger-summary.js';
import type { MessageStatus } from '../../model/message.js';

/** One campaign's numbers, as tables show them. */
export interface CampaignCounts {
  readonly campaign: string;
  readonly entered: number;
  readonly inside: number;
  readonly finished: number;
  readonly exited: number;
  readonly sent: number;
  readonly planned: number;
  readonly withheld: number;
  readonly failed: number;
  readonly unknown: number;
  readonly dropped: number;
  readonly skipped: number;
  readonly refused: number;
  /** Exits, skips, drops and refusals by reason, the most frequent first. */
  readonly exitedBy: readonly Reason[];
  readonly skippedBy: readonly Reason[];
  readonly droppedBy: readonly Reason[];
  readonly refusedBy: readonly Reason[];
}

/** How often a reason was given. */
export interface Reason {
  readonly reason: string;
  readonly count: number;
}

/** What each campaign's numbers are in a ledger, or by how much they grew since `before`. People inside are counted as they are. */
export function countCampaigns(summary: LedgerSummary, before: LedgerSummary | null = null): readonly CampaignCounts[] {
  return summary.campaigns.map((now) => {
    const then = before?.campaigns.find(({ campaign }) => campaign === now.campaign) ?? null;
    const grown = (count: (of: CampaignSummary) => number): number => count(now) - (then === null ? 0 : count(then));
    const status = (...wanted: MessageStatus[]): number => grown((of) => sumStatus(of, wanted));
    const by = (reasons: (of: CampaignSummary) => Readonly<Record<string, number>>): readonly Reason[] =>
      rank(reasons(now), then === null ? {} : reasons(then));
    const exitedBy = by(({ exited }) => exited);
    const skippedBy = by(({ skipped }) => merge(Object.values(skipped)));
    const droppedBy = by(({ dropped }) => dropped);
    const refusedBy = by(({ refused }) => refused);
    return {
      campaign: now.campaign,
      entered: grown(({ entered }) => entered),
      inside: now.active,
      finished: grown(({ finished }) => finished),
      exited: total(exitedBy),
      sent: status('sent'),
      planned: sumStatus(now, ['planned', 'claimed', 'handing_over']),
      // One that was withheld from the start may be dropped later, as others are.
      withheld: Math.max(0, status('withheld')),
      failed: status('failed'),
      unknown: status('unknown'),
      dropped: total(droppedBy),
      skipped: total(skippedBy),
      refused: total(refusedBy),
      exitedBy,
      skippedBy,
      droppedBy,
      refusedBy,
    };
  });
}

function sumStatus({ messages }: CampaignSummary, wanted: readonly MessageStatus[]): number {
  return Object.values(messages).reduce(
    (sum, byStatus) => sum + wanted.reduce((inner, s) => inner + (byStatus[s] ?? 0), 0),
    0,
  );
}

function merge(records: readonly Readonly<Record<string, number>>[]): Readonly<Record<string, number>> {
  const sum: Record<string, number> = Object.create(null);
  for (const record of records) {
    for (const [reason, count] of Object.entries(record)) sum[reason] = (sum[reason] ?? 0) + count;
  }
  return sum;
}

function rank(now: Readonly<Record<string, number>>, then: Readonly<Record<string, number>>): readonly Reason[] {
  return Object.entries(now)
    .map(([reason, count]) => ({ reason, count: count - (then[reason] ?? 0) }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count || (a.reason < b.reason ? -1 : 1));
}

function total(reasons: readonly Reason[]): number {
  return reasons.reduce((sum, { count }) => sum + count, 0);
}
