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
      const body = guardedBody(bytes, async () => void heardAt.push(chunks.length));
      for await (const chunk of body.stream) chunks.push(chunk as Buffer);
      expect(Buffer.concat(chunks).equals(bytes)).toBe(true);
      expect(heardAt).toEqual([chunks.length - 1]);
    }),
  );
});

it('ends in an error of its own, without its last byte, when it may not go on, and leaves the reason as it was', async () => {
  await fc.assert(
    fc.asyncProperty(sizes, async (size) => {
      const refusal = new Error('no');
      let given = 0;
      const read = async (): Promise<void> => {
        const body = guardedBody(Buffer.alloc(size), async () => {
          throw refusal;
        });
        for await (const chunk of body.stream) given += (chunk as Buffer).length;
      };
      // Whoever reads it writes a code of its own into what ended it; the reason is told to a person.
      await expect(read()).rejects.toMatchObject({ message: 'not handed over', cause: refusal });
      expect(given).toBeLessThan(size);
    }),
  );
});

it('keeps its last chunk when it is closed, or the way is shut, while it waits for leave', async () => {
  await fc.assert(
    fc.asyncProperty(sizes, fc.constantFrom('closed', 'shut', 'open'), async (size, what) => {
      let give = (): void => {};
      const leave = new Promise<void>((resolve) => {
        give = resolve;
      });
      let asked = (): void => {};
      const asking = new Promise<void>((resolve) => {
        asked = resolve;
      });
      let isOpen = true;
      const body = guardedBody(
        Buffer.alloc(size),
        () => {
          asked();
          return leave;
        },
        () => isOpen,
      );
      let given = 0;
      body.stream.on('data', (chunk: Buffer) => {
        given += chunk.length;
      });
      body.stream.on('error', () => {});
      await asking;
      expect(given).toBeLessThan(size);
      const end = what === 'closed' ? body.close() : null;
      isOpen = what !== 'shut';
      give();
      await leave;
      // The chunk is gone in the turn in which leave was given.
      await Promise.resolve();
      expect(given === size).toBe(what === 'open');
      expect(await (end ?? body.close())).toEqual({ asked: true, left: what === 'open', refusal: null });
    }),
  );
});

it('waits for a slow reader', async () => {
  let called = false;
  const waiting: (() => void)[] = [];
  const slow = new Writable({ highWaterMark: 1, write: (_chunk, _encoding, done) => void waiting.push(done) });
  guardedBody(Buffer.alloc(40_000), async () => {
    called = true;
  }).stream.pipe(slow);
  for (const chunk of [1, 2]) {
    await expect.poll(() => waiting.length).toBe(chunk);
    expect(called).toBe(false);
    waiting.at(-1)?.();
  }
  await expect.poll(() => called).toBe(true);
});
