import { parseDuration } from '../../model/duration.js';
import { HOUR } from '../../model/milliseconds.js';
import type { CampaignSource, Project } from '../../model/project.js';
import { canHold } from '../logic/can-hold.js';
import { type Claim, type CountSubject, TRUE } from '../logic/claim.js';
import { claimOf } from '../logic/claim-of.js';
import { countSubject, happened, overWindow } from '../logic/count-subject.js';
import { knownAtEntry } from '../logic/entry-claims.js';
import { claimsOf, type Known } from '../logic/known.js';
import { forgetUnsent, later, type Memory } from '../logic/later.js';
import { rememberCampaign } from '../remember-campaign.js';
import { channelKeys } from '../walk/walk-steps.js';
import { campaignMap, isMap, mapAt, mapsAt, textAt, type YamlMap } from '../yaml-map.js';
import { endsForAll } from './flow-end.js';

/** A place of a campaign that people come to: a step, one of its branches, or its wait. */
export interface FlowPlace {
  readonly campaign: CampaignSource;
  readonly step: YamlMap;
  readonly kind: 'step' | 'branch' | 'wait';
  /** The mapping that holds the place's own condition, and its key. */
  readonly holder: YamlMap;
  readonly key: 'when' | 'condition';
  /** What is certain of whoever comes here, before the own condition is asked; for a branch, without what earlier branches say. */
  readonly known: readonly Known[];
  /** What is certain when the own condition is to be true: for a wait at some later moment, else here. */
  readonly ahead: readonly Known[];
  /** For a branch: what is certain because no earlier branch was taken. */
  readonly passed: readonly Known[];
}

/** Every place of a campaign in the order in which it is written, with what is certain there. */
export const flowPlaces = rememberCampaign(
  (project, campaign): readonly FlowPlace[] => strictWalk(project, campaign).places,
);

/** What is certain of everybody who enters a campaign when its first step is due, before "exit_on" is asked. */
export const knownWhenFirstDue = rememberCampaign((project, campaign): readonly Known[] => {
  return strictWalk(project, campaign).first;
});

const strictWalk = rememberCampaign((project, campaign) => new FlowWalk(project, campaign, false));

/** Whether anybody can come to a place: where nobody can, that has been told of the place that keeps them out. */
export function isReached({ known, passed }: FlowPlace): boolean {
  return canHold([...claimsOf(known), ...claimsOf(passed)]);
}

/** What is certain of whoever gets to do a step of a campaign, its own `when` too; what was known at entering is taken to be known still. */
export const knownAtSteps = rememberCampaign((project, campaign): ReadonlyMap<YamlMap, readonly Claim[]> => {
  const places = new FlowWalk(project, campaign, true).places.filter(({ kind }) => kind === 'step');
  return new Map(
    places.map(({ step, known }) => [
      step,
      [...claimsOf(known), claimOf(project, step.when, true, campaign.id)] as const,
    ]),
  );
});

/** The events that end a journey when they happen: those of `exit_on` without a stretch of time or a count. */
export function endingEvents(campaign: CampaignSource): { item: YamlMap; subject: CountSubject }[] {
  return mapsAt(campaignMap(campaign), 'exit_on').flatMap(({ item }) => {
    const event = textAt(item, 'event');
    const isOnce = item.count === undefined || JSON.stringify(item.count) === '{"gte":1}';
    const isPlain = isOnce && Object.keys(item).every((key) => ['event', 'where', 'count'].includes(key));
    return event === null || !isPlain
      ? []
      : [{ item, subject: countSubject(event, mapAt(item, 'where'), { kind: 'ever' }) }];
  });
}

/** The conditions of `exit_on` that are asked when a step is due. */
export function exitStates(campaign: CampaignSource): { list: readonly unknown[]; index: number; item: YamlMap }[] {
  const plain = new Set(endingEvents(campaign).map(({ item }) => item));
  return mapsAt(campaignMap(campaign), 'exit_on').filter(({ item }) => !plain.has(item));
}

/** What is known somewhere, and how long ago at least people entered, in milliseconds. */
interface Standing {
  readonly known: readonly Known[];
  readonly elapsed: number;
}

class FlowWalk {
  readonly places: FlowPlace[] = [];
  /** What is known when the first step is due. */
  readonly first: readonly Known[];
  readonly #memory: Memory;
  readonly #stayed: readonly Known[];
  readonly #left = new Map<Claim, Claim>();

  constructor(
    readonly project: Project,
    readonly campaign: CampaignSource,
    isTrusting: boolean,
  ) {
    this.#memory = { ending: endingEvents(campaign).map(({ subject }) => subject), isTrusting };
    this.#stayed = exitStates(campaign).map(({ item }) => ({
      claim: claimOf(project, item, false, null),
      source: '"exit_on"',
    }));
    // What is sent at the moment of entering is sent after it.
    const known = knownAtEntry(project, campaign).map(({ claim, source }) => ({ claim: forgetUnsent(claim), source }));
    const [step] = mapsAt(campaignMap(campaign), 'steps');
    this.first = step?.item.delay === undefined ? known : this.#later({ known, elapsed: 0 }).known;
    this.#steps(campaignMap(campaign), 'steps', { known, elapsed: 0 });
  }

  #claim(condition: unknown, holds: boolean): Claim {
    if (condition === undefined) return holds ? TRUE : { kind: 'any', of: [] };
    return claimOf(this.project, condition, holds, this.campaign.id);
  }

  #later({ known, elapsed }: Standing, more = 0): Standing {
    const left = known.flatMap((one) => {
      const claim = this.#left.get(one.claim) ?? later(one.claim, this.#memory);
      this.#left.set(one.claim, claim);
      // What is left of something stays so: it need not be asked again.
      this.#left.set(claim, claim);
      return claim === TRUE ? [] : [{ claim, source: one.source }];
    });
    return { known: left, elapsed: elapsed + more };
  }

  #place(place: Pick<FlowPlace, 'step' | 'kind' | 'holder' | 'known'> & Partial<FlowPlace>): void {
    const key = place.kind === 'wait' ? 'condition' : 'when';
    this.places.push({ campaign: this.campaign, key, passed: [], ahead: place.known, ...place });
  }

  #steps(holder: YamlMap, key: string, from: Standing): Standing {
    let at = from;
    for (const { item } of mapsAt(holder, key)) at = this.#step(item, at);
    return at;
  }

  #step(step: YamlMap, before: Standing): Standing {
    const start = step.delay === undefined ? before : this.#later(before, shortest(step.delay));
    const here: Standing = { ...start, known: [...start.known, ...this.#stayed, ...this.#quiet(start.elapsed)] };
    this.#place({ step, kind: 'step', holder: step, known: here.known });
    const source = `step "${textAt(step, 'id') ?? '?'}"`;
    const inside = and(here, { claim: this.#claim(step.when, true), source });
    if (step.exit !== undefined) {
      return step.when === undefined ? here : and(here, { claim: this.#claim(step.when, false), source });
    }
    if (step.branch !== undefined) return this.#branches(step, here, inside);
    for (const { item } of mapsAt(step, 'split')) this.#steps(item, 'steps', inside);
    const wait = mapAt(step, 'wait_for');
    if (wait !== null) this.#wait(step, wait, inside);
    // A message may have been put off, and what is inside takes its time.
    const isInstant = wait === null && step.split === undefined && !channelKeys.some((key) => step[key] !== undefined);
    return isInstant ? here : this.#later(here);
  }

  #branches(step: YamlMap, here: Standing, inside: Standing): Standing {
    const passed: Known[] = [];
    const left: Known[] = [];
    const source = `step "${textAt(step, 'id') ?? '?'}"`;
    for (const { item } of mapsAt(step, 'branch')) {
      this.#place({ step, kind: 'branch', holder: item, known: inside.known, passed: [...passed] });
      this.#steps(item, 'steps', and(inside, ...passed, { claim: this.#claim(item.when, true), source }));
      const other = { claim: this.#claim(item.when, false), source };
      const ends = mapsAt(item, 'steps').some((one) => endsForAll(one.item));
      // Who goes on did not take a branch that ends, and could not have taken an earlier one that does not.
      if (ends && step.when === undefined && passed.length === left.length) left.push(other);
      passed.push(other);
    }
    return this.#later(and(here, ...left));
  }

  #wait(step: YamlMap, wait: YamlMap, inside: Standing): void {
    // Whoever is to leave has left when what is awaited comes.
    const ahead = [...this.#later(inside).known, ...this.#stayed];
    this.#place({ step, kind: 'wait', holder: wait, known: inside.known, ahead });
    const source = `step "${textAt(step, 'id') ?? '?'}"`;
    const event = textAt(wait, 'event');
    const where = mapAt(wait, 'where');
    const came = event === null ? this.#claim(wait.condition, true) : happened(countSubject(event, where, EVER), true);
    this.#steps(wait, 'then', and(this.#later(inside), { claim: came, source }));
    const never = event === null ? [{ claim: this.#claim(wait.condition, false), source }] : [];
    this.#steps(wait, 'otherwise', and(this.#later(inside, shortest(wait.within)), ...never));
  }

  /** None of the ending events has come since people entered. */
  #quiet(elapsed: number): Known[] {
    if (elapsed <= 0) return [];
    const window = { kind: 'within', least: elapsed, most: elapsed } as const;
    return this.#memory.ending.map((ending) => ({
      claim: happened(overWindow(ending, window), false),
      source: '"exit_on"',
    }));
  }
}

const EVER = { kind: 'ever' } as const;

function and(at: Standing, ...more: readonly Known[]): Standing {
  return { ...at, known: [...at.known, ...more] };
}

/** The shortest time that a written delay can last, in milliseconds; 0 when it cannot be made out. */
function shortest(delay: unknown): number {
  const text = isMap(delay) ? textAt(delay, 'for') : delay;
  const duration = typeof text === 'string' ? parseDuration(text) : null;
  if (duration === null) return 0;
  return (duration.months * 28 + duration.days) * 23 * HOUR + duration.exact;
}
