import type { Channel } from '../model/channel.js';

/** What became of the messages of one delivery. */
export interface DeliverySummary {
  readonly sent: number;
  /** Of those sent, how many by each channel. */
  readonly sentBy: Readonly<Partial<Record<Channel, number>>>;
  /** Refused for now by the server: planned again. */
  readonly deferred: number;
  readonly failed: number;
  readonly unknown: number;
  /** By reason. */
  readonly dropped: Readonly<Record<string, number>>;
  /** Put off by the last checks, by reason. */
  readonly putOff: Readonly<Record<string, number>>;
  /** True when it was told to stop before the end. */
  readonly interrupted: boolean;
}

/** Of a delivery in which nothing happened. */
export const NOTHING_DELIVERED: DeliverySummary = {
  sent: 0,
  sentBy: {},
  deferred: 0,
  failed: 0,
  unknown: 0,
  dropped: {},
  putOff: {},
  interrupted: false,
};

/** Counts as messages end, and tells the listener each time. */
export interface Tally {
  sent(channel: Channel): void;
  deferred(): void;
  failed(): void;
  unknown(): void;
  dropped(reason: string): void;
  putOff(reason: string): void;
  summary(interrupted: boolean): DeliverySummary;
}

/** A tally at zero. */
export function openTally(onProgress?: (sofar: DeliverySummary) => void): Tally {
  const counts = { sent: 0, deferred: 0, failed: 0, unknown: 0 };
  const sentBy = new Map<Channel, number>();
  const dropped = new Map<string, number>();
  const putOff = new Map<string, number>();
  const summary = (interrupted: boolean): DeliverySummary => ({
    ...counts,
    sentBy: Object.fromEntries(sentBy),
    dropped: Object.fromEntries(dropped),
    putOff: Object.fromEntries(putOff),
    interrupted,
  });
  const count = (outcome: Exclude<keyof typeof counts, 'sent'>) => (): void => {
    counts[outcome] += 1;
    onProgress?.(summary(false));
  };
  const countBy =
    (reasons: Map<string, number>) =>
    (reason: string): void => {
      reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
      onProgress?.(summary(false));
    };
  return {
    sent(channel) {
      sentBy.set(channel, (sentBy.get(channel) ?? 0) + 1);
      counts.sent += 1;
      onProgress?.(summary(false));
    },
    deferred: count('deferred'),
    failed: count('failed'),
    unknown: count('unknown'),
    dropped: countBy(dropped),
    putOff: countBy(putOff),
    summary,
  };
}
