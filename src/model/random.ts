/** Random numbers that a seed repeats. */
export interface Random {
  /** From 0 to below 1. */
  next(): number;
  /** True with this probability, 0 to 1. */
  chance(probability: number): boolean;
  /** A whole number from `least` to `most`, both included. */
  whole(least: number, most: number): number;
  /** One of a list that is not empty. */
  pick<Item>(items: readonly Item[]): Item;
  /** One of a list that is not empty, by weight. */
  weigh<Item extends { readonly weight: number }>(items: readonly Item[]): Item;
  /** A waiting time with this mean. */
  exponential(mean: number): number;
  /** A factor around 1 (its median), the wider the larger `sigma` is: log-normal. */
  factor(sigma: number): number;
}

/** One stream of random numbers for each seed and stream number (sfc32 over 128 bits of state): the same two, the same numbers on every machine. */
export function seedRandom(seed: number, stream: number): Random {
  let a = seed | 0;
  let b = stream | 0;
  let c = 0x9e3779b9 | 0;
  let counter = 1;
  const next = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 2 ** 32;
  };
  // Neighbouring streams begin alike; some rounds drive them apart.
  for (let round = 0; round < 15; round++) next();
  const exponential = (mean: number): number => -mean * Math.log(1 - next());
  return {
    next,
    exponential,
    chance: (probability) => next() < probability,
    whole: (least, most) => least + Math.floor(next() * (most - least + 1)),
    pick: (items) => items[Math.floor(next() * items.length)]!,
    weigh(items) {
      let left = next() * items.reduce((sum, { weight }) => sum + weight, 0);
      for (const item of items) {
        left -= item.weight;
        if (left < 0) return item;
      }
      return items.at(-1)!;
    },
    factor: (sigma) => Math.exp(sigma * Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next())),
  };
}
