import { createHash } from 'node:crypto';
import { addDays, nextHour, quietEnd } from './london-clock.js';
import { addressOf, consents, type Invoice } from './shop.js';

type CampaignId = 'onboarding' | 'reorder' | 'win-back';
type Counts = Record<string, number>;

/** What `status` must say of one campaign. */
export interface CampaignCounts {
  entered: number;
  people: number;
  active: number;
  finished: number;
  readonly exited: Counts;
  readonly messages: Record<string, Counts>;
  readonly skipped: Record<string, Counts>;
  readonly dropped: Counts;
  readonly refused: Counts;
}

/** One message that must have arrived. */
export interface ExpectedMail {
  readonly to: string;
  readonly subject: string;
  /** When it was handed over: the instant of the tick. */
  readonly at: number;
}

interface Journey {
  readonly campaign: CampaignId;
  readonly entered: number;
  readonly order: string;
  step: number;
  wake: number;
  /** When its step came due before the night put it off. */
  due: number | null;
  end: 'no' | 'finished' | string;
}

interface Mail {
  readonly campaign: CampaignId;
  readonly step: string;
  readonly order: string;
  /** When it was decided for, and when it came due. */
  readonly at: number;
  readonly due: number;
  notBefore: number;
  state: 'planned' | 'withheld' | 'sent' | 'dropped';
  sentAt: number;
}

const PRIORITY = { onboarding: 80, 'win-back': 60, reorder: 50 } as const;
const STEPS = {
  onboarding: ['thanks', 'tips'],
  'win-back': ['miss-you', 'last-word'],
  reorder: ['note'],
} as const;
const EXIT = { onboarding: 'order_cancelled', 'win-back': 'order_placed', reorder: 'nothing' } as const;

/** The year once more, in plain loops, one customer after the other: what each campaign must have counted, and every message. */
export function expectCounts(
  invoices: readonly Invoice[],
  ticks: readonly number[],
): { readonly campaigns: Record<CampaignId, CampaignCounts>; readonly mails: readonly ExpectedMail[] } {
  const empty = (): CampaignCounts => ({
    entered: 0,
    people: 0,
    active: 0,
    finished: 0,
    exited: {},
    messages: {},
    skipped: {},
    dropped: {},
    refused: {},
  });
  const campaigns = { onboarding: empty(), 'win-back': empty(), reorder: empty() };
  const mails: ExpectedMail[] = [];
  const byCustomer = new Map<string, Invoice[]>();
  for (const invoice of invoices) {
    if (invoice.customer === '') continue;
    byCustomer.set(invoice.customer, [...(byCustomer.get(invoice.customer) ?? []), invoice]);
  }
  for (const [customer, theirs] of byCustomer) liveThrough(customer, theirs, ticks, campaigns, mails);
  return { campaigns, mails };
}

function liveThrough(
  customer: string,
  invoices: readonly Invoice[],
  ticks: readonly number[],
  campaigns: Record<CampaignId, CampaignCounts>,
  arrived: ExpectedMail[],
): void {
  const orders = invoices.filter(({ cancels }) => !cancels);
  orders.sort((a, b) => a.at - b.at || (a.number < b.number ? -1 : 1));
  const cancellations = invoices.filter(({ cancels }) => cancels).sort((a, b) => a.at - b.at);
  const journeys: Journey[] = [];
  const mails: Mail[] = [];
  const add = (counts: Counts, name: string): void => {
    counts[name] = (counts[name] ?? 0) + 1;
  };
  const within = (counts: Record<string, Counts>, name: string): Counts => {
    counts[name] ??= {};
    return counts[name];
  };

  // Everything that may start a journey, in the order in which it is looked at.
  const entries: { campaign: CampaignId; at: number; order: string; occasion: string }[] = [];
  for (const [i, { number, at }] of orders.entries()) {
    entries.push({ campaign: 'onboarding', at, order: number, occasion: `event:${number}` });
    entries.push({ campaign: 'reorder', at, order: number, occasion: `event:${number}` });
    const silent = addDays(at, 60);
    const next = orders[i + 1];
    if (next === undefined || next.at > silent)
      entries.push({ campaign: 'win-back', at: silent, order: number, occasion: `inactive:${number}` });
  }
  entries.sort(
    (a, b) => a.at - b.at || PRIORITY[b.campaign] - PRIORITY[a.campaign] || (a.occasion < b.occasion ? -1 : 1),
  );

  const exitAfter = (campaign: CampaignId, since: number): number => {
    const ends = campaign === 'onboarding' ? cancellations : campaign === 'win-back' ? orders : [];
    return ends.find(({ at }) => at > since)?.at ?? Number.POSITIVE_INFINITY;
  };
  const exitOf = (journey: Journey): number => exitAfter(journey.campaign, journey.entered);

  const refusal = ({ campaign, at }: (typeof entries)[number], last: Journey | undefined): string | null => {
    if (campaign === 'onboarding' && orders.filter((each) => each.at <= at).length !== 1) return 'audience';
    // Reorder has a journey for each order number, and no number comes twice.
    if (campaign === 'reorder' || last === undefined) return null;
    if (last.end === 'no') return 'inside';
    return campaign === 'onboarding' || at < addDays(last.entered, 180) ? 'reentry' : null;
  };

  const enter = (entry: (typeof entries)[number]): void => {
    const { campaign, at, order } = entry;
    const counts = campaigns[campaign];
    const before = journeys.filter((journey) => journey.campaign === campaign);
    const reason = refusal(entry, before.at(-1));
    if (reason !== null) {
      add(counts.refused, reason);
      return;
    }
    counts.entered += 1;
    if (before.length === 0) counts.people += 1;
    const wake = campaign === 'reorder' ? nextHour(addDays(at, 2), 9) : at;
    journeys.push({ campaign, entered: at, order, step: 0, wake, due: null, end: 'no' });
  };

  const wake = (journey: Journey): void => {
    const { campaign, wake: at } = journey;
    journey.due ??= at;
    const counts = campaigns[campaign];
    const step = STEPS[campaign][journey.step] as string;
    const service = step === 'thanks';
    const quiet = quietEnd(at);
    const weekAgo = addDays(at, -7);
    const capped = mails.some(
      (mail) =>
        mail.step !== 'thanks' &&
        (mail.state === 'planned' ||
          mail.state === 'sent' ||
          (mail.state === 'withheld' && mail.campaign === campaign)) &&
        mail.at > weekAgo,
    );
    if (!service && !consents(customer)) add(within(counts.skipped, step), 'no-consent');
    else if (quiet !== null) {
      journey.wake = quiet;
      return;
    } else if (!service && capped) add(within(counts.skipped, step), 'frequency-cap');
    else {
      const heldOut =
        share('global/retail-2010', customer) < 0.02 ||
        (campaign === 'win-back' && share('win-back/holdout/v1', customer) < 0.1);
      const state = !service && heldOut ? 'withheld' : 'planned';
      mails.push({ campaign, step, order: journey.order, at, due: journey.due, notBefore: at, state, sentAt: 0 });
    }
    journey.step += 1;
    journey.due = null;
    if (journey.step === STEPS[campaign].length) journey.end = 'finished';
    else journey.wake = campaign === 'onboarding' ? nextHour(addDays(at, 3), 10) : addDays(at, 14);
  };

  const handOver = (now: number): void => {
    const waiting = mails.filter(({ state, notBefore }) => state === 'planned' && notBefore <= now);
    waiting.sort((a, b) => PRIORITY[b.campaign] - PRIORITY[a.campaign] || a.at - b.at);
    for (const mail of waiting) {
      const weekAgo = addDays(now, -7);
      const sent = mails.filter((each) => each.state === 'sent' && each.step !== 'thanks' && each.sentAt > weekAgo);
      const latest = addDays(mail.at, 2);
      if (now > latest) {
        mail.state = 'dropped';
        add(campaigns[mail.campaign].dropped, 'late');
      } else if (exitAfter(mail.campaign, mail.due) <= now) {
        mail.state = 'dropped';
        add(campaigns[mail.campaign].dropped, `exited: ${EXIT[mail.campaign]}`);
      } else if (mail.step !== 'thanks' && sent.length > 0) {
        // What was handed over at noon in summer time is not a week old at noon in winter time: it waits for the next tick.
        mail.notBefore = addDays(Math.max(...sent.map(({ sentAt }) => sentAt)), 7);
        if (mail.notBefore <= latest) continue;
        mail.state = 'dropped';
        add(campaigns[mail.campaign].dropped, 'late: frequency-cap');
      } else {
        mail.state = 'sent';
        mail.sentAt = now;
        arrived.push({ to: addressOf(customer), subject: `${mail.step} ${mail.order}`, at: now });
      }
    }
  };

  for (const now of ticks) {
    for (;;) {
      let at = now;
      let act: (() => void) | null = null;
      const consider = (moment: number, what: () => void): void => {
        if (moment < at || (moment === at && act === null)) {
          at = moment;
          act = what;
        }
      };
      const active = journeys.filter(({ end }) => end === 'no');
      active.sort((a, b) => PRIORITY[b.campaign] - PRIORITY[a.campaign] || (a.order < b.order ? -1 : 1));
      // At the same instant people leave first, then enter, then get their messages.
      for (const journey of active) {
        consider(exitOf(journey), () => {
          journey.end = EXIT[journey.campaign];
        });
      }
      if (entries[0] !== undefined) consider(entries[0].at, () => enter(entries.shift()!));
      for (const journey of active) consider(journey.wake, () => wake(journey));
      if (act === null) break;
      (act as () => void)();
    }
    handOver(now);
  }

  for (const { campaign, end } of journeys) {
    const counts = campaigns[campaign];
    if (end === 'no') counts.active += 1;
    else if (end === 'finished') counts.finished += 1;
    else add(counts.exited, end);
  }
  for (const { campaign, step, state } of mails) add(within(campaigns[campaign].messages, step), state);
}

/** Where an id falls between 0 and 1 under a salt: the first 52 bits of the hash. */
function share(salt: string, id: string): number {
  const hash = createHash('sha256').update(`${salt}:${id}`).digest('hex');
  return Number(BigInt(`0x${hash}`) >> 204n) / 2 ** 52;
}
