import { addDuration } from '../calendar/local-time.js';
import type { Decision, History, PastMessage, RefusalReason } from '../model/decision.js';
import { compareText } from '../model/diagnostic.js';
import type { Facts } from '../model/facts.js';
import { invariant } from '../model/failure.js';
import { ended, type Journey, journeyKey } from '../model/journey.js';
import type { Plan, PlanCampaign } from '../model/plan.js';
import type { Tick } from '../model/tick.js';
import type { Instant } from '../model/value.js';
import { nameNow } from '../structure/step-names.js';
import { structureOf } from '../structure/structure-of.js';
import { advance, begin } from './advance.js';
import { AskedAt } from './asked-at.js';
import { campaignOf, newestCampaign } from './campaign-of.js';
import { holds } from './evaluate.js';
import { exitInstant } from './exits.js';
import { isInLayer } from './in-layer.js';
import { metAt } from './met-at.js';
import type { Occasion } from './occasion.js';
import { occasionsOf, stirredCampaigns } from './occasions.js';
import type { Person } from './person.js';
import { releasedAt } from './released-at.js';
import { type Resettling, resettle, takeOn } from './resettle.js';
import { routeOf } from './route.js';
import { settleFacts } from './settle-facts.js';
import { unitOf } from './unit-of.js';

/**
 * What should happen to one profile in a tick: pure, total, no clock, no chance but salted hashes. Replays everything in (`previous`, `now`] in the order in which it
 * happened, so that ticking hourly or daily decides the same; conditions are asked at the moment to which they belong.
 */
export function decide(plan: Plan, facts: Facts, history: History, tick: Tick): readonly Decision[] {
  const state = new Replay(plan, facts, history, tick);
  return state.run();
}

type Moment =
  | {
      readonly kind: 'exit';
      readonly at: Instant;
      readonly campaign: PlanCampaign;
      readonly journey: Journey;
      readonly reason: string;
    }
  | { readonly kind: 'entry'; readonly at: Instant; readonly campaign: PlanCampaign; readonly occasion: Occasion }
  | {
      readonly kind: 'wake';
      readonly at: Instant;
      readonly campaign: PlanCampaign;
      readonly journey: Journey;
      /** Whether what the step waits for has come. */
      readonly isMet: boolean;
    };

type Entry = Extract<Moment, { kind: 'entry' }>;

const ORDER = { exit: 0, entry: 1, wake: 2 } as const;

class Replay {
  readonly #decisions: Decision[] = [];
  readonly #journeys = new Map<string, Journey>();
  /** By campaign, and by campaign and entry key. */
  readonly #groups = new Map<string, Map<string, Journey>>();
  /** The journeys in which something may still happen, and what is next in each: a robot may be in thousands at once, and most stand still. */
  readonly #active = new Map<string, { readonly journey: Journey; next?: Moment | null }>();
  readonly #known: ReadonlySet<string>;
  readonly #changed = new Set<string>();
  /** Journeys that went on before they were to wake: once in a tick, or what puts them off again would be asked for ever. */
  readonly #released = new Set<string>();
  readonly #messages: PastMessage[];
  readonly #person: Person;
  readonly #askedAt: AskedAt;
  /** The last comes first. */
  readonly #entries: Entry[];

  constructor(
    readonly plan: Plan,
    facts: Facts,
    readonly history: History,
    readonly tick: Tick,
  ) {
    for (const journey of history.journeys) this.#keep(journeyKey(journey), journey);
    this.#known = new Set(this.#journeys.keys());
    this.#messages = [...history.messages];
    this.#person = { plan, facts: settleFacts(facts, tick.now), messages: this.#messages };
    this.#askedAt = new AskedAt(this.#person, this.#messages);
    const refused = new Set(history.refused.map(({ campaign, occasion }) => JSON.stringify([campaign, occasion])));
    const entries: Entry[] = [];
    for (const campaign of stirredCampaigns(this.#person, tick)) {
      const found = occasionsOf(campaign, this.#person, tick, history);
      if (found.length === 0) continue;
      const seen = new Set<string>();
      // Two triggers may answer one event at different moments: the earlier decides, in whichever tick the later falls.
      for (const occasion of [...found].sort((a, b) => a.at - b.at)) {
        if (seen.has(occasion.id)) continue;
        // Most people have no past: no key is made for them.
        const past = { campaign: campaign.id, profileId: facts.profileId, occasion: occasion.id };
        if (this.#known.size > 0 && this.#known.has(journeyKey(past))) continue;
        if (refused.size > 0 && refused.has(JSON.stringify([campaign.id, occasion.id]))) continue;
        seen.add(occasion.id);
        if (occasion.at <= tick.now) entries.push({ kind: 'entry', at: occasion.at, campaign, occasion });
      }
    }
    this.#entries = entries.sort((a, b) => compareMoments(b, a));
  }

  run(): readonly Decision[] {
    this.#followThePlan();
    const most = 100_000 + 1_000 * (this.#entries.length + this.#active.size);
    for (let steps = 0; ; steps++) {
      invariant(steps < most, `the replay of profile ${this.#person.facts.profileId} ends`);
      const moment = this.#next();
      if (moment === null) break;
      if (moment.kind === 'entry') this.#enter(moment.campaign, moment.occasion);
      else if (moment.kind === 'exit') this.#put(ended(moment.journey, 'exited', moment.reason, moment.at));
      else this.#wake(moment.campaign, moment.journey, moment.at, moment.isMet);
    }
    const journeys = [...this.#changed].map((key): Decision => {
      const journey = this.#journeys.get(key);
      invariant(journey, 'a changed journey is known');
      return { kind: this.#known.has(key) ? 'moved' : 'entered', journey };
    });
    return [...journeys, ...this.#decisions];
  }

  /** The earliest thing that is still to happen; at the same instant exits come first, then entries, then what is due by priority. */
  #next(): Moment | null {
    let best: Moment | null = this.#entries.at(-1) ?? null;
    for (const [key, entry] of this.#active) {
      let { next } = entry;
      if (next === undefined) {
        next = this.#nextOf(entry.journey);
        if (!this.#waitsForCondition(entry.journey)) {
          entry.next = next;
          if (next === null) this.#active.delete(key);
        }
      }
      if (next !== null && (best === null || compareMoments(next, best) < 0)) best = next;
    }
    return best;
  }

  /** What happens next in a journey, if that is in this tick. */
  #nextOf(journey: Journey): Moment | null {
    const campaign = campaignOf(this.plan, journey);
    if (campaign === null) return null;
    let best: Moment | null = null;
    const consider = (moment: Moment): void => {
      if (moment.at <= this.tick.now && (best === null || compareMoments(moment, best) < 0)) best = moment;
    };
    const exit = exitInstant(campaign, journey.enteredAt, this.#person);
    if (exit !== null) consider({ kind: 'exit', at: exit.at, campaign, journey, reason: exit.reason });
    if (journey.wake === null) return best;
    const met = metAt(campaign, journey, this.#person, this.tick, this.history.journeys);
    const free = this.#released.has(journeyKey(journey)) ? null : releasedAt(campaign, journey, this.tick);
    // What a new plan waits for may have come long before it: whoever was moved goes on from then.
    const came = met === null ? null : Math.max(met, journey.move?.at ?? met);
    consider({ kind: 'wake', at: came ?? free ?? journey.wake, campaign, journey, isMet: met !== null });
    return best;
  }

  /** Conditions may ask for messages that are planned meanwhile. */
  #waitsForCondition(journey: Journey): boolean {
    const { step, firstDue } = journey;
    if (step === null || firstDue === null) return false;
    const campaign = campaignOf(this.plan, journey);
    const action = campaign === null ? undefined : routeOf(campaign).steps.get(step)?.step.action;
    return action?.kind === 'wait_for' && action.for.kind === 'condition';
  }

  #enter(campaign: PlanCampaign, occasion: Occasion): void {
    this.#entries.pop();
    const reason = this.#refusal(campaign, occasion);
    if (reason !== null) {
      if (occasion.recorded) {
        const { profileId } = this.#person.facts;
        this.#decisions.push({
          kind: 'refused',
          campaign: campaign.id,
          profileId,
          occasion: occasion.id,
          at: occasion.at,
          reason,
        });
      }
      return;
    }
    const earlier = this.#groups.get(groupOf(campaign.id, occasion.key ?? occasion.id))?.size ?? 0;
    this.#put(begin(campaign, occasion, earlier, this.#person));
  }

  #refusal(campaign: PlanCampaign, occasion: Occasion): RefusalReason | null {
    const { at } = occasion;
    if (occasion.cancelled) return 'unless';
    const { stages, audience } = campaign;
    if (stages !== null || audience !== null) {
      // Entries come before what is due at the same instant, also when a tick that a crash interrupted is decided again and knows what was due.
      const { person, stage } = this.#askedAt.moment(at);
      if (stages !== null) {
        const here = stage();
        if (here === null || !stages.includes(here)) return 'stage';
      }
      if (audience !== null && !holds(audience, at, person)) return 'audience';
    }
    const group = occasion.keyed ? groupOf(campaign.id, occasion.key) : campaign.id;
    const earlier = [...(this.#groups.get(group)?.values() ?? [])];
    if (campaign.layer !== undefined && !isInLayer(campaign.layer, unitOf(this.plan, this.#person.facts)))
      return 'layer';
    if (earlier.some((journey) => journey.status === 'active' || this.#wasInside(journey, occasion))) return 'inside';
    const last = earlier.reduce((latest, journey) => Math.max(latest, journey.enteredAt), Number.NEGATIVE_INFINITY);
    if (earlier.length === 0) return null;
    switch (campaign.reentry.kind) {
      case 'never':
        return 'reentry';
      case 'always':
        // A key that was served counts again only from later events: the same cart seen twice is one cart.
        return occasion.keyed && at <= last ? 'reentry' : null;
      case 'after':
        return at < addDuration(last, campaign.reentry.duration, this.#person.facts.zone) ? 'reentry' : null;
    }
  }

  /**
   * Nothing records that a schedule was refused. A tick that is decided again, after a crash, must find that the person was inside at that moment, also where the journey ended later in the same tick.
   */
  #wasInside(journey: Journey, { recorded, at }: Occasion): boolean {
    if (recorded || journey.endedAt === null || !this.history.journeys.includes(journey)) return false;
    return journey.enteredAt <= at && at <= journey.endedAt;
  }

  #wake(campaign: PlanCampaign, journey: Journey, at: Instant, isMet: boolean): void {
    const { suppressions } = this.history;
    const known = { suppressions, tests: this.tick.tests };
    if (at !== journey.wake) this.#released.add(journeyKey(journey));
    const { journey: after, decisions } = advance(campaign, journey, this.#person, known, at, isMet);
    this.#put(this.#takenOn(campaign, journey, after));
    this.#decisions.push(...decisions);
    for (const decision of decisions) {
      if (decision.kind !== 'planned' && decision.kind !== 'withheld') continue;
      const { message } = decision;
      this.#messages.push({ ...message, state: decision.kind === 'planned' ? 'going' : 'withheld', sentAt: null });
    }
  }

  /** People inside a campaign that is no longer in the plan leave it: nobody is kept waiting for ever. Where people follow the newest plan, those who are in an older structure move. */
  #followThePlan(): void {
    const { plan, tick } = this;
    for (const journey of [...this.#active.values()].map((each) => each.journey)) {
      const newest = newestCampaign(plan, journey.campaign);
      if (newest === null) {
        this.#put(ended(journey, 'exited', 'campaign removed', tick.now));
        continue;
      }
      const resettling = this.#resettling(newest, journey);
      const moved = resettling && resettle(journey, resettling, this.#person, tick);
      if (moved === null) continue;
      this.#put(moved.journey);
      this.#decisions.push(...moved.decisions);
    }
  }

  /** Whoever had the last step of an older structure goes on in the newest. */
  #takenOn(campaign: PlanCampaign, before: Journey, after: Journey): Journey {
    const newest = campaign.kept === undefined ? null : newestCampaign(this.plan, campaign.id);
    const resettling = newest && this.#resettling(newest, after);
    if (!resettling || before.step === null || before.step === after.step) return after;
    return takeOn(after, { ...resettling, old: campaign }, before.step, this.#person, this.tick);
  }

  /** What moves a journey into the newest structure; null where it stays in its own. */
  #resettling(newest: PlanCampaign, journey: Journey): Resettling | null {
    const structure = structureOf(this.plan, newest);
    if (journey.structure === null) {
      const isRenamed = journey.step !== null && nameNow(newest.moved, journey.step) !== journey.step;
      return isRenamed ? { old: null, newest, structure } : null;
    }
    if (newest.inFlight === 'pinned' || journey.structure === structure) return null;
    const old = campaignOf(this.plan, journey);
    return { old: old === newest ? null : old, newest, structure };
  }

  #put(journey: Journey): void {
    const key = journeyKey(journey);
    this.#keep(key, journey);
    this.#changed.add(key);
  }

  #keep(key: string, journey: Journey): void {
    this.#journeys.set(key, journey);
    for (const name of [journey.campaign, groupOf(journey.campaign, journey.entryKey)]) {
      const group = this.#groups.get(name) ?? new Map<string, Journey>();
      this.#groups.set(name, group.set(key, journey));
    }
    if (journey.status === 'active') this.#active.set(key, { journey });
    else this.#active.delete(key);
  }
}

function groupOf(campaign: string, entryKey: string | null): string {
  return JSON.stringify([campaign, entryKey]);
}

function compareMoments(a: Moment, b: Moment): number {
  const occasion = (m: Moment): string => (m.kind === 'entry' ? m.occasion.id : m.journey.occasion);
  return (
    a.at - b.at ||
    ORDER[a.kind] - ORDER[b.kind] ||
    b.campaign.priority - a.campaign.priority ||
    compareText(a.campaign.id, b.campaign.id) ||
    compareText(occasion(a), occasion(b))
  );
}
