import { localMoment, subtractDuration } from '../../calendar/local-time.js';
import { fade } from '../../decide/score.js';
import { invariant } from '../../model/failure.js';
import type { Moment } from '../sql/edges.js';
import type { PersonEvents } from './person-events.js';
import { endsNow, type Feature, type Picks, type Program } from './program.js';
import { hasBit } from './scan.js';

/** Some events of one name: all, or those with a bit of the scan. */
type Some = Omit<Picks, 'window'>;

/** When the last of some events was, the one before it, and so on: one look back for all. The features by how many they are, from one on; -1 where nobody asks. */
interface Look extends Some {
  readonly nth: number[];
  /** By moment: what is older, nobody asks for. */
  readonly oldest: Float64Array;
}

/** Sums of the same numbers of some events, in windows that end now: one look back for all. */
interface Sums extends Some {
  readonly column: number;
  readonly features: number[];
  readonly windows: number[];
}

/** What is worked out of the events of one name. */
interface OfName {
  readonly looks: Look[];
  readonly sums: Sums[];
  readonly others: Feature[];
  readonly places: number[];
}

/** Works out the features of one person after the other, each into a column of numbers. */
export class FeatureColumns {
  /** By feature: a number for each row. */
  columns: readonly Float64Array[] = [];
  /** By window and moment: an event is inside when it is later than `after` and no later than `upTo`. */
  readonly after: Float64Array;
  readonly #upTo: Float64Array;
  readonly #at: Float64Array;
  /** By feature: what it is of somebody who did nothing of its name. */
  readonly #empty: Float64Array;
  /** By name; last those that look at several names. */
  readonly #ofName: readonly OfName[];
  #moment = 0;
  /** Events that were looked back at. */
  #seen = new Int32Array(64);

  constructor(
    readonly program: Program,
    readonly moments: readonly Moment[],
    readonly events: PersonEvents,
  ) {
    const { features, windows } = program;
    const spans = windows.flatMap((window) => moments.map((moment) => spanOf(window, moment)));
    this.after = Float64Array.from(spans, ({ after }) => after);
    this.#upTo = Float64Array.from(spans, ({ upTo }) => upTo);
    this.#at = Float64Array.from(moments, ({ at }) => at);
    this.#empty = Float64Array.from(features, emptyOf);
    const names = events.last.length;
    this.#ofName = Array.from({ length: names + 1 }, () => ({ looks: [], sums: [], others: [], places: [] }));
    for (const [place, feature] of features.entries())
      this.#assign(this.#ofName[feature.kind === 'score' ? names : feature.picks.code]!, feature, place);
    for (const part of program.parts) if (part.kind === 'since') this.#lookBackTo(part.feature, part.window);
  }

  #assign(ofName: OfName, feature: Feature, place: number): void {
    if (feature.kind === 'nth_last') {
      const { picks, nth } = feature;
      let look = ofName.looks.find(({ bit }) => bit === picks.bit);
      if (look === undefined) {
        look = { ...picks, nth: [], oldest: new Float64Array(this.moments.length).fill(Number.POSITIVE_INFINITY) };
        ofName.looks.push(look);
      }
      while (look.nth.length < nth) look.nth.push(-1);
      look.nth[nth - 1] = place;
    } else if (feature.kind === 'sum' && endsNow(this.program.windows[feature.picks.window]!)) {
      const { picks, column } = feature;
      let sums = ofName.sums.find((each) => each.bit === picks.bit && each.column === column);
      if (sums === undefined) {
        sums = { code: picks.code, bit: picks.bit, column, features: [], windows: [] };
        ofName.sums.push(sums);
      }
      const after = (window: number) => this.after[window * this.moments.length]!;
      const before = sums.windows.filter((window) => after(window) >= after(picks.window)).length;
      // The shortest window first: the next goes on where that ended.
      sums.features.splice(before, 0, place);
      sums.windows.splice(before, 0, picks.window);
    } else {
      ofName.others.push(feature);
      ofName.places.push(place);
    }
  }

  #lookBackTo(feature: number, window: number): void {
    const { oldest } = this.#ofName.flatMap(({ looks }) => looks).find(({ nth }) => nth.includes(feature))!;
    for (const moment of oldest.keys())
      oldest[moment] = Math.min(oldest[moment]!, this.after[window * this.moments.length + moment]!);
  }

  /** By name: what happened then or before is asked for by no feature. */
  unasked(): readonly number[] {
    const names = this.#ofName.slice(0, -1).map(({ looks, sums, others }) => {
      const windows = [...sums.flatMap((each) => each.windows), ...others.map(windowOf)];
      const afters = windows.flatMap((window) =>
        this.moments.map((_, i) => this.after[window * this.moments.length + i]!),
      );
      return Math.min(...afters, ...looks.flatMap(({ oldest }) => [...oldest]));
    });
    for (const feature of this.#ofName.at(-1)!.others)
      if (feature.kind === 'score') for (const name of feature.points.keys()) names[name] = Number.NEGATIVE_INFINITY;
    return names;
  }

  /** Makes room for so many people, who did nothing yet. */
  begin(rows: number): void {
    if (rows > (this.columns[0]?.length ?? 0)) this.columns = this.program.features.map(() => new Float64Array(rows));
    for (const [i, column] of this.columns.entries()) column.fill(this.#empty[i]!, 0, rows);
  }

  /** Works out the features of the person whose events are in `events`, at the moment of that place. */
  add(row: number, moment: number): void {
    this.#moment = moment;
    const { last } = this.events;
    for (let name = 0; name < last.length; name++) if (last[name]! >= 0) this.#addOf(this.#ofName[name]!, row);
    this.#addOf(this.#ofName[last.length]!, row);
  }

  #addOf({ looks, sums, others, places }: OfName, row: number): void {
    for (let i = 0; i < looks.length; i++) this.#lookBack(looks[i]!, row);
    for (let i = 0; i < sums.length; i++) this.#addUp(sums[i]!, row);
    for (let i = 0; i < others.length; i++) this.columns[places[i]!]![row] = this.#workOut(others[i]!);
  }

  #lookBack({ code, bit, nth, oldest }: Look, row: number): void {
    const { times, before, last, words } = this.events;
    const [at, after] = [this.#at[this.#moment]!, oldest[this.#moment]!];
    let found = 0;
    for (let i = last[code]!; i >= 0 && times[i]! > after; i = before[i]!) {
      if (times[i]! > at || (bit !== null && !hasBit(words, bit, i))) continue;
      const feature = nth[found]!;
      if (feature >= 0) this.columns[feature]![row] = times[i]!;
      found += 1;
      if (found === nth.length) return;
    }
  }

  /** Adds in the order of the events: sums of numbers that are not whole depend on it. */
  #addUp({ code, bit, column, features, windows }: Sums, row: number): void {
    const { times, before, last, words, columns } = this.events;
    const at = this.#at[this.#moment]!;
    const numbers = columns[column]!;
    let [next, size, added, sum] = [last[code]!, 0, 0, 0];
    let from = Number.POSITIVE_INFINITY;
    for (let i = 0; i < features.length; i++) {
      const after = this.after[windows[i]! * this.moments.length + this.#moment]!;
      // By another zone's clock a window may be the longer one.
      if (after > from) [next, size, added] = [last[code]!, 0, 0];
      from = after;
      for (; next >= 0 && times[next]! > after; next = before[next]!) {
        if (times[next]! > at || (bit !== null && !hasBit(words, bit, next))) continue;
        if (size === this.#seen.length) this.#seen = grown(this.#seen);
        this.#seen[size] = next;
        size += 1;
      }
      if (size !== added) {
        sum = 0;
        for (let k = size - 1; k >= 0; k--) sum += numbers[this.#seen[k]!]!;
        added = size;
      }
      if (size > 0) this.columns[features[i]!]![row] = sum;
    }
  }

  #workOut(feature: Feature): number {
    switch (feature.kind) {
      case 'count':
        return this.#count(feature.picks);
      case 'sum':
        return this.#sum(feature.picks, this.events.columns[feature.column]!);
      case 'first':
      case 'last': {
        const found = feature.kind === 'first' ? this.#first(feature.picks) : this.#last(feature.picks);
        return found < 0 ? feature.without : hasBit(this.events.words, feature.bit, found) ? 1 : 0;
      }
      case 'score':
        return this.#score(feature);
      case 'nth_last':
        invariant(false, 'all that look back do so together');
    }
  }

  #count({ code, bit, window }: Picks): number {
    const { times, before, last, words } = this.events;
    const span = window * this.moments.length + this.#moment;
    const [after, upTo] = [this.after[span]!, this.#upTo[span]!];
    let count = 0;
    for (let i = last[code]!; i >= 0 && times[i]! > after; i = before[i]!)
      if (times[i]! <= upTo && (bit === null || hasBit(words, bit, i))) count += 1;
    return count;
  }

  #last({ code, bit, window }: Picks): number {
    const { times, before, last, words } = this.events;
    const span = window * this.moments.length + this.#moment;
    const [after, upTo] = [this.after[span]!, this.#upTo[span]!];
    for (let i = last[code]!; i >= 0 && times[i]! > after; i = before[i]!)
      if (times[i]! <= upTo && (bit === null || hasBit(words, bit, i))) return i;
    return -1;
  }

  #first({ code, bit, window }: Picks): number {
    const { times, before, last, words } = this.events;
    const span = window * this.moments.length + this.#moment;
    const [after, upTo] = [this.after[span]!, this.#upTo[span]!];
    let found = -1;
    for (let i = last[code]!; i >= 0 && times[i]! > after; i = before[i]!)
      if (times[i]! <= upTo && (bit === null || hasBit(words, bit, i))) found = i;
    return found;
  }

  /** In the order of the events, as `#addUp`. */
  #sum(picks: Picks, column: Float64Array): number {
    const { code, bit, window } = picks;
    const { times, codes, words, size } = this.events;
    const first = this.#first(picks);
    if (first < 0) return 0;
    const upTo = this.#upTo[window * this.moments.length + this.#moment]!;
    let sum = 0;
    for (let i = first; i < size && times[i]! <= upTo; i++)
      if (codes[i] === code && (bit === null || hasBit(words, bit, i))) sum += column[i]!;
    return sum;
  }

  #score({ points, halfLife }: Extract<Feature, { kind: 'score' }>): number {
    const { times, codes, size } = this.events;
    const at = this.#at[this.#moment]!;
    let sum = 0;
    for (let i = 0; i < size && times[i]! <= at; i++) {
      const weight = points.get(codes[i]!);
      if (weight !== undefined) sum += weight * fade(at - times[i]!, halfLife);
    }
    return sum;
  }
}

function spanOf(window: Program['windows'][number], { zone, at }: Moment): { after: number; upTo: number } {
  switch (window.kind) {
    case 'ever':
      return { after: Number.NEGATIVE_INFINITY, upTo: at };
    case 'within':
      return { after: subtractDuration(at, window.duration, zone.name), upTo: at };
    case 'between': {
      const after = window.after === null ? Number.NEGATIVE_INFINITY : localMoment(window.after, zone.name) - 1;
      const before = window.before === null ? at : localMoment(window.before, zone.name) - 1;
      return { after, upTo: Math.min(at, before) };
    }
  }
}

function windowOf(feature: Feature): number {
  invariant(feature.kind !== 'score' && feature.kind !== 'nth_last', 'what is worked out apart has a window');
  return feature.picks.window;
}

function emptyOf(feature: Feature): number {
  if (feature.kind === 'nth_last') return Number.NEGATIVE_INFINITY;
  return 'without' in feature ? feature.without : 0;
}

function grown(old: Int32Array): Int32Array<ArrayBuffer> {
  const grown = new Int32Array(old.length * 2);
  grown.set(old);
  return grown;
}
