import { passes } from '../../decide/passes.js';
import type { Condition, EventCondition, PropertyTest, Test, Trait, Window } from '../../model/condition.js';
import { invariant } from '../../model/failure.js';
import type { Plan } from '../../model/plan.js';
import type { Layout } from '../layout.js';
import { lowerTest, lowerWithinMoment } from '../sql/lower-test.js';
import { Lowering } from '../sql/lowering.js';
import { deepLeaves } from '../used-events.js';
import { type NumberTest, numberTest } from './number-test.js';

/** What is worked out of the events of a person, each once however many conditions ask: of those of one name (`code`), or with points for several. Always a number. */
export type Feature =
  | { readonly kind: 'count'; readonly picks: Picks }
  | { readonly kind: 'sum'; readonly picks: Picks; readonly column: number }
  /** When the last event was, or the `nth` of the last; -Infinity where there is none. Whether it is in a window is asked apart: one answer for windows of all lengths. */
  | { readonly kind: 'nth_last'; readonly picks: Omit<Picks, 'window'>; readonly nth: number }
  /** 1 where the first (or last) event has a bit of the scan, else 0; `without` where there is none. */
  | { readonly kind: 'first' | 'last'; readonly picks: Picks; readonly bit: number; readonly without: 0 | 1 }
  | { readonly kind: 'score'; readonly points: ReadonlyMap<number, number>; readonly halfLife: number };

/** Events that count: of a name, with a bit of the scan (null: all), in a window. */
export interface Picks {
  readonly code: number;
  readonly bit: number | null;
  readonly window: number;
}

/** How many of the last events are told apart. */
const MOST = 16;

/** A part of a condition: what it asks of a person, or how it joins the answers of parts (their places) that stand before it. */
export type Part =
  | { readonly kind: 'always'; readonly holds: boolean }
  | { readonly kind: 'person'; readonly bit: number }
  | { readonly kind: 'number'; readonly feature: number; readonly test: NumberTest }
  /** Whether a moment that is a feature lies in a window. */
  | { readonly kind: 'since'; readonly feature: number; readonly window: number }
  | { readonly kind: 'all' | 'any'; readonly of: readonly number[] }
  | { readonly kind: 'not'; readonly of: number };

/**
 * Conditions taken apart for a walk through the people and their events: each part that several have in common, a test, a segment, a stage, is there once. What can be told of one row alone, an attribute's
 * test or whether an event counts, is a bit that the scans bring along, in the same SQL that `Lowering` has for it.
 */
export class Program {
  /** A part comes after those that it joins. */
  readonly parts: Part[] = [];
  readonly features: Feature[] = [];
  readonly windows: Exclude<Window, { kind: 'journey' }>[] = [];
  /** SQL over a profile, and over an event; both with the edges of `people` and `happenings`. */
  readonly personBits: string[] = [];
  readonly eventBits: string[] = [];
  /** SQL over an event, of numbers. */
  readonly columns: string[] = [];
  readonly codes = new Set<number>();
  readonly people: Lowering;
  readonly happenings: Lowering;
  readonly #places = new Map<string, number>();
  readonly #names = new Map<string, number>();
  readonly #open = new Set<string>();

  constructor(
    readonly plan: Plan,
    readonly layout: Layout,
  ) {
    this.people = new Lowering(plan, layout);
    this.happenings = new Lowering(plan, layout);
  }

  /** Adds a condition, and says which part it is. */
  add(condition: Condition): number {
    return this.#part(condition, true);
  }

  #part(condition: Condition, upper: boolean): number {
    switch (condition.kind) {
      case 'all':
      case 'any':
        return this.#joined(
          condition.kind,
          condition.of.map((each) => this.#part(each, upper)),
        );
      case 'not':
        return this.#not(this.#part(condition.of, !upper));
      case 'segment': {
        const segment = this.plan.segments[condition.segment];
        invariant(segment, `segment ${condition.segment} is in the plan`);
        return this.#named(`segment ${condition.segment}`, segment, upper);
      }
      case 'stage':
        return this.#stage(condition.stage, upper);
      case 'message':
        return this.#always(upper);
      case 'event':
        return condition.window.kind === 'journey' ? this.#always(upper) : this.#eventCondition(condition);
      case 'attribute':
        return this.#attribute(condition);
    }
  }

  #stage(id: string, upper: boolean): number {
    const index = this.plan.stages.findIndex((stage) => stage.id === id);
    if (index < 0) return this.#always(false);
    const fits = (i: number, side: boolean): number => {
      const { when } = this.plan.stages[i]!;
      return when === null ? this.#always(true) : this.#named(`stage ${i}`, when, side);
    };
    const earlier = Array.from({ length: index }, (_, i) => this.#not(fits(i, !upper)));
    return this.#joined('all', [...earlier, fits(index, upper)]);
  }

  #named(name: string, condition: Condition, upper: boolean): number {
    const key = `${name} ${upper}`;
    const known = this.#names.get(key);
    if (known !== undefined) return known;
    invariant(!this.#open.has(key), `${name} does not refer to itself`);
    this.#open.add(key);
    const part = this.#part(condition, upper);
    this.#open.delete(key);
    this.#names.set(key, part);
    return part;
  }

  #always(holds: boolean): number {
    return this.#place(this.parts, `always ${holds}`, { kind: 'always', holds });
  }

  #joined(kind: 'all' | 'any', of: readonly number[]): number {
    const parts = [...new Set(of)];
    return parts.length === 1 ? parts[0]! : this.#place(this.parts, `${kind} ${parts.join(' ')}`, { kind, of: parts });
  }

  #not(of: number): number {
    return this.#place(this.parts, `not ${of}`, { kind: 'not', of });
  }

  #attribute({ name, test }: Extract<Condition, { kind: 'attribute' }>): number {
    const own = Object.hasOwn(this.plan.traits, name) ? this.plan.traits[name] : undefined;
    if (own === undefined || own.trait.kind === 'frozen') {
      const bit = this.#bit(this.personBits, this.people.condition({ kind: 'attribute', name, test }));
      return this.#place(this.parts, `person ${bit}`, { kind: 'person', bit });
    }
    const { trait, type } = own;
    switch (trait.kind) {
      case 'count':
        return this.#count(this.#picks(trait), test);
      case 'sum':
        return this.#sum(trait, trait.property, test);
      case 'score':
        return this.#number(this.#score(trait), test);
      case 'first':
      case 'last': {
        const value = trait.property === null ? 'time' : this.happenings.property(trait.event, trait.property).value;
        const { edges } = this.happenings;
        const bit = this.#bit(this.eventBits, lowerTest(value, type, test, edges, lowerWithinMoment(edges)));
        const without = passes(null, type, test, 0, 'UTC') ? 1 : 0;
        return this.#number({ kind: trait.kind, picks: this.#picks(trait), bit, without }, { op: 'is', value: 1 });
      }
      case 'most_frequent':
        invariant(false, 'what a person does most often is asked in SQL');
    }
  }

  #score({ weights, halfLife }: Extract<Trait, { kind: 'score' }>): Feature {
    const points = weights.flatMap(({ event, weight }) => {
      const code = this.layout.eventCodes.get(event);
      return code === undefined ? [] : [[code, weight] as const];
    });
    for (const [code] of points) this.codes.add(code);
    return { kind: 'score', points: new Map(points), halfLife };
  }

  #eventCondition(condition: EventCondition): number {
    const { measure } = condition;
    if (measure.kind === 'sum') return this.#sum(condition, measure.property, measure.test);
    return this.#count(this.#picks(condition), measure.test);
  }

  /** A number of events that is reached is what the last of so many tells: the time of it serves windows of every length. */
  #count(picks: Picks, test: Test): number {
    if (test.op === 'every' || test.op === 'between') {
      const both =
        test.op === 'every'
          ? test.of
          : ([
              { op: 'gte', value: test.low },
              { op: 'lte', value: test.high },
            ] as const);
      return this.#joined(
        'all',
        both.map((each) => this.#count(picks, each)),
      );
    }
    const least = leastOf(test);
    if (least === null || !endsNow(this.windows[picks.window]!)) return this.#number({ kind: 'count', picks }, test);
    const reached = this.#reached(picks, least.nth);
    return least.isReached ? reached : this.#not(reached);
  }

  #reached({ window, ...picks }: Picks, nth: number): number {
    if (nth <= 0) return this.#always(true);
    const feature = this.#feature({ kind: 'nth_last', picks, nth });
    return this.#place(this.parts, `since ${feature} ${window}`, { kind: 'since', feature, window });
  }

  #sum(selection: Omit<EventCondition, 'kind' | 'measure'>, property: string, test: Test): number {
    const { value, type } = this.happenings.property(selection.event, property);
    const isNumber = type === 'number' || type === 'time';
    // Nothing is what an unknown amount adds.
    const sql = isNumber ? `coalesce(CAST(${value} AS DOUBLE), 0)` : 'CAST(0 AS DOUBLE)';
    const column = this.#bit(this.columns, sql);
    return this.#number({ kind: 'sum', picks: this.#picks(selection), column }, test);
  }

  #number(feature: Feature, test: Test): number {
    const place = this.#feature(feature);
    const key = `number ${place} ${JSON.stringify(test)}`;
    return this.#place(this.parts, key, { kind: 'number', feature: place, test: numberTest(test) });
  }

  #feature(feature: Feature): number {
    const key = feature.kind === 'score' ? { ...feature, points: [...feature.points] } : feature;
    return this.#place(this.features, `feature ${JSON.stringify(key)}`, feature);
  }

  #picks({ event, where, window }: { event: string; where: readonly PropertyTest[]; window: Window }): Picks {
    invariant(window.kind !== 'journey', 'what a journey asks of its own messages is for the ledger to say');
    const place = this.#place(this.windows, `window ${JSON.stringify(window)}`, window);
    const code = this.layout.eventCodes.get(event);
    if (code === undefined) return { code: 0, bit: this.#bit(this.eventBits, 'FALSE'), window: place };
    this.codes.add(code);
    const bit = where.length === 0 ? null : this.#bit(this.eventBits, this.happenings.matches(event, where));
    return { code, bit, window: place };
  }

  #bit(list: string[], sql: string): number {
    const known = list.indexOf(sql);
    return known >= 0 ? known : list.push(sql) - 1;
  }

  #place<T>(list: T[], key: string, item: T): number {
    const known = this.#places.get(key);
    if (known !== undefined) return known;
    this.#places.set(key, list.length);
    return list.push(item) - 1;
  }
}

/** Whether a window ends at the moment of asking, however it begins. */
export function endsNow(window: Window): boolean {
  return window.kind !== 'between' || window.before === null;
}

/** From how many events on a test of their number is passed, or else failed; null where that is not how it asks, or of more than are worth looking back for. */
function leastOf(test: Test): { readonly nth: number; readonly isReached: boolean } | null {
  if (!('value' in test) || typeof test.value !== 'number') return null;
  const isStrict = test.op === 'gt' || test.op === 'lte';
  if (!isStrict && test.op !== 'gte' && test.op !== 'lt') return null;
  const nth = isStrict ? Math.floor(test.value) + 1 : Math.ceil(test.value);
  return nth <= MOST ? { nth, isReached: test.op === 'gte' || test.op === 'gt' } : null;
}

/** Whether a program can ask all of a condition; of what it cannot, the whole condition is asked in SQL. */
export function isAskable(condition: Condition, plan: Plan): boolean {
  return deepLeaves(condition, plan).every((leaf) => {
    const own = leaf.kind === 'attribute' && Object.hasOwn(plan.traits, leaf.name) ? plan.traits[leaf.name] : undefined;
    if (own === undefined || own.trait.kind === 'frozen') return true;
    if (own.trait.kind === 'most_frequent') return false;
    return own.trait.kind === 'first' || own.trait.kind === 'last' || own.type === 'number';
  });
}
