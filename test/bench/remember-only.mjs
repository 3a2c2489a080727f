/** A ledger that hands its planned messages out once and writes nothing down of what becomes of them: what a delivery would cost without a record. */
export function rememberOnly(ledger) {
  const planned = ledger.messages('planned', 10_000_000);
  let at = 0;
  const nothing = () => {};
  return {
    ...ledger,
    claim: (_fence, _now, limit) => planned.slice(at, (at += limit)),
    durable: async () => {},
    together: (acts) => acts.map((act) => ({ value: act() })),
    unclaim: nothing,
    renew: nothing,
    beginAttempts: (_fence, ids, now) => new Map(ids.map((id) => [id, now])),
    withhold: nothing,
    handingOver: () => ({ kind: 'go' }),
    settle: nothing,
    standings: (people) => people.map(() => ({ suppressions: [], handedOver: [] })),
  };
}
