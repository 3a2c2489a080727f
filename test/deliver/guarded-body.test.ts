import { Writable } from 'node:stream';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { guardedBody } from '../../src/deliver/channels/guarded-body.js';

const sizes = fc.oneof(fc.integer({ min: 1, max: 70_000 }), fc.constantFrom(1, 16_383, 16_384, 16_385, 32_768));

it('gives every byte, and says so once, right before the last chunk', async () => {
  await fc.assert(
    fc.asyncProperty(sizes, async (size) => {
      const bytes = Buffer.alloc(size, 'abc');
      const chunks: Buffer[] = [];
      const heardAt: number[] = [];
      for await (const chunk of guardedBody(bytes, () => heardAt.push(chunks.length))) chunks.push(chunk as Buffer);
      expect(Buffer.concat(chunks).equals(bytes)).toBe(true);
      expect(heardAt).toEqual([chunks.length - 1]);
    }),
  );
});

it('ends in the error, without its last byte, when it may not go on', async () => {
  await fc.assert(
    fc.asyncProperty(sizes, async (size) => {
      const refusal = new Error('no');
      let given = 0;
      const read = async (): Promise<void> => {
        const body = guardedBody(Buffer.alloc(size), () => {
          throw refusal;
        });
        for await (const chunk of body) given += (chunk as Buffer).length;
      };
      await expect(read()).rejects.toBe(refusal);
      expect(given).toBeLessThan(size);
    }),
  );
});

it('waits for a slow reader', async () => {
  let called = false;
  const waiting: (() => void)[] = [];
  const slow = new Writable({ highWaterMark: 1, write: (_chunk, _encoding, done) => void waiting.push(done) });
  guardedBody(Buffer.alloc(40_000), () => {
    called = true;
  }).pipe(slow);
  for (const chunk of [1, 2]) {
    await expect.poll(() => waiting.length).toBe(chunk);
    expect(called).toBe(false);
    waiting.at(-1)?.();
  }
  await expect.poll(() => called).toBe(true);
});
