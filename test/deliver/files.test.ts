import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openFiles } from '../../src/deliver/channels/files.js';
import { exampleParcel } from './parcels.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'outbox-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

it('writes one private file a message, where campaign, step and person say', async () => {
  const parcel = exampleParcel('abc234', 500, { profileId: 'anna@x.test' });
  const answer = await openFiles(folder).hand(parcel, async () => {});
  const path = join(folder, 'welcome', 'hello', 'anna_x_test-abc234.eml');
  expect(answer).toEqual({ kind: 'accepted', reply: path });
  expect(readFileSync(path)).toEqual(parcel.bytes);
  if (process.platform !== 'win32') {
    expect((statSync(path).mode & 0o777).toString(8)).toBe('600');
    expect((statSync(dirname(path)).mode & 0o777).toString(8)).toBe('700');
  }
  expect(await openFiles(folder).hand(parcel, async () => {})).toEqual(answer);
  expect(readdirSync(dirname(path))).toEqual(['anna_x_test-abc234.eml']);
});

it('takes any profile id for a name and never for a path', async () => {
  const hostile = fc.oneof(
    fc.constantFrom(
      '../../x',
      '/etc/passwd',
      'a\0b',
      '',
      '.',
      '..',
      'C:\\x',
      '😀'.repeat(50),
      'x'.repeat(300),
      'a/b/c',
    ),
    fc.string({ unit: 'binary', maxLength: 400 }),
  );
  const way = openFiles(folder);
  await fc.assert(
    fc.asyncProperty(hostile, hostile, async (profileId, step) => {
      const answer = await way.hand(exampleParcel('id234', 100, { profileId, step }), async () => {});
      expect(resolve(answer.reply)).toBe(answer.reply);
      expect(dirname(dirname(answer.reply))).toBe(join(folder, 'welcome'));
      expect(answer.reply.length - folder.length).toBeLessThan(120);
      expect(statSync(answer.reply).isFile()).toBe(true);
    }),
    { numRuns: 60 },
  );
});

it('leaves no finished file when the ledger refuses', async () => {
  const refused = openFiles(folder).hand(exampleParcel(), async () => {
    throw new Error('no');
  });
  await expect(refused).rejects.toThrow('no');
  expect(readdirSync(join(folder, 'welcome', 'hello')).filter((name) => name.endsWith('.eml'))).toEqual([]);
});
