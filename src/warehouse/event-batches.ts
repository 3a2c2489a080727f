import type { DataFile } from './data-files.js';

/** How many bytes of files are looked at together: of more, the rows would only take more memory. */
export const TOGETHER = 192 * 2 ** 20;

/** Places of files that are looked at together, in their order, with at most so many bytes or a single file. A text takes so much more room as it is compressed. */
export function eventBatches(files: readonly DataFile[], together: number): readonly (readonly number[])[] {
  const batches: number[][] = [];
  let room = 0;
  for (const [i, { bytes, format, gzip }] of files.entries()) {
    const size = format === 'parquet' || gzip ? 4 * bytes : bytes;
    if (batches.length === 0 || size > room) {
      batches.push([]);
      room = together;
    }
    batches.at(-1)?.push(i);
    room -= size;
  }
  return batches;
}
