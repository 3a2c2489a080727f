import type { Fence, Ledger } from '../ledger/ledger.js';
import type { LedgerMessage } from '../model/message.js';
import type { Instant } from '../model/value.js';
import { backOff } from './back-off.js';

/** Whether a message goes again when the answer to it was lost. `topics` are those that are delivered at least once. */
export function goesAgain(topics: ReadonlySet<string> | undefined, { topic, transactional }: LedgerMessage): boolean {
  return transactional && topics?.has(topic) === true;
}

/** Plans again what earlier runs left unknown, where its topic asks for that, its bytes were kept and it is not too late. */
export function sendLostAgain(
  ledger: Ledger,
  fence: Fence,
  topics: ReadonlySet<string> | undefined,
  now: Instant,
): void {
  const lost = ledger.unknown().flatMap((message) => {
    if (!goesAgain(topics, message) || message.body === null) return [];
    const at = Math.max(now, (message.endedAt ?? now) + backOff(message.attempts));
    return at > message.validUntil ? [] : [{ id: message.id, at }];
  });
  if (lost.length === 0) return;
  const acts = lost.map(({ id, at }) => {
    return (): void => ledger.sendAgain(fence, id, now, at);
  });
  for (const done of ledger.together(acts)) if ('error' in done) throw done.error;
}
