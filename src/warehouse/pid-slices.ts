/** People worked on in one query that sorts, or gathers lists of, all that they did: more would only need more memory. */
const MOST = 250_000;

/** Conditions on `pid` that hold for slices of so many people, one after the other; `times` as much is made of each of them. */
export function pidSlices(people: number, pid: string, times = 1): readonly string[] {
  const size = Math.max(1, Math.floor(MOST / times));
  const slices = Math.max(1, Math.ceil(people / size));
  return Array.from({ length: slices }, (_, i) => `${pid} >= ${i * size} AND ${pid} < ${(i + 1) * size}`);
}
