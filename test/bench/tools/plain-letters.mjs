const CAMPAIGN = { campaign: 'c', step: 's', occasion: 'o', entryKey: 'k', occurrence: 0, event: {}, plan: 'h', channel: 'email' };
const REST = { topic: 't', transactional: false, template: 't', subject: null, incentive: null, variant: null, priority: 0 };

/** Writes into a ledger that so many messages, whose ids begin with `name`, are due. Answers the fence that holds the ledger. */
export function planLetters(ledger, name, count, now) {
  const fence = ledger.acquire({ host: 'here', pid: process.pid, ttl: 600_000 }, now);
  const tick = ledger.beginTick(fence, now, { hash: 'h', campaigns: [{ id: 'c', moved: [] }], templates: {} }, {});
  const times = { dueAt: now, sendAt: now, validUntil: now + 1e9 };
  const planned = (i) => ({ kind: 'planned', message: { ...CAMPAIGN, ...REST, ...times, id: `${name}-${i}`, profileId: `p${i}` } });
  ledger.commit(fence, tick, Array.from({ length: count }, (_, i) => planned(i)));
  return fence;
}

/** Prepares each message with the same text of so many bytes, which is made already. */
export function plainLetters(length) {
  const bytes = Buffer.from('Message-ID: <bench@shop.test>\r\n\r\n'.padEnd(length, 'A line of a letter to somebody.\r\n'));
  return async (messages) =>
    new Map(
      messages.map(({ id, campaign, step, profileId, sendAt }) => {
        const to = `${profileId}@people.example`;
        const parcel = { channel: 'email', id, from: 'a@shop.test', to, bytes, campaign, step, profileId, sendAt };
        return [id, { kind: 'parcel', address: to, build: () => parcel }];
      }),
    );
}
