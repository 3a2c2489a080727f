import fc from 'fast-check';
import { expect, it } from 'vitest';
import { compareText } from '../../src/model/diagnostic.js';
import { openDatabase } from '../../src/warehouse/connection.js';
import { People } from '../../src/warehouse/people.js';
import { literal } from '../../src/warehouse/sql/text.js';

async function peopleOf(ids: readonly string[]) {
  const { connection, close } = await openDatabase(0);
  await connection.run('CREATE TABLE profiles (pid INTEGER, id VARCHAR)');
  for (let i = 0; i < ids.length; i += 1000)
    await connection.run(
      `INSERT INTO profiles VALUES ${ids
        .slice(i, i + 1000)
        .map((id, j) => `(${i + j}, ${literal(id)})`)
        .join(', ')}`,
    );
  return { people: new People(connection, ids.length), close };
}

it('finds ids and pids in the order asked, however many, asked again or at once', async () => {
  const odd = ["x'); DROP TABLE profiles; --", '🙂', '\uE000', 'é', '', 'a\0b'];
  const ids = [...odd, ...Array.from({ length: 2_000 }, (_, i) => `p${(i * 7919) % 2_000}`)];
  const { people, close } = await peopleOf(ids);
  const pid = fc.nat(ids.length - 1);
  await fc.assert(
    fc.asyncProperty(fc.array(pid, { maxLength: 700, size: 'max' }), fc.array(pid), async (some, others) => {
      const [found, pids, back] = await Promise.all([
        people.idsOf(some),
        people.pidsOf(['nobody', ...others.map((i) => ids[i]!)]),
        people.idsOf(others),
      ]);
      expect(found).toEqual(some.map((i) => ids[i]));
      expect(pids).toEqual([null, ...others]);
      expect(back).toEqual(others.map((i) => ids[i]));
    }),
    { numRuns: 15 },
  );
  expect(await people.everyId()).toEqual([...ids].sort(compareText));
  expect([...people.everyPid()]).toEqual(ids.map((_, i) => i));
  close();
});
