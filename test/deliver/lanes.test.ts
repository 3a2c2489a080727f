import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openLanes } from '../../src/deliver/lanes.js';
import { exampleParcel } from './parcels.js';

/** Lanes, and items that end when they are told to. */
function open(parallel: number | (() => number)) {
  const stop = new AbortController();
  const lanes = openLanes({ parallel, signal: stop.signal });
  const begun: string[] = [];
  const ways = new Map<string, { readonly end: () => void; readonly fail: (error: Error) => void }>();
  const act = (item: string): Promise<void> =>
    new Promise((resolve, reject) => {
      begun.push(item);
      ways.set(item, { end: resolve, fail: reject });
    });
  const turn = (): Promise<void> => new Promise(setImmediate);
  const end = async (...items: readonly string[]): Promise<void> => {
    for (const item of items) ways.get(item)!.end();
    await turn();
  };
  return { lanes, begun, ways, act, end, turn, stop };
}

describe('lanes', () => {
  it('take what is put there in its order, each as soon as it is free', async () => {
    const { lanes, begun, act, end } = open(2);
    const first = lanes.run(['a', 'b', 'c'], act);
    const second = lanes.run(['d'], act);
    expect(begun).toEqual(['a', 'b']);
    await end('b');
    expect(begun).toEqual(['a', 'b', 'c']);
    await end('c');
    expect(begun).toEqual(['a', 'b', 'c', 'd']);
    await end('d');
    await second;
    expect(lanes.isIdle()).toBe(false);
    await end('a');
    await first;
    expect(lanes.isIdle()).toBe(true);
    await lanes.run([], act);
  });

  it('tell when no more wait than there are lanes', async () => {
    const { lanes, act, end, turn } = open(2);
    await lanes.nearlyEmpty();
    let isNear = false;
    void lanes.run(['a', 'b', 'c', 'd', 'e'], act);
    void lanes.nearlyEmpty().then(() => {
      isNear = true;
    });
    await turn();
    expect(isNear).toBe(false);
    await end('a');
    expect(isNear).toBe(true);
  });

  it('begin nothing new after a failure, of whosesoever, and wait for what was begun', async () => {
    const { lanes, begun, ways, act, end, turn } = open(2);
    const ends: string[] = [];
    const first = lanes.run(['a', 'b', 'c'], act).then(
      () => ends.push('first ended'),
      (error: Error) => ends.push(`first: ${error.message}`),
    );
    const second = lanes.run(['d', 'e', 'f'], act).then(
      () => ends.push('second ended'),
      (error: Error) => ends.push(`second: ${error.message}`),
    );
    ways.get('a')!.fail(new Error('the disk is full'));
    await turn();
    expect(begun).toEqual(['a', 'b']);
    // Nothing of the second had begun.
    expect(ends).toEqual(['second: the disk is full']);
    await lanes.nearlyEmpty();
    await end('b');
    await Promise.all([first, second]);
    expect(ends).toEqual(['second: the disk is full', 'first: the disk is full']);
    await expect(lanes.run(['g'], act)).rejects.toThrow('the disk is full');
    expect(begun).toEqual(['a', 'b']);
  });

  it('begin nothing new once they are told to stop', async () => {
    const { lanes, begun, act, end, stop } = open(1);
    const all = lanes.run(['a', 'b', 'c'], act);
    stop.abort();
    await end('a');
    await all;
    expect(begun).toEqual(['a']);
  });

  it('act on each once, so many at a time, and on the one that was told of when the one before it is done; after a failure or an abort on nothing more', async () => {
    const item = fc.record({
      turns: fc.nat(3),
      asks: fc.nat(2),
      ends: fc.constantFrom('well', 'well', 'well', 'well', 'well', 'badly', 'all'),
    });
    const turn = (): Promise<void> => new Promise(setImmediate);
    const some = fc.array(item, { maxLength: 8 });
    const parallels = fc.integer({ min: 1, max: 4 });
    await fc.assert(
      fc.asyncProperty(some, some, parallels, async (one, other, parallel) => {
        const items = [...one, ...other].map((each, i) => ({ ...each, i }));
        const stop = new AbortController();
        const lanes = openLanes({ parallel, signal: stop.signal });
        const begun: number[] = [];
        const wrong: string[] = [];
        const told = new Map<number, number>();
        const done = new Set<number>();
        const failure = new Error('badly');
        let isOver = false;
        const run = (some: typeof items): Promise<void> =>
          lanes.run(
            some,
            async ({ i, turns, asks, ends }, next) => {
              if (isOver) wrong.push(`${i} begins after the end`);
              for (const [teller, coming] of told)
                if (coming === i && !done.has(teller)) wrong.push(`${i} begins before ${teller} is done`);
              begun.push(i);
              if (begun.length - done.size > parallel) wrong.push(`${i} is one too many`);
              if (lanes.isIdle()) wrong.push(`idle with ${i}`);
              for (let at = 0; at < asks; at += 1) {
                const coming = Number(next()?.id ?? -1);
                const known = told.get(i) ?? coming;
                if (coming >= 0 && known !== coming) wrong.push(`${i} is told of ${known}, then of ${coming}`);
                if (coming >= 0) told.set(i, coming);
                for (let j = 0; j < turns; j += 1) await turn();
              }
              done.add(i);
              // What is asked too late takes nobody's place.
              void turn().then(() => next() === null || wrong.push(`${i} is told when it is done`));
              if (ends === 'well') return;
              // What begins in the same turn knows nothing of it yet.
              setImmediate(() => {
                isOver = true;
              });
              if (ends === 'all') stop.abort();
              else throw failure;
            },
            ({ i }) => exampleParcel(String(i)),
          );
        const ended = await Promise.all(
          [run(items.slice(0, one.length)), run(items.slice(one.length))].map((all) =>
            all.then(
              () => false,
              (error: unknown) => error === failure,
            ),
          ),
        );
        expect(wrong).toEqual([]);
        expect(new Set(begun).size).toBe(begun.length);
        const [bad, aborted] = ['badly', 'all'].map((how) => begun.some((i) => items[i]!.ends === how));
        expect(ended.includes(true)).toBe(bad);
        if (!bad && !aborted) expect(begun.toSorted((a, b) => a - b)).toEqual(items.map(({ i }) => i));
        // Nobody is told of what another is told of.
        expect(new Set(told.values()).size).toBe(told.size);
        if (parallel === 1) expect(begun).toEqual(items.slice(0, begun.length).map(({ i }) => i));
        await lanes.nearlyEmpty();
        expect(lanes.isIdle()).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});
