import { seededRandom } from '../deliver/seeded-random.js';

/** Chance that a seed gives again. Each purpose has its own, so that what one draws changes nothing for the others. */
export class Chance {
  readonly share: () => number;

  constructor(seed: number, purpose: string) {
    let mixed = 0x811c9dc5 ^ seed;
    for (const char of `${seed}/${purpose}`) mixed = Math.imul(mixed ^ char.charCodeAt(0), 0x01000193);
    this.share = seededRandom(mixed);
  }

  happens(probability: number): boolean {
    return this.share() < probability;
  }

  /** From 0, below `count`. */
  below(count: number): number {
    return Math.floor(this.share() * count);
  }

  between(least: number, most: number): number {
    return least + this.below(most - least + 1);
  }

  pick<Item>(list: readonly Item[]): Item {
    return list[this.below(list.length)] as Item;
  }

  bytes(count: number): Uint8Array {
    return Uint8Array.from({ length: count }, () => this.below(256));
  }
}
